"""`trunkline handset`: hold a virtual phone of a running Trunkline in your hand."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import click

from .data_folder import running
from .settings import Settings, WrongSetting, read_settings

_WAIT = 25  # seconds that one GET waits for the next text


@dataclass(frozen=True)
class Phone:
    """A handset over HTTP. `base` is the API's URL."""

    base: str
    account_sid: str
    auth_token: str
    number: str

    def ask(self, method: str, path: str = "", **parameters: Any) -> Any:
        """The JSON answer of /network/v1/Handsets/{number}{path}, or a ClickException that says what is wrong."""
        return self._ask(method, f"/network/v1/Handsets/{quote(self.number, safe='')}{path}", parameters)

    def create(self, **parameters: Any) -> Any:
        return self._ask("POST", "/network/v1/Handsets", {"PhoneNumber": self.number, **parameters})

    def call(self, method: str, path: str, **parameters: Any) -> Any:
        """The JSON answer of any path of the API."""
        return self._ask(method, path, parameters)

    def _ask(self, method: str, path: str, parameters: dict[str, Any]) -> Any:
        where = urlsplit(self.base)
        given = urlencode(parameters, doseq=True)
        pair = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"}
        kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
        connection = kind(where.hostname or "", where.port, timeout=_WAIT + 15)
        try:
            if method == "GET":
                connection.request("GET", f"{where.path.rstrip('/')}{path}?{given}", headers=headers)
            else:
                connection.request(method, f"{where.path.rstrip('/')}{path}", given, headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as why:
            raise click.ClickException(f"no Trunkline answers at {self.base}: {why}") from None
        finally:
            connection.close()
        return self._read(answer.status, body)

    def _read(self, status: int, body: bytes) -> Any:
        try:
            found = json.loads(body)
        except ValueError:
            raise click.ClickException(f"{self.base} answered {status}, and not as Trunkline does") from None
        if status == 404:
            raise click.ClickException(f"there is no handset {self.number}: make it with `trunkline handset {self.number} create`")
        if status >= 400:
            raise click.ClickException(f"{found.get('message', 'refused')} ({found.get('code', status)})")
        return found


@click.group()
@click.option("--data", metavar="DIR", help="Data folder of the running Trunkline.  [default: var/trunkline]")
@click.option("--url", help="A Trunkline that runs elsewhere; give --account-sid and --auth-token with it.")
@click.option("--account-sid", metavar="AC…", help="With --url: the account's SID.")
@click.option("--auth-token", metavar="TOKEN", help="With --url: the account's token.")
@click.argument("number")
@click.pass_context
def handset(
    context: click.Context, number: str, data: str | None, url: str | None, account_sid: str | None, auth_token: str | None
) -> None:
    """Text from, and look into, the virtual handset NUMBER.

    \b
    trunkline handset +15551230001 send "hi" --to +15557770001
    trunkline handset +15551230001 inbox
    trunkline handset +15551230001 watch
    """
    context.obj = reach(data, url, account_sid, auth_token, number)


def reach(data: str | None, url: str | None, account_sid: str | None, auth_token: str | None, number: str = "") -> Phone:
    """The Trunkline that runs on a data folder, or the one at a URL; ClickException when there is none."""
    if url:
        if not (account_sid and auth_token):
            raise click.ClickException("--url needs --account-sid and --auth-token")
        return Phone(url.rstrip("/"), account_sid, auth_token, number)
    try:
        settings = read_settings({"data": data})
    except WrongSetting as wrong:
        raise click.ClickException(str(wrong)) from None
    where = running(settings.data)
    if where is None:
        raise click.ClickException(f"no Trunkline runs on {settings.data}: start `trunkline up`, or name its folder with --data")
    known = asyncio.run(_credentials(settings))
    if known is None:
        raise click.ClickException(f"there is no account in {settings.data} yet")
    return Phone(where["api_url"], *known, number)


async def _credentials(settings: Settings) -> tuple[str, str] | None:
    from trunkline.foundations.access.tokens import auth_token

    from .first_start import main_account
    from .wiring import close_platform, open_platform

    platform = await open_platform(settings)
    try:
        account = await main_account(platform)
        return None if account is None else (account.sid, await auth_token(account.sid, platform))
    finally:
        await close_platform(platform)


@handset.command()
@click.argument("body", default="")
@click.option("--to", required=True, help="The number that the text goes to.")
@click.option("--media", multiple=True, metavar="URL", help="A picture or file to send along; may be repeated.")
@click.pass_obj
def send(phone: Phone, body: str, to: str, media: tuple[str, ...]) -> None:
    """Send BODY from this handset."""
    sent = phone.ask("POST", "/Messages", To=to, Body=body, MediaUrl=list(media))
    click.echo(f"{sent['message_sid']}  {sent['from']} to {sent['to']}")


@handset.command()
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many, the newest.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def inbox(phone: Phone, limit: int, as_json: bool) -> None:
    """Print what this handset holds, oldest first, and mark it read."""
    held = phone.ask("GET", "/Messages", PageSize=limit)["messages"]
    _print(held, as_json)
    if not held and not as_json:
        click.echo("nothing yet")
    phone.ask("POST", Unread=0)


@handset.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def watch(phone: Phone, as_json: bool) -> None:
    """Print texts as they come and go, until Ctrl-C."""
    newest = phone.ask("GET", "/Messages", PageSize=1)["messages"]
    # A phone that holds nothing yet has no newest text; whatever it then holds is new.
    since = {"After": newest[0]["sid"]} if newest else {}
    try:
        while True:
            found = phone.ask("GET", "/Messages", PageSize=1000, Wait=_WAIT, **since)["messages"]
            _print(found, as_json)
            if found:
                since = {"After": found[0]["sid"]}
    except KeyboardInterrupt:
        return


@handset.command()
@click.option("--name", default="", help="What to call it.")
@click.option("--behaviour", default="reachable", show_default=True, help="What becomes of texts to it, e.g. no_coverage.")
@click.option("--line-type", default="mobile", show_default=True, help="mobile, landline, voip or toll_free.")
@click.pass_obj
def create(phone: Phone, name: str, behaviour: str, line_type: str) -> None:
    """Make this handset."""
    made = phone.create(FriendlyName=name, Behaviour=behaviour, LineType=line_type)
    click.echo(f"{made['sid']}  {made['phone_number']}  {made['behaviour']}")


def _print(messages: list[dict[str, Any]], as_json: bool) -> None:
    for text in reversed(messages):
        if as_json:
            click.echo(json.dumps(text))
            continue
        arrow = f"< {text['from']}" if text["state"] == "received" else f"> {text['to']}"
        media = "".join(f"  [{url}]" for url in text["media"])
        again = "  (may have come before)" if text["possible_duplicate"] else ""
        click.echo(f"{text['date_created']}  {arrow}  {text['body']}{media}{again}")

"""The command `trunkline`."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any

import click

from trunkline import __version__

from .data_folder import FolderHeld, FolderUnusable, running
from .settings import Settings, WrongSetting, read_settings


def _start(main: Coroutine[Any, Any, int]) -> int:
    import uvloop

    return uvloop.run(main)


def _settings(**flags: Any) -> Settings:
    try:
        return read_settings(flags)
    except WrongSetting as wrong:
        raise click.ClickException(str(wrong)) from None


_data = click.option("--data", metavar="DIR", help="Folder of the database, keys and files.  [default: var/trunkline]")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="trunkline")
def main() -> None:
    """Trunkline speaks Twilio's API on your own machine, and carries texts over a simulated network of virtual handsets.

    \b
    trunkline up                       start it, and see one exchange
    trunkline run -- python app.py     run an app that was written for Twilio, unchanged
    trunkline handset +15551230001 send "hi" --to +15557770001
    """


@main.command()
@click.option("--host", help="Address to listen on; other than loopback means production mode.  [default: 127.0.0.1]")
@click.option("--port", help="Port of the API; 0 takes a free one.  [default: 4010]")
@_data
@click.option("--database", metavar="URL", help="postgresql://…  [default: SQLite in the data folder]")
@click.option("--account-sid", metavar="AC…", help="SID of the first account, if it is to be a known one (with --auth-token).")
@click.option("--auth-token", metavar="TOKEN", help="Token of the first account.")
@click.option("--smpp-port", help="Port on which customers' SMPP systems bind; 0 takes a free one.  [default: none]")
@click.option("--smpp-cert", metavar="FILE", help="Certificate chain (PEM) for that port, which then speaks TLS (with --smpp-key).")
@click.option("--smpp-key", metavar="FILE", help="The certificate's key (PEM).")
@click.option("--proxy-port", help="Port of the proxy that answers for Twilio's hosts; 0 takes a free one.  [default: 0]")
@click.option("--mode", help="development or production: what webhooks may reach.  [default: development on loopback]")
@click.option("--public-url", metavar="URL", help="Where apps and phones reach this server (links to media).  [default: where it listens]")
@click.option("--request-log", metavar="WORD", help="Which requests to the API are kept: off, errors or all.  [default: all]")
@click.option("--no-auth", is_flag=True, default=None, help="Everybody who reaches the console is its owner; on loopback only.")
@click.option("--seed", help="Repeatable randomness, for tests; never in production.")
@click.option("--proof/--no-proof", default=True, show_default=True, help="Send one text through everything at start.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON when ready, and nothing else.")
def up(proof: bool, as_json: bool, **flags: Any) -> None:
    """Start Trunkline in this process, prove that it works, and stay up until Ctrl-C.

    Settings come from these flags, then from TRUNKLINE_* variables (TRUNKLINE_PORT=…), then from trunkline.toml here.
    """
    _log()
    settings = _settings(**flags)
    sys.exit(_guard(lambda: _start(_up(settings, proof, as_json))))


async def _up(settings: Settings, proof: bool, as_json: bool) -> int:
    from .all_in_one import run_node
    from .console_command import console_words, first_console_link
    from .first_start import read_credentials

    begun = time.perf_counter()
    async with run_node(settings) as node:
        stopped = asyncio.create_task(node.until_stopped())
        found = await read_credentials(node.platform, node.api_url, str(node.authority.ca_file))
        assert found is not None
        link = "" if settings.no_auth else await first_console_link(node.platform)
        if as_json:
            smpp = {} if node.smpp_port is None else {"smpp_port": node.smpp_port}
            click.echo(json.dumps({**found.to_json(), "proxy_url": node.proxy_url, "console_link": link, **smpp}))
        else:
            click.echo(
                f"Trunkline {__version__} is up at {node.api_url} after {time.perf_counter() - begun:.2f} s; data in {settings.data}"
            )
            if node.smpp_port is not None:
                click.echo(f"SMPP systems bind at {settings.host}:{node.smpp_port}, with what /network/v1/SmppCredentials makes for them.")
            if proof and settings.production:
                click.echo("No proof in production mode, where webhooks may not reach this machine; texts go over the simulated network.")
            elif proof:
                proving = asyncio.create_task(_prove(node, found))
                await asyncio.wait({proving, stopped}, return_when=asyncio.FIRST_COMPLETED)
                if not proving.done():
                    proving.cancel()
                elif not proving.result() and node.new:  # later it may be what the user has set up that prevents it
                    return 1
            if not stopped.done():
                click.echo(_next_steps(settings, found.api_url, found.account_sid))
                click.echo(console_words(settings, node.platform.origin, link))
        await stopped
        if not as_json:
            click.echo("\nStopping: finishing what is under way.")
    return 0


async def _prove(node: Any, found: Any) -> bool:
    from .echo_app import PATH
    from .first_start import find_provable
    from .prove import NotProved, prove

    pair = await find_provable(node.platform, found.account_sid, node.api_url + PATH)
    if pair is None:
        click.echo("No proof this time: no number answers through the echo app any more, or no handset is reachable.")
        return True
    click.echo("Proof: one text there and back, through the API, the simulated network and a webhook.")
    try:
        await prove(node, found, *pair, click.echo)
    except NotProved as why:
        click.echo(f"The proof failed: {why}. Look at {found.api_url} and the messages above.", err=True)
        return False
    return True


def _next_steps(settings: Settings, api_url: str, account_sid: str) -> str:
    data = "" if str(settings.data) == "var/trunkline" else f" --data {settings.data}"
    return f"""
Point an app at it, unchanged:   trunkline run{data} -- python app.py
or by its base URL:              {api_url}/2010-04-01/Accounts/{account_sid}/Messages.json
Credentials:                     trunkline credentials{data}
Text from a virtual handset:     trunkline handset{data} +15551230001 send "hi" --to +15557770001"""


@main.command()
@_data
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def credentials(as_json: bool, **flags: Any) -> None:
    """Print the first account's SID and token, test credentials, numbers and handsets."""
    settings = _settings(**flags)
    found = _guard(lambda: asyncio.run(_credentials(settings)))
    if found is None:
        raise click.ClickException(f"there is no account in {settings.data} yet: start `trunkline up --data {settings.data}` once")
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            click.echo(f"{name:<17} {', '.join(value) if isinstance(value, list) else value}")


async def _credentials(settings: Settings) -> dict[str, Any] | None:
    from .all_in_one import authority_folder
    from .first_start import read_credentials
    from .wiring import close_platform, database_exists, open_platform

    if not database_exists(settings):
        return None
    platform = await open_platform(settings)
    try:
        where = running(settings.data)
        api_url = where["api_url"] if where else f"http://{settings.host}:{settings.port}"
        found = await read_credentials(platform, api_url, str(authority_folder(settings.data) / "ca.pem"))
        return found.to_json() if found else None
    finally:
        await close_platform(platform)


@main.command(context_settings={"ignore_unknown_options": True})
@_data
@click.option("--url", help="A Trunkline that runs elsewhere; give --account-sid and --auth-token with it.")
@click.option("--account-sid", metavar="AC…", help="With --url: the account's SID.")
@click.option("--auth-token", metavar="TOKEN", help="With --url: the account's token.")
@click.option("--other-hosts", help="Hosts that are not Twilio's: pass or refuse.  [default: pass]")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(command: tuple[str, ...], url: str | None, account_sid: str | None, auth_token: str | None, **flags: Any) -> None:
    """Run CMD… with Twilio's hosts answered by Trunkline, and its credentials in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.

    The app needs no change. If no Trunkline runs on the data folder, one is started for as long as the command runs.

    \b
    trunkline run -- python app.py
    trunkline run -- npm test
    """
    _log()
    settings = _settings(**flags)
    if url and not (account_sid and auth_token):
        raise click.ClickException("--url needs --account-sid and --auth-token")
    from .run_redirected import run_redirected

    sys.exit(_guard(lambda: asyncio.run(run_redirected(settings, command, url, account_sid or "", auth_token or ""))))


def _log() -> None:
    level = os.environ.get("TRUNKLINE_LOG", "warning").upper()
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def _guard(act: Callable[[], Any]) -> Any:
    """Say what is wrong in one line, for what a person can mend."""
    try:
        return act()
    except (WrongSetting, FolderHeld, FolderUnusable) as wrong:
        raise click.ClickException(str(wrong)) from None
    except KeyboardInterrupt:
        return 130


def _add_commands() -> None:
    from .compliance_command import compliance_command
    from .console_command import console_link_command
    from .handset_commands import handset
    from .scenario_commands import scenario
    from .trust_commands import verify_receipt_command

    main.add_command(compliance_command)
    main.add_command(console_link_command)
    main.add_command(handset)
    main.add_command(scenario)
    main.add_command(verify_receipt_command)


_add_commands()

if __name__ == "__main__":
    main()

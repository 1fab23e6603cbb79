"""The command that makes a one-time link to the console, and what `trunkline up` says about the console."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import click

from .data_folder import running
from .settings import Settings, WrongSetting, read_settings

if TYPE_CHECKING:  # a platform takes a while to load, which other commands need not wait for
    from trunkline.foundations.people.actions.make_console_link import ConsoleLink
    from trunkline.kernel.platform import Platform


def _by_name(origin: str) -> str:
    """Loopback by its name: browsers make passkeys for names only."""
    return origin.replace("://127.0.0.1", "://localhost", 1)


async def first_console_link(platform: Platform) -> str:
    """The address by which the owner is made; "" when there is one, or nobody signs in."""
    from trunkline.foundations.people.actions.make_console_link import make_console_link
    from trunkline.foundations.people.actions.make_person import is_owned

    if await is_owned(platform.work()):
        return ""
    link = await make_console_link(platform.work())
    return _by_name(platform.origin) + link.path if link is not None else ""


def console_words(settings: Settings, origin: str, link: str) -> str:
    """The last lines of `trunkline up`. `link`: of the owner who is to be, "" when there is one."""
    data = "" if str(settings.data) == "var/trunkline" else f" --data {settings.data}"
    return f"{_console_line(settings, origin, link, data)}\nStop with Ctrl-C."


def _console_line(settings: Settings, origin: str, link: str, data: str) -> str:
    if settings.no_auth:
        return f"Console:                         {_by_name(origin)}/console/ (everybody who reaches it is the owner)"
    if link:
        return f"Console, for its owner (once):   {link}"
    return f"Console:                         {_by_name(origin)}/console/ (a link to sign in: trunkline console-link{data})"


@click.command("console-link")
@click.option("--data", metavar="DIR", help="Folder of the database, keys and files.  [default: var/trunkline]")
@click.option("--database", metavar="URL", help="postgresql://…  [default: SQLite in the data folder]")
@click.option("--email", metavar="ADDRESS", default="", help="Whom it signs in.  [default: the owner]")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def console_link_command(email: str, as_json: bool, **flags: Any) -> None:
    """Print a one-time link to the console: to become its owner or, later, to sign in without password and second factor."""
    try:
        settings = read_settings(flags)
        found = asyncio.run(_link(settings, email))
    except WrongSetting as wrong:
        raise click.ClickException(str(wrong)) from None
    if found is None:
        whom = f"nobody has the address {email}" if email else f"there is no account in {settings.data} yet: start `trunkline up` once"
        raise click.ClickException(whom)
    origin, link = found
    if as_json:
        click.echo(json.dumps({"console_link": origin + link.path, "first": link.first, "email": link.email, "hours": link.hours}))
    else:
        words = "Makes the owner" if link.first else f"Signs in {link.email}"
        click.echo(f"{origin}{link.path}\n{words}, once, within {link.hours} hour{'' if link.hours == 1 else 's'}.")


async def _link(settings: Settings, email: str) -> tuple[str, ConsoleLink] | None:
    from trunkline.foundations.people.actions.make_console_link import make_console_link

    from .wiring import close_platform, database_exists, open_platform

    if not database_exists(settings):
        return None
    platform = await open_platform(settings)
    try:
        where = running(settings.data)
        origin = settings.public_url or (where["api_url"] if where else f"http://{settings.host}:{settings.port}")
        link = await make_console_link(platform.work(), email)
        return (_by_name(origin), link) if link is not None else None
    finally:
        await close_platform(platform)

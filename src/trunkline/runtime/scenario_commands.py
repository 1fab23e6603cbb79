"""`trunkline scenario`: replay a file of what phones do, in a continuous integration too, and save one of what happened."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime, timedelta
from typing import IO, Any

import click

from trunkline.kernel.clock import read_duration

from .handset_commands import Phone, reach

_LOOK = 0.3  # seconds between two looks at the progress
_SCENARIOS = "/network/v1/Scenarios"


@click.group()
@click.option("--data", metavar="DIR", help="Data folder of the running Trunkline.  [default: var/trunkline]")
@click.option("--url", help="A Trunkline that runs elsewhere; give --account-sid and --auth-token with it.")
@click.option("--account-sid", metavar="AC…", help="With --url: the account's SID.")
@click.option("--auth-token", metavar="TOKEN", help="With --url: the account's token.")
@click.pass_context
def scenario(context: click.Context, data: str | None, url: str | None, account_sid: str | None, auth_token: str | None) -> None:
    """Replay what happened on the simulated network, or save it.

    \b
    trunkline scenario save seen.json --since PT15M
    trunkline scenario replay seen.json --quick
    """
    context.obj = reach(data, url, account_sid, auth_token)


@scenario.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--quick", is_flag=True, help="Leave the file's pauses out: the next step is taken when all is quiet.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as one JSON object.")
@click.pass_obj
def replay(phone: Phone, file: IO[str], quick: bool, as_json: bool) -> None:
    """Replay FILE (- for standard input). Exit status 1 when it fails, or ends otherwise than the file expects."""
    made = phone.call("POST", _SCENARIOS, Document=file.read(), Pace="quick" if quick else "real")
    try:
        ended = _follow(phone, made, quietly=as_json)
    except KeyboardInterrupt:
        phone.call("POST", f"{_SCENARIOS}/{made['sid']}", Status="canceled")
        raise
    if as_json:
        click.echo(json.dumps({name: ended[name] for name in ("sid", "status", "steps", "done", "outcome", "error")}))
    else:
        _tell(ended)
    if ended["status"] != "completed":
        sys.exit(1)


def _follow(phone: Phone, row: dict[str, Any], quietly: bool) -> dict[str, Any]:
    done = -1
    while row["status"] in ("queued", "running"):
        if row["done"] != done and not quietly and sys.stderr.isatty():
            done = row["done"]
            click.echo(f"\r{done} of {row['steps']} steps", nl=False, err=True)
        time.sleep(_LOOK)
        row = phone.call("GET", f"{_SCENARIOS}/{row['sid']}")
    if done >= 0:
        click.echo("\r", nl=False, err=True)
    return row


def _tell(row: dict[str, Any]) -> None:
    click.echo(f"{row['sid']}  {row['status']}, {row['done']} of {row['steps']} steps")
    if (outcome := row["outcome"]) is not None:
        became = ", ".join(f"{count} {name}" for name, count in outcome["statuses"].items()) or "nothing was sent to them"
        click.echo(f"phones sent {outcome['sent']}, got {outcome['arrived']}; of the app's texts: {became}")
        for title, counts in (("errors", outcome["errors"]), ("refused", outcome["refused"])):
            if counts:
                click.echo(f"{title}: " + ", ".join(f"{code} ({count})" for code, count in counts.items()))
        click.echo(outcome["digest"])
    if row["error"]:
        click.echo(row["error"], err=True)


@scenario.command()
@click.argument("file", type=click.File("w", encoding="utf-8"))
@click.option("--since", default="PT15M", show_default=True, metavar="DURATION", help="How far back, on the platform's clock (ISO 8601).")
@click.option("--name", default="", help="What to call it.")
@click.pass_obj
def save(phone: Phone, file: IO[str], since: str, name: str) -> None:
    """Write what happened to FILE (- for standard output)."""
    try:
        back = read_duration(since)
    except ValueError as why:
        raise click.ClickException(f"--since: {why}") from None
    now = datetime.fromisoformat(phone.call("GET", "/network/v1/Clock")["now"])
    document = phone.call("GET", "/network/v1/Recording", Since=(now - timedelta(microseconds=back)).isoformat(), Name=name)
    file.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    click.echo(f"{len(document.get('phones', []))} phones, {len(document.get('steps', []))} steps", err=True)

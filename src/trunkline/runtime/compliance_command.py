"""The command that prints the compliance matrix: what is met, by which tests, and what is not met yet."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import click
import msgspec

from trunkline.foundations.trust.matrix import FILE, MatrixError, Row, count_statuses, matrix_text, read_matrix
from trunkline.foundations.trust.packs.load import PackError
from trunkline.foundations.trust.rule_packs import RulePacks


@click.command("compliance")
@click.option("--data", metavar="DIR", type=click.Path(path_type=Path), help="Show the rule packs in force for this data folder too.")
@click.option("--status", type=click.Choice(["done", "partial", "later"]), help="Only rows of this status.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object, with the tests that prove each row.")
def compliance_command(data: Path | None, status: str | None, as_json: bool) -> None:
    """Print each requirement of compliance and privacy, how far this version meets it, and what a row lacks."""
    try:
        rows = read_matrix(matrix_text())
    except (MatrixError, OSError) as why:
        raise click.ClickException(f"{FILE}: {why}") from None
    packs = _packs(data) if data is not None else None
    shown = [row for row in rows if status in (None, row.status)]
    counts = count_statuses(rows)
    if as_json:
        answer = {"counts": counts, "rows": [msgspec.structs.asdict(row) for row in shown], **({"rule_packs": packs} if packs else {})}
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    area = ""
    for row in shown:
        if row.area != area:
            area = row.area
            click.echo(f"\n{area}")
        click.echo(_line(row))
    click.echo("\n" + ", ".join(f"{count} {name}" for name, count in counts.items()) + f", of {len(rows)}.")
    if packs is not None:
        click.echo(f"Rule packs in force: {packs['hash']}")
        for pack in packs["packs"]:
            click.echo(f"  {pack}")


def _line(row: Row) -> str:
    head = f"  {row.id:<5} {row.status:<8} "
    words = f"{row.title}." + (f" Lacks: {row.lacks}." if row.lacks else "")
    return textwrap.fill(words, 120, initial_indent=head, subsequent_indent=" " * len(head))


def _packs(data: Path) -> dict[str, Any]:
    """Hash and names of the packs in the box and of the operator's own."""
    try:
        current = RulePacks(data / "packs").current
    except PackError as why:
        raise click.ClickException(f"the rule packs in {data / 'packs'} cannot be used: {why}") from None
    return {"hash": current.hash, "packs": [f"{pack.id}, reviewed on {pack.reviewed_on}" for pack in current.packs]}

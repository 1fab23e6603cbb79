"""Prints the scoreboard: by product, how many operations of the contract a running server answers (`make contract`)."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contract.documents import ContractUnavailable
from contract.drive import Verdict, drive
from contract.operations import load_operations
from contract.own_server import NotReady, own_server
from contract.record import Record, Section, raised, read_record, write_record
from contract.world import World

_COLUMNS = ("in the contract", "done", "unproven", "exempt", "wrong", "not built")


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when nothing that is recorded as done fails, 1 when something does, 2 for a wrong call."""
    options = _options(arguments)
    try:
        operations = load_operations()
    except ContractUnavailable as error:
        print(error, file=sys.stderr)
        return 2
    chosen = [one for one in operations if not options.product or one.product in options.product]
    if not chosen:
        print(f"no product of that name; there are: {', '.join(sorted({one.product for one in operations}))}")
        return 2
    started = time.monotonic()
    try:
        with _server(options) as world:
            verdicts = drive(world, operations, chosen)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 2
    seconds = time.monotonic() - started
    record = read_record()
    lost = lost_operations(record, verdicts)
    board = scoreboard(record, verdicts)
    if options.json:
        print(json.dumps({"products": board, "lost": lost, "verdicts": [_plain(one) for one in verdicts]}, indent=1))
    else:
        print(_table(board))
        for line in _details(verdicts, verbose=options.verbose):
            print(line)
        print(f"driven in {seconds:.1f} s")
        for one in lost:
            print(f"recorded as done, and no more: {one}")
        if (fresh := len(unrecorded(record, verdicts))) and not options.update:
            print(f"{fresh} done and not recorded yet: `make contract UPDATE=1` records them")
    if options.update:
        published = [(one.product, one.version, one.operation_id) for one in operations]
        write_record(raised(record, published, done_operations(verdicts)))
    return 1 if lost else 0


@contextmanager
def _server(options: argparse.Namespace) -> Iterator[World]:
    """The server that the options name, or one of our own."""
    if options.data:
        yield World.of_data_folder(options.data)
    elif options.credentials:
        yield World.from_credentials(json.loads(Path(options.credentials).read_text(encoding="utf-8")))
    else:
        with own_server() as world:
            yield world


def done_operations(verdicts: list[Verdict]) -> set[tuple[str, str, str]]:
    """(product, version, operation id) of what was answered as promised."""
    return {(one.operation.product, one.operation.version, one.operation.operation_id) for one in verdicts if one.outcome == "done"}


def unrecorded(record: Record, verdicts: list[Verdict]) -> list[str]:
    """What is done and not in the record, so that nothing would tell if it were lost."""
    return [one.operation.key for one in verdicts if one.outcome == "done" and one.operation.operation_id not in _section(record, one).done]


def lost_operations(record: Record, verdicts: list[Verdict]) -> list[str]:
    """What the record has as done and the server no longer answers as promised, each with the reason."""
    return [
        f"{one.operation.key}: {one.reason or one.outcome}"
        for one in verdicts
        if one.outcome != "done" and one.operation.operation_id in _section(record, one).done
    ]


def scoreboard(record: Record, verdicts: list[Verdict]) -> dict[str, dict[str, int]]:
    """Counts by product and, under `total`, of all. An exempt operation counts as such unless it is done."""
    board: dict[str, dict[str, int]] = {}
    for verdict in sorted(verdicts, key=lambda one: one.operation.product):
        exempt = verdict.outcome != "done" and _section(record, verdict).reason(verdict.operation.operation_id)
        for row in (verdict.operation.product, "total"):
            counts = board.setdefault(row, dict.fromkeys(_COLUMNS, 0))
            counts["in the contract"] += 1
            counts["exempt" if exempt else verdict.outcome] += 1
    board["total"] = board.pop("total")
    return board


def _section(record: Record, verdict: Verdict) -> Section:
    return record.get(verdict.operation.product, {}).get(verdict.operation.version, Section())


def _table(board: dict[str, dict[str, int]]) -> str:
    lines = [f"{'product':<16}" + "".join(f"{column:>17}" for column in _COLUMNS)]
    lines += [f"{name:<16}" + "".join(f"{counts[one]:>17}" for one in _COLUMNS) for name, counts in board.items()]
    return "\n".join(lines)


def _details(verdicts: list[Verdict], *, verbose: bool) -> list[str]:
    if not verbose:
        wrong = sum(one.outcome == "wrong" for one in verdicts)
        return [f"{wrong} answered wrongly; VERBOSE=1 lists them with the reasons"] if wrong else []
    lines = []
    for one in verdicts:
        if one.outcome == "unproven":
            lines.append(f"unproven  {one.operation.key}: {one.reason}")
        if one.outcome == "wrong":
            lines.append(f"wrong  {one.operation.key}  {one.operation.method} {one.operation.path}\n       {one.reason}")
        lines += [f"note   {one.operation.key}: {note}" for note in one.notes]
    return lines


def _plain(verdict: Verdict) -> dict[str, object]:
    return {
        "operation": verdict.operation.key,
        "method": verdict.operation.method,
        "path": verdict.operation.path,
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "notes": list(verdict.notes),
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m contract", description=__doc__)
    server = parser.add_mutually_exclusive_group()
    server.add_argument("--data", help="data folder of a running server (default: start one for this run)")
    server.add_argument("--credentials", help="file with what `trunkline credentials --json` printed")
    parser.add_argument("--product", action="append", help="drive this product only; may be given more than once")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--verbose", action="store_true", help="list what is wrong with the reasons, and the remarks")
    parser.add_argument("--update", action="store_true", help="raise the record in contract/coverage")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

"""The compliance matrix: each requirement, how far it is met, and the tests that prove it. The file is data at the root."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

COUNT = 158
IN_SCOPE = frozenset({*(f"R{n}" for n in (*range(1, 60), *range(90, 96), 151))})
"""Requirements that the platform sets out to meet today: consent, opt-out, content, evasion, enforcement, what a person may ask for about
their data, and rules by sector."""

_STATUSES = ("done", "partial", "later")
_FIELDS = {"id", "title", "area", "scope", "status", "tests", "lacks"}
_TEST = re.compile(r"[\w./-]+\.py::\w+")


class MatrixError(ValueError):
    """The file is no matrix; the text says which row and why."""


class Row(Struct, frozen=True):
    """One requirement. `scope` is now or later; `tests` are `path::function`; `lacks` says what a partial row is short of."""

    id: str
    title: str
    area: str
    scope: str
    status: str
    tests: tuple[str, ...] = ()
    lacks: str = ""


FILE = "compliance_matrix.yaml"


def matrix_text() -> str:
    """The matrix of this version: in the wheel it lies in the package, in a checkout at the root. OSError where it is in neither."""
    packed = files("trunkline").joinpath(FILE)
    if packed.is_file():
        return packed.read_text("utf-8")
    return Path(__file__).parents[4].joinpath(FILE).read_text("utf-8")


def read_matrix(text: str) -> tuple[Row, ...]:
    """The rows in their order.

    Raises MatrixError where the text is no YAML of rows, a requirement is missing or stands twice, a status does not fit its scope, a row
    in scope cites no test, or a partial row does not say what it lacks.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as why:
        raise MatrixError(f"the matrix is not YAML: {why}") from None
    listed = data.get("rows") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise MatrixError("the matrix has no list `rows`")
    rows = tuple(_read(entry, place) for place, entry in enumerate(listed, 1))
    wanted = [f"R{n}" for n in range(1, COUNT + 1)]
    found = [row.id for row in rows]
    if found != wanted:
        odd = sorted({*wanted} ^ {*found}) or [name for name, other in zip(found, wanted, strict=False) if name != other]
        raise MatrixError(f"the rows are R1 to R{COUNT} in order, each once: look at {', '.join(odd[:8])}")
    return rows


def _read(entry: Any, place: int) -> Row:
    if not isinstance(entry, dict) or not {"id", "title", "area", "scope", "status"} <= entry.keys() <= _FIELDS:
        raise MatrixError(f"row {place}: it has id, title, area, scope and status, and may have tests and lacks")
    tests = entry.get("tests", [])
    if not isinstance(tests, list) or not all(isinstance(test, str) and _TEST.fullmatch(test) for test in tests):
        raise MatrixError(f"{entry['id']}: `tests` is a list of path::function")
    words = {name: str(entry[name]) for name in entry if name != "tests"}
    row = Row(**words, tests=tuple(tests))
    if why := _wrong(row):
        raise MatrixError(f"{row.id}: {why}")
    return row


def _wrong(row: Row) -> str:
    if row.status not in _STATUSES:
        return f"the status is {', '.join(_STATUSES)}, not {row.status!r}"
    if row.scope != ("now" if row.id in IN_SCOPE else "later"):
        return f"its scope is not {row.scope!r}"
    if (row.scope == "later") != (row.status == "later"):
        return f"a row whose scope is {row.scope} cannot be {row.status!r}"
    if row.scope == "now" and not row.tests:
        return "it is in scope and no test proves it, not even in part"
    if (row.status == "partial") != bool(row.lacks):
        return "a partial row, and no other, says in `lacks` what it is short of"
    if len(set(row.tests)) != len(row.tests):
        return "a test is cited twice"
    return ""


def count_statuses(rows: Sequence[Row]) -> dict[str, int]:
    """How many rows are done, partial and later."""
    counts = Counter(row.status for row in rows)
    return {status: counts[status] for status in _STATUSES}


_HEADER = """\
# What the platform must do for compliance and privacy, row by row, and the tests that prove it.
#
# scope   now: met today or owned up to; later: comes with products that are not there yet.
# status  done: the cited tests prove the row; partial: they prove a part, and `lacks` says what is missing; later.
# tests   path::function. `make test` fails where one of them does not exist, is skipped or fails, and where a row in scope has none.
#         `python -m tools.cite_tests` adds new tests that are named after their row (test_r07_…).
#
# `trunkline compliance` prints this table.
"""


def write_matrix(rows: Sequence[Row]) -> str:
    """The file's text; what `read_matrix` reads."""
    pieces = [_HEADER, "rows:\n"]
    for row in rows:
        entry: dict[str, Any] = {name: value for name, value in _fields(row) if value}
        text = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=160)
        pieces.append("".join(f"  {line}\n" for line in text.splitlines()))
    return "".join(pieces)


def _fields(row: Row) -> list[tuple[str, Any]]:
    return [
        ("id", row.id),
        ("title", row.title),
        ("area", row.area),
        ("scope", row.scope),
        ("status", row.status),
        ("lacks", row.lacks),
        ("tests", list(row.tests)),
    ]

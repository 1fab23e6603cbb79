"""How rows stand in a package, and how they are read back: JSON lines for programs, CSV for people, and the schema of both.

A moment is ISO 8601 in UTC with microseconds, octets are base64, secrets are left out. The names are those of the fields.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from trunkline.kernel.clock import SECOND, from_datetime
from trunkline.kernel.fields import Privacy
from trunkline.kernel.resource import Column, Resource

FORMAT, VERSION = "trunkline-export", 1
_SAFE = re.compile(r"[+-][0-9][0-9.]*")
_PYTHON: dict[str, tuple[type, ...]] = {"text": (str,), "integer": (int, bool), "real": (float, int), "blob": (str,)}


class Unreadable(ValueError):
    """A row or a package that is not in this form; the words say why."""


def shown(kind: type[Resource]) -> list[Column]:
    """The fields of a kind that a package has: all that is stored, but for secrets."""
    return [c for c in kind.columns if c.stored and c.privacy is not Privacy.SECRET]


def as_data(kind: type[Resource], row: Any) -> dict[str, Any]:
    """A row as plain JSON values."""
    return {c.name: _written(c, getattr(row, c.name)) for c in shown(kind)}


def _written(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.form.moment:
        return moment_text(value) if value else ""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def moment_text(moment: int) -> str:
    """2026-11-24T17:00:00.000001Z; whole microseconds, so that what is read back is what was written."""
    seconds, rest = divmod(moment, SECOND)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:06}Z"


def json_line(data: dict[str, Any]) -> bytes:
    return msgspec.json.encode(data) + b"\n"


def csv_lines(kind: type[Resource], rows: list[dict[str, Any]], *, heading: bool) -> bytes:
    """RFC 4180. What a spreadsheet would take for a formula has an apostrophe in front; JSON lines have it as it is."""
    out = io.StringIO(newline="")
    names = [c.name for c in shown(kind)]
    writer = csv.writer(out, lineterminator="\r\n")
    if heading:
        writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
    return out.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return msgspec.json.encode(value).decode()
    return f"'{value}" if value[:1] in "=+-@\t\r" and value and not _SAFE.fullmatch(value) else value


def schema_of(kinds: list[type[Resource]]) -> dict[str, Any]:
    """What a program needs to read the package: for each kind its fields with type, whether they may be null, and their privacy mark."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "moments": "ISO 8601, UTC, microseconds; an empty text is none",
        "octets": "base64",
        "privacy": {"keep": "not about a person", "pseudonymise": "an address, number or name of a person", "blank": "what people said"},
        "kinds": {kind.table.name: _described(kind) for kind in kinds},
    }


def _described(kind: type[Resource]) -> dict[str, Any]:
    return {
        "kind": kind.__name__,
        "about": " ".join((kind.__doc__ or "").split()),
        "data": f"data/{kind.table.name}.jsonl",
        "csv": f"csv/{kind.table.name}.csv",
        "fields": {
            c.name: {
                "type": "date-time" if c.form.moment else c.form.schema.get("type", "any") if c.form.column != "blob" else "octets",
                "null": c.optional,
                "privacy": c.privacy.value if c.privacy is not None else None,
            }
            for c in shown(kind)
        },
        "left_out": sorted(c.name for c in kind.columns if c.stored and c.privacy is Privacy.SECRET),
    }


def as_row(kind: type[Resource], data: dict[str, Any]) -> Any:
    """The row that was written so; what the package lacks is as declared. Unreadable for a value of another type."""
    values: dict[str, Any] = {}
    for column in shown(kind):
        if column.name in data:
            values[column.name] = _read(kind, column, data[column.name])
    try:
        return kind.of(values)
    except TypeError as why:
        raise Unreadable(f"{kind.__name__}: {why}") from None


def _read(kind: type[Resource], column: Column, value: Any) -> Any:
    name = f"{kind.__name__}.{column.name}"
    if value is None:
        if column.optional:
            return None
        raise Unreadable(f"{name} may not be null")
    try:
        if column.form.moment:
            return from_datetime(datetime.fromisoformat(value)) if value else 0
        if column.form.column == "blob":
            return base64.b64decode(value, validate=True)
    except (TypeError, ValueError):
        raise Unreadable(f"{name} is not in the form of the schema") from None
    if column.form.loaded is not None and column.form.column == "text":
        wanted = {"object": dict, "array": list}.get(str(column.form.schema.get("type", "")))
        if wanted is not None and not isinstance(value, wanted):
            raise Unreadable(f"{name} is of another type")
        return value
    if not isinstance(value, _PYTHON[column.form.column]):
        raise Unreadable(f"{name} is of another type")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise Unreadable(f"{name} is too large")
    return value

"""A whole list as a file, CSV or JSON, sent while it is read: a million rows take no more memory than a page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from typing import Any, Final

from trunkline.kernel.clock import SECOND
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.errors import invalid
from trunkline.kernel.request import Reply
from trunkline.surfaces.http.exchange import Answer
from trunkline.surfaces.rest.write_reply import write_json

from .doors import Visit, door
from .list_walk import Page, Refused, count_rows, read_list_path, read_page, walk, with_page_size

ROWS: Final = 500
"""Rows that are read at a time."""
_KINDS: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
# A spreadsheet takes a cell that begins so for a formula (CWE-1236), unless it is a number, a phone number among them.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,:]*")


@door("GET", "/console/api/export")
async def export_rows(visit: Visit) -> Answer | Reply:
    """`path`: a list of the API with its filters; `format`: csv or json. X-Total-Count where the rows can be counted beforehand."""
    format = visit.text("format", "csv")
    if format not in _KINDS:
        raise invalid("format", "must be csv or json")
    address = read_list_path(visit)
    try:
        first = await read_page(visit, with_page_size(address, ROWS))
    except Refused as refused:
        return refused.reply
    total = len(first.rows) if not first.next else await count_rows(visit, address)
    day = write_iso8601(visit.platform.clock.now() // SECOND * SECOND)[:10]
    headers = {"Content-Disposition": f'attachment; filename="{_plain(first.key)}-{day}.{format}"'}
    if total is not None:
        headers["X-Total-Count"] = str(total)
    lines = _csv(visit, first) if format == "csv" else _json(visit, first)
    return Answer(200, b"", _KINDS[format], headers, lines)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]", "", name.lower()) or "rows"


async def _csv(visit: Visit, first: Page) -> AsyncIterator[bytes]:
    """RFC 4180, with the columns of the first page; what is no text, number or flag is written as JSON."""
    columns = list(dict.fromkeys(name for row in first.rows for name in row))
    yield _lines([columns])
    async for page in walk(visit, first):
        yield _lines([_cell(row.get(name)) for name in columns] for row in page.rows)


def _lines(rows: Any) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else write_json(value).decode()
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


async def _json(visit: Visit, first: Page) -> AsyncIterator[bytes]:
    """One array, a row a line."""
    between = b"[\n"
    async for page in walk(visit, first):
        if page.rows:
            yield between + b",\n".join(map(write_json, page.rows))
            between = b",\n"
    yield b"\n]\n" if between != b"[\n" else b"[]\n"

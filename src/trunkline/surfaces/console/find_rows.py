"""Full-text search over any list of the API, a bounded stretch a call, so that a million rows stall neither the server nor the page."""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

from trunkline.kernel.errors import invalid
from trunkline.kernel.request import Reply

from .doors import Visit, door
from .list_walk import Refused, read_list_path, read_page, with_page_size

SCANNED: Final = 20_000
"""Rows that one call looks at, at most."""
SECONDS: Final = 1.5
"""Real time after which a call says how far it has come."""
ENOUGH: Final = 50
ROWS: Final = 500
_MOST_WORDS = 20


@door("GET", "/console/api/find")
async def find_rows(visit: Visit) -> dict[str, Any] | Reply:
    """Rows in whose texts all the words of `q` occur, without regard to case. `after`: the `next` of the call before."""
    address = read_list_path(visit)
    words = visit.text("q").casefold().split()
    if not words or len(words) > _MOST_WORDS:
        raise invalid("q", f"must be 1 to {_MOST_WORDS} words")
    at = with_page_size(address, ROWS)
    if after := visit.text("after"):
        if after.partition("?")[0] != address.partition("?")[0]:
            raise invalid("after", "is not what this search gave")
        at = after
    found: list[dict[str, Any]] = []
    scanned, until = 0, monotonic() + SECONDS
    while at and scanned < SCANNED and len(found) < ENOUGH and (not scanned or monotonic() < until):
        try:
            page = await read_page(visit, at)
        except Refused as refused:
            return refused.reply
        scanned += len(page.rows)
        found += [row for row in page.rows if _holds(row, words)]
        at = page.next
    return {"rows": found, "next": at or None, "scanned": scanned, "done": not at}


def _holds(row: dict[str, Any], words: list[str]) -> bool:
    text = "\n".join(_texts(row)).casefold()
    return all(word in text for word in words)


def _texts(value: Any) -> list[str]:
    """All texts and numbers of a row, however deep, but for the addresses that every row has."""
    if isinstance(value, dict):
        return [text for name, one in value.items() if name not in ("uri", "url", "links", "subresource_uris") for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)] if isinstance(value, str | int | float) and not isinstance(value, bool) else []

"""Reading a list of the API from its beginning to its end, page by page, as the visitor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import msgspec

from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.request import Reply
from trunkline.surfaces.http.exchange import Asked

from .doors import Visit

_LONGEST = 4000


class Refused(Exception):
    """The API answered with an error, which is passed on as it is."""

    def __init__(self, status: int, body: bytes, kind: str) -> None:
        super().__init__(str(status))
        self.reply = Reply(status, body, kind)


@dataclass(frozen=True, slots=True)
class Page:
    """`text`: the answer as it was written. `next`: path and query of what follows, "" at the end."""

    rows: list[dict[str, Any]]
    key: str
    text: bytes
    next: str


def read_list_path(visit: Visit, parameter: str = "path") -> str:
    """Path and query of a list, without the parameters of paging; 20001 for what is no path of the API."""
    given = visit.text(parameter)
    if not given or len(given) > _LONGEST:
        raise invalid(parameter, f"must be a path of the API, of at most {_LONGEST} characters")
    parts = urlsplit("/" + given.lstrip("/"))
    if parts.scheme or parts.netloc or parts.path.startswith("/console"):
        raise invalid(parameter, "must be a path of the API, such as 2010-04-01/Accounts/AC…/Messages.json")
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in ("Page", "PageToken", "PageSize")]
    return parts.path + (f"?{urlencode(kept)}" if kept else "")


def with_page_size(address: str, size: int) -> str:
    return f"{address}{'&' if '?' in address else '?'}PageSize={size}"


async def read_page(visit: Visit, address: str) -> Page:
    """One page; Refused with the API's error, and 20001 for what answers with no list."""
    parts = urlsplit(address)
    answer = await visit.rest("GET", unquote(parts.path), parts.query)
    if answer.status != 200:
        raise Refused(answer.status, answer.body, answer.kind)
    try:
        found = msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        found = None
    if not isinstance(found, dict):
        raise invalid("path", "answers with no list in JSON (a list of the 2010 API ends in .json)")
    meta = found.get("meta")
    if isinstance(meta, dict):
        key, follows = str(meta.get("key", "")), meta.get("next_page_url")
    elif "next_page_uri" in found:
        key = next((k for k, v in found.items() if isinstance(v, list)), "")
        follows = found["next_page_uri"]
    else:
        key, follows = "", None
    rows = found.get(key)
    if not isinstance(rows, list):
        raise invalid("path", "is no list of the API")
    return Page([row for row in rows if isinstance(row, dict)], key, answer.body, _path_of(follows))


def _path_of(address: Any) -> str:
    if not isinstance(address, str) or not address:
        return ""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


async def walk(visit: Visit, first: Page) -> AsyncIterator[Page]:
    """The first page and all that follow; a page that can no longer be read is a Problem."""
    page = first
    yield page
    while page.next:
        try:
            page = await read_page(visit, page.next)
        except Refused as refused:
            raise Problem(20500, f"the list broke off: {refused.reply.body!r}", 500) from None
        yield page


async def count_rows(visit: Visit, address: str) -> int | None:
    """How many rows the list has in all; None where that cannot be said."""
    parts = urlsplit(address)
    asked = Asked("GET", unquote(parts.path), parts.query, {"host": visit.asked.headers.get("host", "")}, b"")
    return await visit.console.rest.count_as(asked, visit.who.caller)

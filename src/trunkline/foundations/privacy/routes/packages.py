"""Fetch a package: with the account's credentials, or by its link, which needs none and ends."""

from __future__ import annotations

import hmac

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.build_export import PART, part_key
from ..resources.data_export import DataExport

ZIP = "application/zip"
MOST = 512 * 1024 * 1024
"""Octets given in one answer; more is fetched by Range."""


@route("GET", V(1, "privacy", "/Exports/{sid}/Package"))
async def fetch_package(request: Request) -> Reply:
    """The zip, or the part that a Range header names. 410 once it has expired, 409 while it is being made."""
    row = await request.work.fetch(DataExport, request.path["sid"], request.account_sid)
    if row is None:
        raise request.missing()
    return await _package(row, request)


@route("GET", V(1, "privacy", "/Packages/{sid}/{key}"), open=True)
async def fetch_by_link(request: Request) -> Reply:
    """As above, by the key that was shown when the export was asked for; 404 for any other key."""
    row = await request.work.fetch(DataExport, request.path["sid"])  # any account: the key is the proof
    given = request.work.port(Vault).digest(request.path["key"], "package link")
    if row is None or (row.status != "expired" and not hmac.compare_digest(row.key_digest, given)):
        raise request.missing()
    return await _package(row, request)


async def _package(row: DataExport, request: Request) -> Reply:
    if row.status == "expired" or (row.date_expires is not None and row.date_expires <= request.work.now):
        raise Problem(20410, "The package has expired: ask for a new export", 410)
    if row.status != "ready":
        raise Problem(20409, f"The export is {row.status}: {row.kinds_done} of {row.kinds_total} kinds are done", 409)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'attachment; filename="{row.sid}.zip"',
        "Cache-Control": "no-store",
        "ETag": f'"{row.sha256}"',
    }
    first, last = _range(request.headers.get("range"), row.size)
    if first > last:
        return Reply(416, b"", ZIP, {**headers, "Content-Range": f"bytes */{row.size}"})
    if last - first + 1 > MOST:
        raise Problem(20413, f"The package has {row.size} octets: fetch it in parts of at most {MOST} with a Range header", 413)
    octets = await _octets(row, first, last, request)
    if "range" not in request.headers:
        return Reply(200, octets, ZIP, headers)
    return Reply(206, octets, ZIP, {**headers, "Content-Range": f"bytes {first}-{last}/{row.size}"})


def _range(header: str | None, size: int) -> tuple[int, int]:
    """First and last octet of one range, RFC 9110; all for none and for what is no range; first beyond last for one outside."""
    unit, _, said = (header or "").partition("=")
    begin, dash, end = said.partition("-")
    if unit.strip() != "bytes" or not dash or "," in said or not all(part == "" or part.isdecimal() for part in (begin, end)):
        return 0, size - 1
    if begin == "":
        return (max(0, size - int(end or 0)), size - 1) if end else (0, size - 1)
    return int(begin), min(int(end) if end else size - 1, size - 1)


async def _octets(row: DataExport, first: int, last: int, request: Request) -> bytes:
    blobs = request.work.port(Blobs)  # type: ignore[type-abstract]  # ports are found by their protocol
    pieces = []
    for number in range(first // PART, last // PART + 1):
        begins = number * PART
        piece = await blobs.get(part_key(row.sid, number), max(0, first - begins), min(PART, last + 1 - begins))
        if piece is None:  # expired meanwhile
            raise request.missing()
        pieces.append(piece)
    return b"".join(pieces)

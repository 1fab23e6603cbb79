"""Lists of templates beyond the plain one: with their approvals, as WhatsApp once stored them, and the searches of version 2.

An account has hundreds of templates, not millions: they are read at once, and chosen and put in order here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V, write_iso8601
from trunkline.kernel.errors import invalid
from trunkline.kernel.fields import read_moment
from trunkline.kernel.paging import Place, addresses, read_place
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..resources.approval import Approval
from ..resources.content import Content
from ..rules.placeholders import texts_of
from .approvals import written

Rows = list[Content]
Approvals = dict[str, Approval]


async def _all(request: Request) -> tuple[Rows, Approvals]:
    rows = await request.work.select(Content, account_sid=request.account_sid, order=(("sid", True),))
    approvals = await request.work.select(Approval, account_sid=request.account_sid)
    return rows, {approval.content_sid: approval for approval in approvals}


def _cut(rows: Rows, place: Place) -> tuple[Rows, bool]:
    """The page of an ordered list, and whether more follows in the direction of reading."""
    sids = [row.sid for row in rows]
    if place.after:
        start = sids.index(place.after) + 1 if place.after in sids else len(rows)
        return rows[start : start + place.size], len(rows) > start + place.size
    if place.before:
        end = sids.index(place.before) if place.before in sids else 0
        return rows[max(end - place.size, 0) : end], end > place.size
    return rows[: place.size], len(rows) > place.size


def _reply(request: Request, rows: Rows, write: Callable[[Content], dict[str, Any]]) -> Reply:
    place = read_place(request.form)
    page, more = _cut(rows, place)
    links = addresses(request.at + request.asked_path, request.form, place, [row.sid for row in page], more)
    body = request.mount.dialect.page("contents", [write(row) for row in page], place.size, place.number, links)
    return Reply(200, body, title="Content")


def _plain(request: Request) -> Callable[[Content], dict[str, Any]]:
    encode = encoder(Content, Content.mounts[0])
    return lambda row: encode(row, request.at)


def _with_approval(approvals: Approvals) -> Callable[[Content], dict[str, Any]]:
    return lambda row: {**_bare(row), "approval_requests": written(approvals.get(row.sid))}


def _bare(row: Content) -> dict[str, Any]:
    return {
        "date_created": write_iso8601(row.date_created),
        "date_updated": write_iso8601(row.date_updated),
        "sid": row.sid,
        "account_sid": row.account_sid,
        "friendly_name": row.friendly_name,
        "language": row.language,
        "variables": row.variables,
        "types": row.types,
    }


@route("GET", V(1, "content", "/ContentAndApprovals"))
async def list_with_approvals(request: Request) -> Reply:
    rows, approvals = await _all(request)
    return _reply(request, rows, _with_approval(approvals))


@route("GET", V(1, "content", "/LegacyContent"))
async def list_legacy(request: Request) -> Reply:
    """Those with a name at WhatsApp, as its own templates once were."""
    rows, approvals = await _all(request)

    def write(row: Content) -> dict[str, Any]:
        body = next((str(c["body"]) for c in row.types.values() if c.get("body")), "")
        legacy = {"legacy_template_name": approvals[row.sid].name, "legacy_body": body}
        return {**_bare(row), **legacy, "url": f"{request.at}/v1/Content/{row.sid}"}

    return _reply(request, [row for row in rows if row.sid in approvals], write)


@route("GET", V(2, "content", "/Content"))
async def search(request: Request) -> Reply:
    rows, approvals = await _all(request)
    return _reply(request, _chosen(request, rows, approvals), _plain(request))


@route("GET", V(2, "content", "/ContentAndApprovals"))
async def search_with_approvals(request: Request) -> Reply:
    rows, approvals = await _all(request)
    return _reply(request, _chosen(request, rows, approvals), _with_approval(approvals))


def _chosen(request: Request, rows: Rows, approvals: Approvals) -> Rows:
    """By ContentName and Content (parts of the name and of the text), Language, ContentType, ChannelEligibility, dates; in the order asked.

    Language, ContentType and ChannelEligibility may be repeated, and then any of them counts.
    """
    name, text = request.text("ContentName").casefold(), request.text("Content").casefold()
    languages, types = request.texts("Language"), request.texts("ContentType")
    eligible = [_eligibility(e) for e in request.texts("ChannelEligibility")]
    after, before = _moment(request, "DateCreatedAfter"), _moment(request, "DateCreatedBefore")

    def fits(row: Content) -> bool:
        return (
            (not name or name in row.friendly_name.casefold())
            and (not text or any(text in t.casefold() for t in texts_of(row.types)))
            and (not languages or row.language in languages)
            and (not types or any(t in row.types for t in types))
            and (not eligible or any(_status(approvals.get(row.sid), channel) == status for channel, status in eligible))
            and (after is None or row.date_created >= after)
            and (before is None or row.date_created <= before)
        )

    found = [row for row in rows if fits(row)]
    if (order := _order(request, "SortByDate")) is not None:
        found.sort(key=lambda row: row.sid, reverse=order == "desc")
    if (order := _order(request, "SortByContentName")) is not None:
        found.sort(key=lambda row: row.friendly_name.casefold(), reverse=order == "desc")
    return found


def _order(request: Request, name: str) -> str | None:
    word = request.text(name).lower()
    if word not in ("", "asc", "desc"):
        raise invalid(name, "must be asc or desc")
    return word or None


def _moment(request: Request, name: str) -> int | None:
    if not (text := request.text(name)):
        return None
    try:
        return read_moment(text)
    except (ValueError, OverflowError):
        raise invalid(name, "must be an ISO 8601 date-time") from None


def _eligibility(text: str) -> tuple[str, str]:
    channel, colon, status = text.partition(":")
    if not colon or not channel or not status:
        raise invalid("ChannelEligibility", "must be a channel and a status, such as whatsapp:approved")
    return channel.lower(), status.lower()


def _status(approval: Approval | None, channel: str) -> str:
    if channel != "whatsapp":
        return "unsubmitted"
    return approval.status if approval is not None else "unsubmitted"

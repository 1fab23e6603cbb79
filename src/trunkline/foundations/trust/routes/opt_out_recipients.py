"""Lists of people who have opted out: brought in from elsewhere, asked about many at a time, and taken out as a file.

Our own, below the collection /v3/OptOuts/Recipients that a page of it, one of it and its creation are read and written at.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec

from trunkline.kernel.dialects import V, write_iso8601
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.fields import read_moment
from trunkline.kernel.ports import Condition
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.opt_out import find_opt_out
from ..actions.record_opt_out import LONGEST_ADDRESS, read_any_recipient, record_opt_out
from ..resources.opt_out import SCOPES, SOURCES, OptOut
from ..rules.addresses import bare_address

MOST_ITEMS = 1_000
_PAGE = 2_000
_COLUMNS = ("sid", "recipient_digest", "scope", "sender", "source", "keyword", "inferred", "opted_out_at", "message_sid", "call_sid")
_GIVEN = ("recipient", "sender", "scope", "source", "opted_out_at")


@route("POST", V(3, "messaging", "/OptOuts/Recipients/Check"))
async def check_recipients(request: Request) -> Reply:
    """`Recipients` (repeated, 1,000 at most) and `Sender` (an address or a service): who of them may not be written to, and why."""
    recipients, sender = request.texts("Recipients"), request.text("Sender").strip()
    if not recipients or not sender:
        raise invalid("Recipients" if sender else "Sender", "is required")
    if len(recipients) > MOST_ITEMS:
        raise invalid("Recipients", f"has more than {MOST_ITEMS} of them")
    checked = []
    for recipient in recipients:
        row = await find_opt_out(request.work, request.account_sid, read_any_recipient(recipient), sender)
        told: dict[str, Any] = {"recipient": recipient, "opted_out": row is not None}
        if row is not None:
            told |= {"opt_out_sid": row.sid, "scope": row.scope, "keyword": row.keyword, "opted_out_at": write_iso8601(row.since)}
        checked.append(told)
    return Reply(200, {"recipients": checked}, title="Check")


@route("POST", V(3, "messaging", "/OptOuts/Recipients/Import"))
async def import_recipients(request: Request) -> Reply:
    """`Items`: a JSON array of {recipient, sender, scope, source, opted_out_at}, 1,000 at most; all in one commit but for what is wrong.

    What stands already is counted and left as it is.
    """
    items = _items(request)
    errors: list[dict[str, Any]] = []
    added = standing = 0
    seen: set[tuple[str, str, str]] = set()
    for place, item in enumerate(items):
        try:
            draft = _draft(item, request.account_sid)
            name = (bare_address(read_any_recipient(draft.recipient)), draft.scope, draft.sender)
            if name in seen:
                standing += 1
                continue
            seen.add(name)
            await record_opt_out(draft, request.work)
            added += 1
        except Problem as problem:
            if problem.code == 20409:
                standing += 1
            else:
                errors.append({"item": place, "error_code": problem.code, "error_message": problem.message})
    await request.work.commit()
    return Reply(201, {"added": added, "standing": standing, "refused": len(errors), "errors": errors}, title="Import")


@route("GET", V(3, "messaging", "/OptOuts/Recipients/Export"))
async def export_recipients(request: Request) -> Reply:
    """All of the account's opt-outs as CSV, oldest first. Numbers are not kept: to find one's own people in it, check them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    after = ""
    while True:
        rows = await request.work.select(
            OptOut, Condition("sid", ">", after), account_sid=request.account_sid, order=(("sid", False),), limit=_PAGE
        )
        for row in rows:
            values = {**row.__dict__, "opted_out_at": write_iso8601(row.since), "inferred": str(row.inferred).lower()}
            writer.writerow([_harmless(str(values[name])) for name in _COLUMNS])
        if len(rows) < _PAGE:
            break
        after = rows[-1].sid
    headers = {"Content-Disposition": 'attachment; filename="opt-outs.csv"', "X-Content-Type-Options": "nosniff"}
    return Reply(200, out.getvalue().encode(), content_type="text/csv; charset=utf-8", headers=headers)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula; a number in E.164 stays what it is."""
    return f"'{text}" if text[:1] in ("=", "-", "@", "\t") else text


def _items(request: Request) -> list[Any]:
    items: Any = request.json.get("items") if isinstance(request.json, dict) else None
    if items is None:
        try:
            items = msgspec.json.decode(request.text("Items") or "null")
        except (msgspec.DecodeError, RecursionError):
            raise invalid("Items", "must be a JSON array") from None
    if not isinstance(items, list) or not items:
        raise invalid("Items", "must be a JSON array of one object or more")
    if len(items) > MOST_ITEMS:
        raise invalid("Items", f"has more than {MOST_ITEMS} items")
    return items


def _draft(item: Any, account_sid: str) -> OptOut:
    if not isinstance(item, dict) or not all(isinstance(value, str) and "\0" not in value for value in item.values()):
        raise Problem(20001, "must be an object whose values are texts")
    if unknown := sorted({*item} - {*_GIVEN}):
        raise Problem(20001, f"has no field {', '.join(map(str, unknown))[:100]}: there are {', '.join(_GIVEN)}")
    scope, source = item.get("scope", "sender"), item.get("source", "bulk")
    if scope not in SCOPES or source not in SOURCES:
        raise Problem(20001, f"scope must be one of {', '.join(SCOPES)}, and source one of {', '.join(SOURCES)}")
    if len(item.get("sender", "")) > LONGEST_ADDRESS:
        raise Problem(20001, "sender is no address")
    try:
        moment = read_moment(item["opted_out_at"]) if item.get("opted_out_at") else 0
    except (ValueError, OverflowError):
        raise Problem(20001, "opted_out_at must be an ISO 8601 date or date-time") from None
    return OptOut(
        account_sid=account_sid,
        recipient=item.get("recipient", ""),
        sender=item.get("sender", ""),
        scope=scope,
        source=source,
        opted_out_at=moment,
    )

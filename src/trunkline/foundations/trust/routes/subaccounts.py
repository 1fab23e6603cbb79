"""How the subaccounts of an account keep the rules: what is in force for each, and how often it was refused (R6)."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.clock import DAY
from trunkline.kernel.dialects import V
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route
from trunkline.kernel.work import Work

from ..actions.settle_terms import terms_of
from ..enforcement.resources.enforcement import ENFORCEMENT, Enforcement
from ..resources.decision_record import DecisionRecord

COUNTED_DAYS = 30
_AT = V(1, "compliance", "/Subaccounts")


@route("GET", _AT)
async def list_subaccounts(request: Request) -> Reply:
    """The subaccounts of the account that asks, newest first; a subaccount has none. Decisions are counted over the last 30 days."""
    place, work = read_place(request.form), request.work
    own = Condition("owner_account_sid", "=", request.account_sid), Condition("sid", "!=", request.account_sid)
    # any account: those that this one owns
    found = await work.select(
        Account, *own, *place.condition(True), order=place.order(True), limit=place.size + 1, rehearses=""
    )  # any account: as above
    more = len(found) > place.size
    rows = found[: place.size]
    if place.before:
        rows.reverse()
    links = addresses(request.at + request.asked_path, request.form, place, [row.sid for row in rows], more)
    shown = [await _told(row, work) for row in rows]
    return Reply(200, _AT.dialect.page("subaccounts", shown, place.size, place.number, links), title="Subaccount")


async def _told(account: Account, work: Work) -> dict[str, Any]:
    terms = await terms_of(work, account.sid)
    since = Condition("sid", ">=", f"{DecisionRecord.prefix}{max(0, work.now - COUNTED_DAYS * DAY):014x}")
    counts = {v: await work.count(DecisionRecord, since, account_sid=account.sid, verdict=v) for v in ("refuse", "repair", "defer")}
    failed = await work.count(DecisionRecord, since, account_sid=account.sid, verdict="fail", stage="dispatch")
    ended = (Condition("status", "!=", state) for state in sorted(ENFORCEMENT.final))
    cases = await work.count(Enforcement, *ended, account_sid=account.sid)
    return {
        "account_sid": account.sid,
        "friendly_name": account.friendly_name,
        "status": account.status,
        "preset": terms.preset.value,
        "scan_message_content": terms.scan,
        "decisions": {"refused": counts["refuse"], "failed": failed, "repaired": counts["repair"], "deferred": counts["defer"]},
        "counted_days": COUNTED_DAYS,
        "open_cases": cases,
    }

"""`/compliance/v1/SubaccountCounters`: how a main account's subaccounts fare with the rules, one row for each (R6)."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.clock import DAY
from trunkline.kernel.dialects import V
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..resources.enforcement import OPEN, Enforcement
from ..resources.risk_score import RiskScore
from ..resources.rule_count import RuleCount
from ..rule_tally import day_of
from ..rules.risk import rate

_AT = V(1, "compliance", "/SubaccountCounters")
PERIOD = 30 * DAY
"""Over which findings are counted."""


@route("GET", _AT)
async def list_counters(request: Request) -> Reply:
    """Newest subaccount first; none for a subaccount, which has none."""
    work, own, place = request.work, request.account_sid, read_place(request.form)
    rows = await work.select(
        Account,
        *place.condition(newest_first=True),
        Condition("sid", "!=", own),
        account_sid=own,
        order=place.order(newest_first=True),
        limit=place.size + 1,
    )
    more = len(rows) > place.size
    rows = rows[: place.size]
    if place.before:
        rows.reverse()
    written = [await _counted(row, request) for row in rows]
    links = addresses(request.at + request.asked_path, request.form, place, [row.sid for row in rows], more)
    return Reply(200, _AT.dialect.page("subaccount_counters", written, place.size, place.number, links), title="SubaccountCounters")


async def _counted(account: Account, request: Request) -> dict[str, Any]:
    work = request.work
    since = Condition("day", ">=", day_of(work.now - PERIOD))
    findings: dict[str, dict[str, int]] = {}
    for row in await work.select(RuleCount, since, account_sid=account.sid, scope="account"):
        by_outcome = findings.setdefault(row.rule, {})
        by_outcome[row.outcome] = by_outcome.get(row.outcome, 0) + row.count
    cases = await work.select(Enforcement, Condition("status", "in", OPEN), account_sid=account.sid)
    risk = await work.find(RiskScore, account_sid=account.sid, program_sid="")
    return {
        "account_sid": account.sid,
        "friendly_name": account.friendly_name,
        "status": account.status,
        "findings": findings,
        "open_cases": [{"sid": case.sid, "rule": case.rule, "status": case.status} for case in cases],
        "risk_score": 0 if risk is None else risk.score,
        "stop_rate": 0.0 if risk is None else round(rate(risk.stops, risk.sends), 4),
    }

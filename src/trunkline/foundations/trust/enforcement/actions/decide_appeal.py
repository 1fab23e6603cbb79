"""Appeals: lodged by the account, decided by a person who neither made the rule nor imposed the measure."""

from __future__ import annotations

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.kernel.clock import DAY, HOUR
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, task
from trunkline.kernel.work import Work

from ..resources.appeal import Appeal
from ..resources.enforcement import OPEN, Enforcement
from ..resources.reviewer import Reviewer
from ..rules.errors import APPEAL_OVERDUE, NOT_APPEALABLE, NOT_IMPARTIAL
from .close_case import close_case
from .give_notice import give_notice
from .sign_in_reviewer import operator_sid

PROMISED = 72 * HOUR
"""Within this a reviewer decides; the operator gets an Alert if not, and again every day."""
AGAIN = 7 * DAY
"""After an appeal was turned down, as long before the next one against the same step on the same ground."""
UPHELD = "com.trunkline.compliance.appeal-upheld"


@creates(Appeal)
async def lodge_appeal(draft: Appeal, work: Work) -> Appeal:
    """20001 when the case is not this account's; 99131 when it is closed, or an appeal is open or was decided within a week."""
    case = await work.fetch(Enforcement, draft.enforcement_sid, draft.account_sid)
    if case is None:
        raise invalid("EnforcementSid", "this account has no such case")
    if case.status not in OPEN:
        raise Problem(NOT_APPEALABLE, f"Case {case.sid} is {case.status}: there is nothing to appeal against", 409)
    for before in await work.select(Appeal, account_sid=draft.account_sid, enforcement_sid=case.sid):
        if before.status == "open":
            raise Problem(NOT_APPEALABLE, f"Appeal {before.sid} of this case waits for its decision", 409)
        same = before.step == case.step and before.ground == draft.ground
        if same and work.now - (before.decided_at or 0) < AGAIN:
            raise Problem(NOT_APPEALABLE, f"Appeal {before.sid} was decided on this ground less than a week ago", 409)
    draft.step, draft.due_at, draft.open_mark = case.step, work.now + PROMISED, case.sid
    work.add(draft, state="open")
    work.enqueue(remind_of_appeal, delay=PROMISED, sid=draft.sid)
    return draft


async def decide_appeal(appeal: Appeal, reviewer: Reviewer, *, overturn: bool, reasons: str, work: Work) -> Appeal:
    """Stage the decision and what follows. 99131 when it is decided already, 99133 when the reviewer is not impartial."""
    case = await work.fetch(Enforcement, appeal.enforcement_sid, appeal.account_sid)
    if appeal.status != "open" or case is None:
        raise Problem(NOT_APPEALABLE, f"Appeal {appeal.sid} is {appeal.status}", 409)
    if case.opened_by == reviewer.sid:
        raise Problem(NOT_IMPARTIAL, "The reviewer imposed the measure: somebody else decides", 403)
    if not {case.rule, "*"}.isdisjoint(reviewer.authored_rules):
        raise Problem(NOT_IMPARTIAL, f"The reviewer wrote the rule {case.rule}: somebody else decides", 403)
    decided = {"reviewer_sid": reviewer.sid, "decided_at": work.now, "outcome": reasons, "open_mark": appeal.sid}
    if not overturn:
        work.move(appeal, "uphold", **decided)
        await give_notice(work, case, UPHELD, automated=False, reasons=reasons)
        return appeal
    work.move(appeal, "overturn", **decided)
    if case.status in OPEN:
        await close_case(work, case, "overturn" if appeal.ground == "mistake" else "cure", by=reviewer.sid, outcome=reasons)
    return appeal


@task()
async def remind_of_appeal(work: Work, sid: str) -> None:
    """The promised time is over: the operator and the account see an Alert, once a day until somebody decides."""
    appeal = await work.fetch(Appeal, sid)  # any account: the platform's own promise
    if appeal is None or appeal.status != "open":
        return
    work.set(appeal, overdue=True)
    text = f"Appeal {sid} waits for a reviewer longer than promised."
    for account_sid in {appeal.account_sid, await operator_sid(work)} - {""}:
        raise_alert(work, account_sid, APPEAL_OVERDUE, resource_sid=sid, text=text)
    work.enqueue(remind_of_appeal, delay=DAY, sid=sid)

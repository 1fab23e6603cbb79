"""Take one step of the ladder in a case: withhold what it withholds, say why, and see to the deadline. All in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ...actions.register_program import suspend_program
from ...resources.program import Program
from ..resources.enforcement import OPEN, Enforcement
from ..rules.ladder import Step, Target, ladder
from .close_case import close_case
from .give_notice import alert_holder, give_notice

AUTOMATION = "automation"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who broke the rule, as far as it is known; "" where not."""

    account: Account
    brand_sid: str = ""
    program_sid: str = ""
    sender: str = ""

    def target(self, step: Step) -> tuple[str, str]:
        """(type, SID or address) of the first of the step's targets that is known."""
        named: dict[Target, str] = {"program": self.program_sid, "sender": self.sender, "account": self.account.sid}
        kind = next(kind for kind in step.targets if named[kind])
        if kind == "account" and not self.account.is_main:
            return "subaccount", named[kind]
        return kind, named[kind]


async def take_step(
    work: Work, case: Enforcement, step: Step, subject: Subject, facts: dict[str, Any], finding: str, *, by: str = AUTOMATION
) -> None:
    """Stage the step in a case that is new (no SID yet) or stands lower. `facts` are further fields of the case as counted.

    `finding` is what was wrong in words; `by` is `automation`, or the SID of the reviewer who decides.
    """
    target_type, target = subject.target(step)
    await impose_step(work, case, step, subject, (target_type, target), facts, finding, by=by)


async def impose_step(
    work: Work, case: Enforcement, step: Step, subject: Subject, target: tuple[str, str], facts: dict[str, Any], finding: str, *, by: str
) -> None:
    """As `take_step`, for a target that was chosen."""
    measures = [*case.measures, *(await _withhold(work, subject.account, step, target))] if step.measure else list(case.measures)
    violations = facts["violations"]
    told = {
        **facts,
        "step": step.name,
        "target_type": target[0],
        "target": target[1],
        "brand_sid": subject.brand_sid,
        "program_sid": subject.program_sid,
        "sender": subject.sender,
        "measures": measures,
        "step_at": work.now,
        "due_at": work.now + step.period_time,
        "reasons": _reasons(case, facts, finding, violations, by),
    }
    if case.sid:
        work.move(case, step.name, **told)
    else:
        case.opened_by = by
        for name, value in told.items():
            setattr(case, name, value)
        work.add(case, state=step.state)
    work.enqueue(check_deadline, delay=step.period_time, sid=case.sid, step_at=work.now)  # in no lane: nothing waits for a deadline
    if step.told:
        await give_notice(work, case, step.event, automated=by == AUTOMATION)
        alert_holder(work, case, warning=not step.measure)
        if step.measure == "suspended" and not subject.account.is_main:
            text = f"Case {case.sid} of subaccount {case.account_sid}, step {case.step}: {case.reasons}"
            raise_alert(work, subject.account.owner_account_sid, case.code, resource_sid=case.sid, text=text)


async def _withhold(work: Work, account: Account, step: Step, target: tuple[str, str]) -> list[dict[str, Any]]:
    """The measures of a step. `moved`: the target's own state was changed by it, and is changed back when the measure ends."""
    kind, name = target
    made = {"measure": step.measure, "target_type": kind, "target": name, "moved": False}
    if step.measure != "suspended":
        return [made]
    if kind in ("account", "subaccount"):
        if account.status == "active":
            work.move(account, "suspend")
            made["moved"] = True
        return [made]
    if kind == "program":
        program = await work.fetch(Program, name, account.sid)
        return [made | {"moved": _suspend(program, work)}]
    if kind == "brand":
        programs = await work.select(Program, account_sid=account.sid, brand_sid=name)
        return [made, *(made | {"target_type": "program", "target": one.sid, "moved": _suspend(one, work)} for one in programs)]
    return [made]


def _suspend(program: Program | None, work: Work) -> bool:
    if program is None or program.status != "active":
        return False
    suspend_program(program, work)
    return True


def _reasons(case: Enforcement, facts: dict[str, Any], finding: str, violations: int, by: str) -> str:
    """What happened, which rule it breaks, what it rests on, and who decided."""
    since = write_iso8601(case.first_violation_at or facts["last_violation_at"])
    often = "once" if violations == 1 else f"{violations} times"
    clause = f" ({facts['clause']})" if facts["clause"] else ""
    found = f"The rule {case.rule}{clause} was broken {often} since {since}. Last finding: {finding}"
    rests = f" It rests on the decisions {', '.join(facts['evidence'][-3:])}." if facts["evidence"] else ""
    decided = " The step was taken automatically." if by == AUTOMATION else f" The step was taken by reviewer {by}."
    return found + rests + decided


@task()
async def check_deadline(work: Work, sid: str, step_at: int) -> None:
    """The time for the remedy is over: a case without a new violation is cured, where time can tell."""
    case = await work.fetch(Enforcement, sid)  # any account: the platform's own deadline
    if case is None or case.status not in OPEN or case.step_at != step_at:
        return
    step = ladder().of_state(case.status)
    if case.last_violation_at > step_at and case.last_violation_at + step.period_time > work.now:
        due = case.last_violation_at + step.period_time
        work.set(case, due_at=due)
        work.enqueue(check_deadline, delay=due - work.now, sid=sid, step_at=step_at)
        return
    if not step.cures:
        alert_holder(work, case, warning=True, text=f"The time for the remedy is over, and case {case.sid} stands. It can be appealed.")
        return
    await close_case(work, case, "cure", by=AUTOMATION, outcome="No further violation until the deadline.")

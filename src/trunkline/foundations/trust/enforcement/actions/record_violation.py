"""A rule was broken: find the account's case for the rule, or open it, and take the step that follows."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..resources.enforcement import Enforcement
from ..rules.ladder import Kind, Target, ladder
from .take_step import Subject, take_step

MOST_EVIDENCE = 50


class Violation(Struct, frozen=True, kw_only=True):
    """One finding. `blocked`: the rule stopped the message. `preset` is that under which it was found; "" for what holds under any."""

    account_sid: str
    rule: str
    code: int
    message: str
    at: int
    clause: str = ""
    remedy: str = ""
    signals: dict[str, str] = field(default_factory=dict)
    decision_sid: str = ""
    brand_sid: str = ""
    program_sid: str = ""
    sender: str = ""
    preset: str = ""
    blocked: bool = True


def tell_violation(work: Work, violation: Violation) -> None:
    """Have it recorded by a job right after the commit; those of one account one after the other."""
    work.enqueue(record_violation, lane=_lane(violation.account_sid), violation=msgspec.to_builtins(violation))


def _lane(account_sid: str) -> str:
    return f"enforcement of {account_sid}"


@task()
async def record_violation(work: Work, violation: dict[str, Any]) -> None:
    await stage_violation(work, msgspec.convert(violation, Violation))


async def stage_violation(work: Work, violation: Violation) -> None:
    """Stage what follows; nothing where the finding is no violation, or the account is closed."""
    kind = ladder().kind(violation.rule, violation.signals.items())
    account = await work.fetch(Account, violation.account_sid)  # any account: the one that broke the rule
    if kind is None or account is None or account.status == "closed" or account.rehearses:
        return
    case = await work.find(Enforcement, account_sid=account.sid, rule=violation.rule, open_mark="open")
    known: set[Target] = {"account"}
    if violation.program_sid:
        known.add("program")
    if violation.sender:
        known.add("sender")
    if case is not None and violation.decision_sid and violation.decision_sid in case.evidence:
        return  # told already
    points = ladder().severities[kind.severity].points + (0 if case is None else case.points)
    waited = 0 if case is None else work.now - case.step_at
    current = "" if case is None else case.status
    step = ladder().next_step(current, points, waited, kind, violation.preset, frozenset(known), violation.blocked)
    counted = _counted(case, violation, kind, points)
    if case is None:
        if step is None:
            return
        case = Enforcement(account_sid=account.sid, rule=violation.rule, first_violation_at=violation.at)
    if step is None:
        work.set(case, **counted)
        return
    subject = Subject(account, violation.brand_sid, violation.program_sid, violation.sender)
    await take_step(work, case, step, subject, counted, violation.message)


def _counted(case: Enforcement | None, violation: Violation, kind: Kind, points: int) -> dict[str, Any]:
    grave = list(ladder().severities)
    before = kind.severity if case is None else case.severity
    evidence = [] if case is None else list(case.evidence)
    if violation.decision_sid:
        evidence = [*evidence, violation.decision_sid][-MOST_EVIDENCE:]
    return {
        "severity": max(before, kind.severity, key=grave.index),
        "points": points,
        "violations": 1 if case is None else case.violations + 1,
        "evidence": evidence,
        "signals": {**({} if case is None else case.signals), **violation.signals},
        "clause": violation.clause or kind.clause,
        "code": violation.code,
        "remedy": violation.remedy or kind.remedy,
        "last_violation_at": violation.at,
    }

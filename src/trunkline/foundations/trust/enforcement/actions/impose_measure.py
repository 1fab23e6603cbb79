"""A reviewer opens a case by hand: for what no rule found, and for targets that no rule chooses, such as a brand."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.work import Work

from ...resources.brand import Brand
from ...resources.program import Program
from ...rules.addresses import read_sender
from ..resources.enforcement import TARGETS, Enforcement
from ..resources.reviewer import Reviewer
from ..rules.ladder import Step, ladder
from .take_step import Subject, impose_step

_LOOK = {"account": ("account", "subaccount"), "program": ("program", "brand"), "sender": ("sender",)}
"""Targets of a case that a step of each target of the ladder may have."""


async def impose_measure(
    work: Work, reviewer: Reviewer, *, account_sid: str, target_type: str, target: str, step: str, rule: str, reasons: str, remedy: str
) -> Enforcement:
    """Stage the case. 20001 for a target that the account does not have, or a step that does not fit it."""
    account = await work.fetch(Account, account_sid)  # any account: a reviewer works for all of them
    if account is None or account.status == "closed":
        raise invalid("AccountSid", "there is no such account, or it is closed")
    rung = _read_step(step, target_type)
    name = await _read_target(account, target_type, target, work)
    case = Enforcement(account_sid=account.sid, rule=rule, open_mark=work.sid("EF"))
    facts = {
        "severity": "high", "points": rung.points, "violations": 1, "clause": "", "code": 30033 if target_type == "program" else 20005,
        "remedy": remedy, "first_violation_at": work.now, "last_violation_at": work.now, "evidence": [],
    }  # fmt: skip
    subject = Subject(account, program_sid=name if target_type == "program" else "", sender=name if target_type == "sender" else "")
    await impose_step(work, case, rung, subject, (_exact(target_type, account), name), facts, reasons, by=reviewer.sid)
    return case


def _exact(target_type: str, account: Account) -> str:
    if target_type in _LOOK["account"]:
        return "account" if account.is_main else "subaccount"
    return target_type


def _read_step(name: str, target_type: str) -> Step:
    if target_type not in TARGETS:
        raise invalid("TargetType", f"must be one of {', '.join(TARGETS)}")
    try:
        step = ladder().step(name)
    except KeyError:
        raise invalid("Step", f"must be one of {', '.join(one.name for one in ladder().steps)}") from None
    if not any(target_type in _LOOK[target] for target in step.targets):
        raise invalid("Step", f"{name} is nothing that can be done to a {target_type}")
    return step


async def _read_target(account: Account, target_type: str, target: str, work: Work) -> str:
    if target_type in _LOOK["account"]:
        return account.sid
    if target_type == "sender":
        try:
            return read_sender(target)
        except ValueError as why:
            raise invalid("Target", str(why)) from None
    kind = Brand if target_type == "brand" else Program
    if await work.fetch(kind, target, account.sid) is None:
        raise Problem(20001, f"Invalid parameter 'Target': the account has no such {target_type}", 400)
    return target

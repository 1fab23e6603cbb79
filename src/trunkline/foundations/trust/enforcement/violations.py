"""From decisions to violations: what is kept of a decision tells enforcement what was found.

A decision that is kept as a row tells by itself (`tell_of_record`), in the same commit; `note_violation` is for one that leaves no row.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from trunkline.kernel.clock import MINUTE
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..decisions.decision import Decision, Verdict
from ..decisions.request import SendRequest
from ..resources.decision_record import DecisionRecord
from .actions.record_violation import Violation, tell_violation
from .rules.ladder import ladder

MOST_A_MINUTE = 60
"""Violations of one rule by one account that are recorded in a minute; a flood climbs no faster, and each has its decision anyway."""
MOST_ACCOUNTS = 10_000


class _Noted:
    """How many were told in this minute, so that a flood of refusals does not become a flood of jobs."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}

    def admits(self, account_sid: str, rule: str, now: int) -> bool:
        minute, count = self._counts.get((account_sid, rule), (0, 0))
        if minute != now // MINUTE:
            minute, count = now // MINUTE, 0
            if len(self._counts) >= MOST_ACCOUNTS:
                self._counts.clear()
        self._counts[account_sid, rule] = (minute, count + 1)
        return count < MOST_A_MINUTE


async def note_violation(work: Work, decision: Decision, request: SendRequest, *, decision_sid: str = "") -> None:
    """Stage what enforcement shall do about a decision that blocks or warns, and of which no `DecisionRecord` is staged.

    A refusal counts where it is given; a failure, and what was only warned of, at dispatch: who is judged twice is counted once. A job
    right after the commit takes the steps, so a suspension that follows is there within the second.
    """
    leaving = request.stage == "dispatch"
    seen = Violation(
        account_sid=request.account_sid, rule=decision.rule, code=decision.alert_code or decision.code, message=decision.message,
        clause=decision.clause, remedy=decision.remedy, signals=dict(decision.signals), decision_sid=decision_sid,
        brand_sid=request.brand, program_sid=request.program, sender=request.sender, preset=decision.preset, at=work.now,
    )  # fmt: skip
    if decision.verdict is Verdict.REFUSE or (decision.blocks and leaving):
        _tell(work, seen)
    if leaving:
        _tell_warned(work, seen, ((warned.rule, warned.code, warned.message) for warned in decision.warnings))


@alongside(DecisionRecord, enters="created")
def tell_of_record(row: Resource, state: str, work: Work) -> None:
    """As `note_violation`."""
    assert isinstance(row, DecisionRecord)
    fails = row.verdict == "refuse" or (row.verdict == "fail" and row.stage == "dispatch")
    warned = [one for one in row.observations if one["mode"] == "warn"] if row.stage == "dispatch" else []
    if not fails and not warned:
        return
    seen = Violation(
        account_sid=row.account_sid, rule=row.rule or "", code=row.alert_code or row.code or 0, message=row.message or "",
        clause=row.clause or "", remedy=row.remedy or "", signals={name: str(value) for name, value in row.signals.items()},
        decision_sid=row.sid, brand_sid=row.brand_sid or "", program_sid=row.program_sid or "", sender=row.sender, preset=row.preset,
        at=work.now,
    )  # fmt: skip
    if fails:
        _tell(work, seen)
    _tell_warned(work, seen, ((one["rule"], one["code"], one["message"]) for one in warned))


def _tell(work: Work, violation: Violation) -> None:
    if violation.rule in ladder().rules and _noted(work).admits(violation.account_sid, violation.rule, work.now):
        tell_violation(work, violation)


def _tell_warned(work: Work, seen: Violation, warned: Iterable[tuple[str, int, str]]) -> None:
    for rule, code, message in warned:
        _tell(work, replace(seen, rule=rule, code=code, message=message, blocked=False, clause="", remedy="", signals={}))


def _noted(work: Work) -> _Noted:
    found: _Noted = work.platform.ports.setdefault(_Noted, _Noted())
    return found

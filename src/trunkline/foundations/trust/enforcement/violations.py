"""From a decision to the violations in it: what the send path tells enforcement."""

from __future__ import annotations

from trunkline.kernel.clock import MINUTE
from trunkline.kernel.work import Work

from ..decisions.decision import Decision
from ..decisions.request import SendRequest
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
    """Stage, in the unit of work that records a decision, what enforcement shall do about it; for one that blocks or warns.

    A job right after the commit takes the steps, so a suspension that follows is there within the second.
    """
    rules = ladder().rules
    found: list[tuple[str, int, str, bool]] = []
    if decision.blocks and decision.rule in rules:
        found.append((decision.rule, decision.alert_code or decision.code, decision.message, True))
    found += [(warned.rule, warned.code, warned.message, False) for warned in decision.warnings if warned.rule in rules]
    if not found:
        return
    noted: _Noted = work.platform.ports.setdefault(_Noted, _Noted())
    for rule, code, message, blocked in found:
        if not noted.admits(request.account_sid, rule, work.now):
            continue
        tell_violation(
            work,
            Violation(
                account_sid=request.account_sid,
                rule=rule,
                code=code,
                message=message,
                clause=decision.clause if blocked else "",
                remedy=decision.remedy if blocked else "",
                signals=dict(decision.signals) if blocked else {},
                decision_sid=decision_sid,
                brand_sid=request.brand,
                program_sid=request.program,
                sender=request.sender,
                preset=decision.preset,
                blocked=blocked,
                at=work.now,
            ),
        )

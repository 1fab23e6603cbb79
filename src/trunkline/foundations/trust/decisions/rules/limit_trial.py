"""A trial account writes to verified numbers only (R83)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("whether the account is on trial and the recipient verified")


def _check(case: Case) -> Finding | None:
    facts = case.facts
    if facts.trial is False or (facts.trial and facts.recipient_verified):
        return None
    if facts.trial is None or facts.recipient_verified is None:
        return _UNKNOWN
    return Finding(
        f"The number {case.request.recipient} is unverified. Trial accounts cannot send messages to unverified numbers.",
        "Verify the number as an outgoing caller ID, or upgrade the account.",
    )


RULE = Rule(id="trial", clause="R83: trial accounts", code=21608, check=_check, modes=(Mode.BLOCK,) * 3)

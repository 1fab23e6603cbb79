"""A burst towards one prefix that looks like paid traffic is blocked for a while; listed numbers pass (R59)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("whether the recipient's prefix is under attack")


def _check(case: Case) -> Finding | None:
    until = case.facts.blocked_until
    if until is None:
        return _UNKNOWN
    if until <= case.now or case.facts.safelisted:
        return None
    return Finding(
        "Messages to this prefix are blocked for a while: the traffic looks like toll fraud.",
        "Wait, or put the number on the SafeList.",
        signals=(("blocked_until", str(until)),),
    )


RULE = Rule(
    id="toll-fraud",
    clause="R59: detect, prevent and investigate fraud",
    code=30450,
    check=_check,
    modes=(Mode.BLOCK,) * 3,
    asynchronous=True,
)

"""Content for adults comes from an age-gated program that is registered for it (R44)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("which program the sender belongs to")


def _check(case: Case) -> Finding | None:
    facts = case.facts
    if not facts.scan:
        return None
    signals = case.signals
    if signals is None or not signals.categories:
        return None
    program = facts.program
    for category in sorted(signals.categories):
        row = case.law.content.get(category)
        if row is None or row.verdict != "age-gated":
            continue
        if program is None:
            return _UNKNOWN
        if not program.age_gated or category not in program.categories:
            return Finding(
                f"The text is about {category}, which the program is not registered for.",
                f"Register an age-gated program for {category}, and send from its senders.",
                signals=(("category", category), ("program", program.sid)),
            )
    return None


RULE = Rule(
    id="unlike-program",
    clause="R44: content complies with applicable laws or industry guidelines",
    code=30007,
    alert_code=99119,
    check=_check,
    modes=(Mode.OFF, Mode.BLOCK, Mode.BLOCK),
    asynchronous=True,
)

"""Senders of a sort that a country wants registered are registered before they send there (R41, R45).

In the preset `twilio` this only warns: on the simulated network a newcomer's first text from a fresh number must work, and an account
that wants the refusal for its tests sets the rule to block.
"""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("whether the sender is registered")


def _check(case: Case) -> Finding | None:
    row = case.law.registrations.get(case.request.sender_class)
    if row is None:
        return None
    registration = case.facts.registration
    if registration == "registered" or registration == "exempt":
        return None
    if registration is None:
        return _UNKNOWN
    signals = (("registration", registration), ("clause", row.clause))
    if registration == "suspended":
        return Finding("The sender's campaign is suspended.", "Mend what the campaign was suspended for.", code=30033, signals=signals)
    if registration == "pending":
        return Finding("The sender's registration is not complete yet.", "Wait until it is approved.", code=30035, signals=signals)
    return Finding(
        f"The sender is not registered to send to {case.request.country}: {row.clause}.", "Register it.", code=row.code, signals=signals
    )


RULE = Rule(
    id="registration",
    clause="R45: treats all messaging transmitted as Application-to-Person",
    code=30034,
    check=_check,
    modes=(Mode.WARN, Mode.BLOCK, Mode.BLOCK),
    asynchronous=True,
)

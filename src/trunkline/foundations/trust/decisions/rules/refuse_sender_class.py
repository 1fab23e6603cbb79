"""A sort of sender that a country does not know cannot send there (R41)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule


def _check(case: Case) -> Finding | None:
    row = case.law.senders.get(case.request.sender_class)
    if row is None:
        return None
    return Finding(
        f"{case.request.sender_class} senders cannot send to {case.request.country}: {row.clause}.",
        "Choose another sort of sender.",
        code=row.code,
    )


RULE = Rule(id="sender-country", clause="R41: Country-Specific Guidelines", code=99115, check=_check, modes=(Mode.BLOCK,) * 3)

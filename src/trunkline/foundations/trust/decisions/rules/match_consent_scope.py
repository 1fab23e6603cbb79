"""Consent holds for one brand, one program, one channel and the types disclosed; it is never a blanket one (R3, R4)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule


def _check(case: Case) -> Finding | None:
    basis = case.basis
    if basis.lack != "scope":
        return None
    return Finding(
        basis.detail,
        "Send from a sender of the program that the person agreed to, or obtain consent for this one.",
        signals=(("consent", basis.reference),),
    )


RULE = Rule(
    id="consent-scope",
    clause="R3, R4: applies only to you, and to the specific use or campaign",
    code=99102,
    check=_check,
    modes=(Mode.OFF, Mode.BLOCK, Mode.BLOCK),
)

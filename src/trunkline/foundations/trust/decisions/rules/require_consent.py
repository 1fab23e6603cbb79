"""Before the first message there must be agreement, or one of the two exemptions (R1, R9, R11, R19)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("what the recipient has consented to")


def _check(case: Case) -> Finding | None:
    basis = case.basis
    if basis.kind == "unknown":
        return _UNKNOWN
    if basis.lack != "no-consent":
        return None
    return Finding(
        basis.detail,
        "Record the consent with its proof, or the action by which the person asked for this message.",
        signals=(("record", basis.reference),) if basis.reference else (),
    )


RULE = Rule(
    id="consent",
    clause="R1: prior to sending the first message, you must obtain agreement",
    code=99101,
    check=_check,
    modes=(Mode.OFF, Mode.BLOCK, Mode.BLOCK),
)

"""What goes without consent, as a reply or for an order, must not promote, convince or advocate (R10, R12)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..request import ADVERTISING
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("whether the text promotes, for it was not examined")


def _check(case: Case) -> Finding | None:
    basis = case.basis
    if basis.kind not in ("conversation", "prior_relationship"):
        return None
    declared = case.request.intent
    found: tuple[tuple[str, str], ...]
    if declared not in ADVERTISING:
        if not case.facts.scan:
            return None
        signals = case.signals
        if signals is None:
            return _UNKNOWN
        if not case.promotes:
            return None
        found = (("promotional", f"{signals.scores.promotion + signals.scores.advocacy:.3f}"), ("model", signals.scores.model))
    else:
        found = (("intent", declared),) if declared else ()
    return Finding(
        f"The message rests on {basis.kind.replace('_', ' ')} {basis.reference}, which covers no promotion, but it promotes.",
        "Leave the promotion out, or obtain consent for marketing.",
        signals=found,
    )


RULE = Rule(
    id="promotion-under-exemption",
    clause="R12: can't attempt to promote a product, convince someone to buy something, or advocate for a social cause",
    code=99104,
    check=_check,
    modes=(Mode.OFF, Mode.BLOCK, Mode.BLOCK),
)

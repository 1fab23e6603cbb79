"""What no rule knows, or nearly knows, is shown to a person; no machine refuses it (R39)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule
from .refuse_harmful_content import PHISHING_SCORE
from .refuse_obfuscation import EVASION_SCORE

DOUBT = 0.6
"""Part of a refusing score from which a person looks."""


def _check(case: Case) -> Finding | None:
    if not case.facts.scan:
        return None
    signals = case.signals
    if signals is None:
        return None
    if signals.categories:
        unknown = sorted(signals.categories - case.law.content.keys())
        if unknown:
            return Finding(f"No rule says what to do with {', '.join(unknown)}.", signals=(("categories", " ".join(unknown)),))
    phishing, evasion = signals.phishing.score, signals.evasion.score
    if DOUBT * PHISHING_SCORE <= phishing < PHISHING_SCORE:
        return Finding("The text has some traits of phishing.", signals=(("phishing", f"{phishing:.3f}"),))
    if DOUBT * EVASION_SCORE <= evasion < EVASION_SCORE:
        return Finding("The text has some traits of evasion.", signals=(("evasion", f"{evasion:.3f}"),))
    return None


RULE = Rule(
    id="doubtful-text",
    clause="R39: illegal, harmful, unwanted, inappropriate, objectionable",
    code=30007,
    check=_check,
    modes=(Mode.OBSERVE,) * 3,
    asynchronous=True,
)

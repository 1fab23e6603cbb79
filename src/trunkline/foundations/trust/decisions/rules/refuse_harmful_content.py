"""Hate, fraud, phishing and malware go nowhere (R36 to R38, R40)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("what is in the text, for it was not examined")
_HARMFUL = frozenset({"hate", "malware", "fraud", "harassment"})
PHISHING_SCORE = 0.8
"""Score from which a text is refused as phishing; below it a person may look, no machine refuses (R39)."""


def _check(case: Case) -> Finding | None:
    if not case.facts.scan:
        return None
    signals = case.signals
    if signals is None:
        return _UNKNOWN
    remedy = "Remove it. If the text is harmless, ask for a review and name the decision."
    if signals.categories:
        harmful = signals.categories & _HARMFUL
        if harmful:
            found = (("categories", " ".join(sorted(harmful))), *case.disguise(*harmful))
            return Finding(f"The text holds {', '.join(sorted(harmful))}.", remedy, signals=found)
    if signals.phishing.score >= PHISHING_SCORE:
        found = (("phishing", f"{signals.phishing.score:.3f}"), ("features", " ".join(signals.phishing.features)))
        return Finding("The text has the traits of phishing.", remedy, signals=found)
    return None


RULE = Rule(
    id="harmful-content",
    clause="R36, R37, R38: hate speech, fraudulent messages, malicious content",
    code=30007,
    check=_check,
    modes=(Mode.BLOCK,) * 3,
    asynchronous=True,
)

"""Words written so as not to be found are worse than the words themselves (R46, R47)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("how the text is written, for it was not examined")
EVASION_SCORE = 0.7
"""Score of evasive traits from which a text is refused though no listed word was found."""
PICTURE_ALONE = 0.2
"""What a picture without a word adds: harmless by itself, and what it says is not read."""


def _check(case: Case) -> Finding | None:
    if not case.facts.scan:
        return None
    signals = case.signals
    if signals is None:
        return _UNKNOWN
    remedy = "Write the words plainly; what may be said may be spelt."
    if signals.obfuscated:
        terms = " ".join(sorted({hit.term for hit in signals.hits if hit.only_after_normalising}))
        found = (("categories", " ".join(sorted(signals.obfuscated))), ("terms", terms))
        return Finding("The text hides words of listed categories by their spelling.", remedy, signals=found)
    score = signals.evasion.score
    picture = score > 0 and case.picture_alone
    if picture:
        score += PICTURE_ALONE
    if score >= EVASION_SCORE:
        traits = (("evasion", f"{min(score, 1.0):.3f}"), *((("picture", "alone"),) if picture else ()))
        return Finding("The text is written to evade detection.", remedy, signals=traits)
    return None


RULE = Rule(
    id="obfuscation",
    clause="R46, R47: intentionally misspelled words; content designed to evade detection",
    code=30007,
    alert_code=99112,
    check=_check,
    modes=(Mode.OBSERVE, Mode.BLOCK, Mode.BLOCK),
    asynchronous=True,
)

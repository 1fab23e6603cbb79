"""What is not allowed where the recipient lives is not sent, with or without consent (R33 to R36, R40).

The brand's declared business counts as much as the words: "regardless of whether or not those messages explicitly contain cannabis terms".
"""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("what is in the text, for it was not examined")


def _check(case: Case) -> Finding | None:
    facts, table = case.facts, case.law.content
    brand = facts.brand
    if brand is not None and brand.category:
        row = table.get(brand.category)
        if row is not None and row.verdict == "forbid":
            return _found(case, brand.category, row.clause, "the brand's declared business")
    if not facts.scan:
        return None
    signals = case.signals
    if signals is None:
        return _UNKNOWN
    for category in sorted(signals.categories) if signals.categories else ():
        row = table.get(category)
        if row is not None and row.verdict == "forbid" and category not in _EVERYWHERE:
            return _found(case, category, row.clause, "the text")
    return None


_EVERYWHERE = frozenset({"hate", "malware", "fraud", "harassment"})
"""What the rule on harmful content refuses, in every country."""


def _found(case: Case, category: str, clause: str, where: str) -> Finding:
    place = case.request.country or "the recipient's country"
    return Finding(
        f"Content of category {category} is not allowed in {place}{f': {clause}' if clause else ''}.",
        "Do not send this content there; consent does not allow it.",
        signals=(("category", category), ("found_in", where), *case.disguise(category)),
    )


RULE = Rule(
    id="country-content",
    clause="R33: illegal in the jurisdiction where the message recipient lives",
    code=30007,
    alert_code=99109,
    check=_check,
    modes=(Mode.BLOCK,) * 3,
    asynchronous=True,
)

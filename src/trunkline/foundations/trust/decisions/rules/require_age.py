"""Content for adults goes to people whose age is attested, by the limit of their place (R42)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("how old the recipient is")
GATED = frozenset({"alcohol", "tobacco", "gambling", "firearms", "sex", "cannabis"})


def _check(case: Case) -> Finding | None:
    facts = case.facts
    program = facts.program
    categories: frozenset[str] = frozenset()
    if program is not None and program.age_gated:
        # What such a program says is for adults, whatever its words: an age-gated program with no category counts as each of them.
        categories = program.categories or GATED
    if facts.scan and case.signals is not None and case.signals.categories:
        categories = categories | (case.signals.categories & GATED)
    if not categories:
        return None
    if facts.attested_age is None:
        return _UNKNOWN
    places = facts.places or ()
    years, category = max((case.law.years(category, places), category) for category in categories)
    if facts.attested_age >= years:
        return None
    return Finding(
        f"The recipient is not attested to be {years} years old, as {category} demands there.",
        "Record an age attestation of the recipient.",
        signals=(("category", category), ("years", str(years)), ("attested", str(facts.attested_age))),
    )


RULE = Rule(
    id="age",
    clause="R42: no message recipient is younger than the legal age",
    code=99110,
    check=_check,
    modes=(Mode.OFF, Mode.BLOCK, Mode.BLOCK),
)

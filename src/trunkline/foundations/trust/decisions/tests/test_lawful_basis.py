"""R19: consent, contract, legitimate interest, legal obligation and vital interest are told apart by intent, statement and country."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.trust.decisions.decision import Decision, Verdict
from trunkline.foundations.trust.decisions.facts import PriorRelationshipFact, ProgramFact, StatedBasis
from trunkline.foundations.trust.decisions.name_lawful_basis import STATED, name_lawful_basis
from trunkline.foundations.trust.decisions.presets import Preset
from trunkline.foundations.trust.decisions.request import ADVERTISING, ESSENTIAL, INTENTS

Judge = Callable[..., Decision]
KINDS = ("consent", "conversation", "prior_relationship", "none", "unknown", "")
LAW = StatedBasis(basis="legal_obligation", reference="GDPR Article 34", countries=frozenset({"FR", "DE"}))


def ordered(noon: int) -> tuple[PriorRelationshipFact, ...]:
    return (PriorRelationshipFact(sid="CN9", brand="BR1", number_given_by_person=True, trigger="order 17", trigger_at=noon - 1),)


@pytest.mark.parametrize(
    ("intent", "stated", "expected"),
    [
        ("delivery", None, ("contract", "")),
        ("otp", None, ("contract", "")),
        ("fraud", None, ("legitimate_interest", "")),
        ("security", None, ("legitimate_interest", "")),
        ("security", LAW, ("legal_obligation", "GDPR Article 34")),
        ("notifications", StatedBasis(basis="vital_interest", reference="flood of the Seine"), ("vital_interest", "flood of the Seine")),
        ("education", StatedBasis(basis="vital_interest", reference="flood of the Seine"), ("contract", "")),
        ("customercare", StatedBasis(basis="legitimate_interest", reference="LIA 7"), ("legitimate_interest", "LIA 7")),
    ],
)
def test_r19_the_five_bases_are_told_apart(
    judge: Judge, noon: int, intent: str, stated: StatedBasis | None, expected: tuple[str, str]
) -> None:
    program = ProgramFact(sid="PG1", intents=frozenset({"delivery", intent}), lawful_basis=stated)
    known = {"preset": Preset.POLICY, "consents": (), "prior_relationships": ordered(noon), "program": program}
    found = judge({"country": "FR", "intent": intent, "recipient": "+33612345678"}, known)
    assert found.basis == "prior_relationship"
    assert (found.lawful_basis, found.lawful_basis_reference) == expected
    assert found.country == "FR"


def test_r19_the_law_of_another_country_does_not_oblige() -> None:
    assert name_lawful_basis("prior_relationship", "security", "US", LAW) == ("legitimate_interest", "")
    assert name_lawful_basis("prior_relationship", "notifications", "GB", LAW) == ("contract", "")


@pytest.mark.parametrize("country", ["FR", "DE", "NO", "IS", "GB"])
def test_r19_marketing_to_europe_on_any_other_basis_is_refused(judge: Judge, noon: int, country: str) -> None:
    for basis in STATED:
        stated = StatedBasis(basis=basis, reference="a reference", countries=frozenset({country}))
        program = ProgramFact(sid="PG1", intents=frozenset({"marketing"}), lawful_basis=stated)
        known: dict[str, Any] = {"geo_permissions": {country}, "consents": (), "prior_relationships": ordered(noon), "program": program}
        found = judge({"country": country, "intent": "marketing"}, known)
        assert (found.verdict, found.code, found.lawful_basis) == (Verdict.REFUSE, 99101, "")


def test_r19_the_only_intent_of_the_program_counts_where_the_message_names_none(judge: Judge, noon: int) -> None:
    program = ProgramFact(sid="PG1", intents=frozenset({"fraud"}))
    known = {"consents": (), "prior_relationships": ordered(noon), "program": program}
    assert judge({"intent": None, "body": "Acme: a card was used. Reply STOP to unsubscribe."}, known).lawful_basis == "legitimate_interest"


@given(
    kind=st.sampled_from(KINDS), intent=st.sampled_from([None, *sorted(INTENTS)]), country=st.sampled_from(["FR", "US", ""]),
    basis=st.sampled_from(STATED), countries=st.frozensets(st.sampled_from(["FR", "US"])),
)  # fmt: skip
def test_r19_what_is_stated_carries_no_advertising_and_replaces_no_consent(
    kind: str, intent: str | None, country: str, basis: str, countries: frozenset[str]
) -> None:
    found, reference = name_lawful_basis(kind, intent, country, StatedBasis(basis=basis, reference="r", countries=countries))
    if kind in ("consent", "conversation"):
        assert (found, reference) == ("consent", "")
    elif kind != "prior_relationship":
        assert (found, reference) == ("", "")
    elif reference:
        assert found == basis
        assert intent not in ADVERTISING
        assert not countries or country in countries
    else:
        assert found in ("contract", "legitimate_interest")
    if found == "vital_interest":
        assert intent in ESSENTIAL

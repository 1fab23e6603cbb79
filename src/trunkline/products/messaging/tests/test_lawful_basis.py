"""R19: the lawful basis that a program states is kept with each message's decision."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.kernel.clock import HOUR
from trunkline.kernel.dialects import write_iso8601
from trunkline.products.messaging.tests.sending import API, PHONE, Office, stop_clock

LAW: dict[str, Any] = {
    "LawfulBasis": "legal_obligation",
    "LawfulBasisReference": "State law on notices of breach",
    "LawfulBasisCountries": ["us"],
}


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open()


async def test_r19_the_decision_of_a_message_keeps_what_its_program_states(office: Office) -> None:
    program = await office.program(**LAW, Intents=["security", "delivery"])
    when = write_iso8601(office.house.platform.clock.now() - HOUR)
    made = await office.house.post(
        f"{API}/Consents", ProgramSid=program, Recipient=PHONE, Basis="prior_relationship", CapturedAt=when, NumberSource="person",
        TriggerType="account", TriggerReference="opened", TriggerAt=when,
    )  # fmt: skip
    assert made.status == 201, made.text
    sent = await office.accepted("Acme: your data were seen by others. Reply STOP to unsubscribe.", MessageIntent="security")
    await office.ended(sent["sid"])
    decisions = await office.decisions(MessageSid=sent["sid"])
    assert {d["stage"] for d in decisions} == {"accept", "dispatch"}
    for decision in decisions:
        assert (decision["lawful_basis"], decision["lawful_basis_reference"]) == ("legal_obligation", LAW["LawfulBasisReference"])
        assert decision["country"] == "US"
    changed = await office.house.post(f"{API}/Programs/{program}", LawfulBasis="contract", LawfulBasisReference="Terms of 2026")
    assert changed.json["lawful_basis_countries"] == ["US"], changed.text
    found = await office.evaluate("Acme: your order. STOP", MessageIntent="delivery")
    assert (found["lawful_basis"], found["lawful_basis_reference"]) == ("contract", "Terms of 2026")
    taken_back = (await office.house.post(f"{API}/Programs/{program}", LawfulBasis="")).json
    assert (taken_back["lawful_basis"], taken_back["lawful_basis_reference"], taken_back["lawful_basis_countries"]) == ("", "", [])
    found = await office.evaluate("Acme: your order. STOP", MessageIntent="delivery")
    assert (found["lawful_basis"], found["lawful_basis_reference"]) == ("contract", None)


@pytest.mark.parametrize(
    "form",
    [
        {"LawfulBasis": "legitimate_interest"},
        {"LawfulBasis": "legitimate_interest", "LawfulBasisReference": "a|b"},
        {"LawfulBasis": "legitimate_interest", "LawfulBasisReference": "a\nb"},
        {"LawfulBasis": "legal_obligation", "LawfulBasisReference": "A law"},
        {"LawfulBasis": "legal_obligation", "LawfulBasisReference": "A law", "LawfulBasisCountries": ["France"]},
        {"LawfulBasisReference": "A law"},
        {"LawfulBasis": "consent", "LawfulBasisReference": "everybody agreed"},
    ],
)
async def test_r19_a_stated_basis_has_its_reference_and_an_obligation_its_country(office: Office, form: dict[str, Any]) -> None:
    brand = (await office.house.post(f"{API}/Brands", Name="Acme")).json["sid"]
    answer = await office.house.post(f"{API}/Programs", BrandSid=brand, Name="Offers", Intents=["delivery"], **form)
    assert (answer.status, answer.json["code"]) == (400, 20001), answer.text

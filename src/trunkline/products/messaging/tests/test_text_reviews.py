"""What no rule knows is sent, shown to a person, and told to the account once that person has decided (R39)."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.products.messaging.tests.sending import API, NUMBER, Office, stop_clock

DOUBTFUL = "Acme: your account is locked, confirm at http://acme.example/login today. Reference {n}"


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open("twilio")


async def reviewer(office: Office) -> tuple[str, str]:
    made = await office.house.post(f"{API}/Reviewers", Name="Ada", Email="ada@review.example")
    assert made.status == 201, made.text
    return made.json["sid"], made.json["secret"]


async def waiting(office: Office, person: tuple[str, str]) -> list[dict[str, Any]]:
    answer = await office.house.get(f"{API}/TextReviewQueue", auth=person)
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["text_reviews"]
    return found


async def test_r39_a_doubtful_text_is_sent_and_shown_to_a_person_before_the_account_hears_of_it(office: Office) -> None:
    person = await reviewer(office)
    sids = []
    for n in range(3):
        sent = await office.accepted(DOUBTFUL.format(n=n))
        assert (await office.ended(sent["sid"]))["status"] == "delivered"
        sids.append(sent["sid"])
    (review,) = await waiting(office, person)
    assert (review["message_sid"], review["count"], review["sender"]) == (sids[0], 3, NUMBER)
    assert review["body"] == DOUBTFUL.format(n=0)
    assert (await office.house.get(f"{API}/TextReviews")).json["text_reviews"] == []
    assert (await office.house.get(f"{API}/TextReviews/{review['sid']}")).status == 404
    assert (await office.house.get("/monitor/v1/Alerts")).json["alerts"] == []
    decided = await office.house.post(
        f"{API}/TextReviewQueue/{review['sid']}", auth=person, Outcome="violation", Category="fraud", Reasons="It asks for a sign-in."
    )
    assert decided.status == 200, decided.text
    (told,) = (await office.house.get(f"{API}/TextReviews")).json["text_reviews"]
    assert (told["status"], told["category"], told["reasons"]) == ("violation", "fraud", "It asks for a sign-in.")
    case = (await office.house.get(f"{API}/Enforcements/{told['enforcement_sid']}")).json
    assert case["rule"] == "doubtful-text"
    assert await waiting(office, person) == []


async def test_r39_what_is_harmless_has_no_consequences(office: Office) -> None:
    person = await reviewer(office)
    await office.ended((await office.accepted(DOUBTFUL.format(n=1)))["sid"])
    (review,) = await waiting(office, person)
    path = f"{API}/TextReviewQueue/{review['sid']}"
    assert (await office.house.post(path, auth=person, Outcome="harmless", Reasons="A shop's own reminder.")).status == 200
    again = await office.house.post(path, auth=person, Outcome="violation", Category="fraud", Reasons="x")
    assert (again.status, again.json["code"]) == (409, 20409)
    assert (await office.house.get(f"{API}/TextReviews")).json["text_reviews"][0]["status"] == "harmless"
    assert (await office.house.get(f"{API}/Enforcements")).json["enforcements"] == []


@pytest.mark.parametrize(
    "form",
    [
        {"Outcome": "perhaps", "Reasons": "x"},
        {"Outcome": "violation", "Category": "ugly", "Reasons": "x"},
        {"Outcome": "harmless"},
        {"Outcome": "violation", "Category": "fraud", "Reasons": "x", "Step": "shout"},
    ],
)
async def test_r39_a_decision_says_what_and_why(office: Office, form: dict[str, Any]) -> None:
    person = await reviewer(office)
    await office.ended((await office.accepted(DOUBTFUL.format(n=1)))["sid"])
    (review,) = await waiting(office, person)
    answer = await office.house.post(f"{API}/TextReviewQueue/{review['sid']}", auth=person, **form)
    assert (answer.status, answer.json["code"]) == (400, 20001), answer.text
    assert len(await waiting(office, person)) == 1


async def test_r39_only_a_person_reads_and_decides(office: Office) -> None:
    await office.ended((await office.accepted(DOUBTFUL.format(n=1)))["sid"])
    assert (await office.house.get(f"{API}/TextReviewQueue")).status == 401
    assert (await office.house.post(f"{API}/TextReviewQueue/TR{'0' * 32}", Outcome="harmless", Reasons="x")).status == 401

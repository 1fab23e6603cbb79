"""R151: what an account's line of business switches on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trunkline.foundations.trust.actions.gather_facts import read_text
from trunkline.foundations.trust.actions.settle_terms import terms_of
from trunkline.foundations.trust.content.pack import box_pack
from trunkline.foundations.trust.resources.decision_record import DecisionRecord
from trunkline.foundations.trust.resources.text_review import TextReview
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.kernel.clock import DAY, HOUR
from trunkline.kernel.ports import Query
from trunkline.products.messaging.tests.sending import API, NUMBER, OTHER, Office, stop_clock

DOUBTFUL = "Acme: your account is locked, confirm at http://acme.example/login?id=7 today. Reference {n}"


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open("twilio")


async def test_r151_a_debt_is_asked_for_seven_times_a_week_whatever_sends(office: Office) -> None:
    await office.policy(Sectors="debt", Modes='{"frequency": "off"}')
    assert (await office.policy())["in_force"]["modes"]["frequency"] == "block"
    for n in range(7):
        await office.accepted(f"Acme: a payment is due, reference {n}", sender=OTHER if n % 2 else NUMBER)
        office.house.platform.clock.advance(HOUR)
    assert await office.refused("Acme: a payment is due, reference 8") == 99108
    refusal = (await office.decisions())[0]
    assert refusal["signals"]["source"] == "sector debt"
    assert (await office.send("Acme: a payment is due", to="+12125550199")).status == 201  # somebody else
    office.house.platform.clock.advance(7 * DAY - 7 * HOUR + 1)
    assert (await office.send("Acme: a payment is due, reference 9")).status == 201
    await office.policy(Sectors="")
    assert (await office.policy())["in_force"]["modes"]["frequency"] == "off"


async def test_r151_what_never_left_is_no_attempt(office: Office) -> None:
    await office.policy(Sectors="debt")
    for n in range(7):
        sent = await office.accepted(f"Cheap viagra without prescription, number {n}")
        assert (await office.ended(sent["sid"]))["status"] == "failed"
    assert (await office.send("Acme: a payment is due")).status == 201


async def test_r151_a_label_may_ask_for_repair_and_is_put_off(office: Office) -> None:
    answer = await office.policy(Sectors="debt", Modes='{"frequency": "repair"}')
    assert answer["in_force"]["modes"]["frequency"] == "repair"


async def test_r151_labels_of_a_parent_hold_below_it(office: Office) -> None:
    made = (await office.house.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    await office.policy(Sectors=["health", "payment"])
    below = await office.house.post(f"{API}/Policy", auth=(made["sid"], made["auth_token"]), Sectors="debt")
    assert below.json["sectors"] == ["debt"]
    assert below.json["in_force"]["sectors"] == ["debt", "health", "payment"]


async def test_r151_a_sector_that_is_none_is_refused(office: Office) -> None:
    answer = await office.house.post(f"{API}/Policy", Sectors=["health", "poetry"])
    assert (answer.status, answer.json["code"]) == (400, 20001)
    assert "poetry" in answer.json["message"]


@pytest.mark.parametrize("health", [False, True])
async def test_r151_health_keeps_no_text_but_the_message(office: Office, health: bool) -> None:
    """Both ways, so that the probe is known to find a text where there is one."""
    await office.policy(Sectors="health" if health else "")
    box_pack().memory.clear()
    read_text.cache_clear()
    words = "http://acme.example/login"
    for n in (1, 22):
        sent = await office.accepted(DOUBTFUL.format(n=n))
        await office.ended(sent["sid"])
    work = office.house.platform.work()
    (review,) = await work.select(TextReview)
    assert bool(review.excerpt) is not health
    assert review.features, "a person still decides by something"
    assert (read_text.cache_info().currsize == 0) is health
    memory = box_pack().memory
    assert (not memory._seen and not memory._shapes and not memory._young and not memory.harmless) is health
    rows = await work.platform.database.select(Query(DecisionRecord.table))
    assert words not in json.dumps(rows, default=str)


@pytest.mark.parametrize("health", [False, True])
async def test_r151_health_keeps_bodies_out_of_the_log_of_webhooks(office: Office, health: bool) -> None:
    await office.policy(Sectors="health" if health else "")
    house = office.house
    number = (await house.get("/IncomingPhoneNumbers.json", PhoneNumber="+15557770001")).json["incoming_phone_numbers"][0]
    await house.post(f"/IncomingPhoneNumbers/{number['sid']}.json", SmsUrl="http://127.0.0.1:9/none")
    handset = (await house.get("/network/v1/Handsets")).json["handsets"][0]
    written = await house.post(f"/network/v1/Handsets/{handset['sid']}/Messages", To="+15557770001", Body="my knee hurts again")
    assert written.status == 201, written.text
    work = house.platform.work()

    async def logged() -> bool:
        house.platform.clock.advance(1_000_000)
        return bool(await work.count(WebhookAttempt))

    await house.until(logged)
    await house.settle()
    attempt = (await work.select(WebhookAttempt))[0]
    assert ("knee" in json.dumps(attempt.parameters)) is not health
    assert ("knee" in attempt.signed_text) is not health
    assert attempt.parameters["From"]
    alerts = (await house.get("/monitor/v1/Alerts")).json["alerts"]
    assert alerts
    told = [(await house.get(f"/monitor/v1/Alerts/{alert['sid']}")).text for alert in alerts]
    assert any("knee" in text for text in told) is not health


async def test_r151_payment_and_finance_leave_word_for_what_records(office: Office) -> None:
    work = office.house.platform.work
    assert not (await terms_of(work(), office.house.account_sid)).guards_digits
    for sector in ("payment", "finance"):
        await office.policy(Sectors=sector)
        assert (await terms_of(work(), office.house.account_sid)).guards_digits

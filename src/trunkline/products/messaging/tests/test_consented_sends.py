"""Preset `policy`: who has agreed to what, and what may be sent without it (R1 to R20)."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.trust.actions.open_conversation import open_conversation
from trunkline.kernel.clock import DAY, HOUR, MINUTE
from trunkline.products.messaging.tests.sending import API, NUMBER, OTHER, PHONE, SHOWN, Office, stop_clock

STOP_WORDS = "Reply STOP to unsubscribe."
OFFER = "Acme: 20% off everything this weekend with code SAVE20. Shop now at https://acme.example/s Reply STOP to unsubscribe."


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open()


async def inbound(office: Office, message_sid: str = f"SM{'1' * 32}", sender: str = NUMBER) -> None:
    work = office.house.platform.work()
    await open_conversation(work, office.house.account_sid, PHONE, sender, message_sid)
    await work.commit()


async def test_r01_without_consent_nothing_is_sent_and_with_it_it_is(office: Office) -> None:
    program = await office.program()
    assert await office.refused() == 99101
    refusal = (await office.decisions())[0]
    assert (refusal["verdict"], refusal["rule"], refusal["message_sid"], refusal["stage"]) == ("refuse", "consent", None, "accept")
    assert refusal["clause"].startswith("R1")
    assert refusal["remedy"]
    await office.agree(program)
    sent = await office.accepted()
    assert (await office.ended(sent["sid"]))["status"] == "delivered"


async def test_r01_the_preset_twilio_asks_for_no_consent(office: Office) -> None:
    await office.policy(Preset="twilio")
    assert (await office.accepted())["status"] == "queued"


async def test_r01_observe_and_warn_let_it_pass_and_say_so(office: Office) -> None:
    await office.program()
    await office.policy(Modes='{"consent": "warn"}')
    sent = await office.accepted()
    await office.ended(sent["sid"])
    alerts = (await office.house.get("/monitor/v1/Alerts")).json["alerts"]
    assert [(a["error_code"], a["log_level"], a["resource_sid"]) for a in alerts] == [("99101", "warning", sent["sid"])]


async def test_r03_a_type_that_was_not_disclosed_is_refused(office: Office) -> None:
    program = await office.program()
    await office.agree(program, Types=["delivery"])
    assert await office.refused(OFFER, MessageIntent="marketing") == 99102
    assert (await office.accepted(MessageIntent="delivery"))["sid"]


async def test_r04_consent_is_for_one_brand_even_within_one_account(office: Office) -> None:
    acme = await office.program()
    await office.program("News", "Bolt", sender=OTHER)
    await office.agree(acme)
    assert (await office.accepted())["sid"]
    assert await office.refused("Bolt: your parcel is on its way", sender=OTHER) == 99102


async def test_r07_the_first_message_after_long_reconfirms_and_only_yes_releases_the_next(office: Office) -> None:
    program = await office.program()
    fresh = await office.agree(program, ago=59 * DAY)
    await office.house.post(f"{API}/Consents/{fresh}", Status="revoked")
    stale = await office.agree(program, ago=61 * DAY)
    sent = await office.accepted()
    assert "Reply YES" in sent["body"]
    assert (await office.ended(sent["sid"]))["status"] == "delivered"
    assert await office.refused("Acme: and another one") == 99103
    affirmed = await office.house.post(f"{API}/Consents/{stale}", Status="live", **SHOWN)
    assert affirmed.status in (200, 201), affirmed.text
    assert "Reply YES" not in (await office.accepted("Acme: and another one"))["body"]


async def test_r07_in_time_the_first_message_is_plain(office: Office) -> None:
    program = await office.program()
    await office.agree(program, ago=59 * DAY)
    assert "Reply YES" not in (await office.accepted())["body"]


async def test_r09_an_inbound_message_is_consent_for_the_reply(office: Office) -> None:
    inbound_sid = f"SM{'2' * 32}"
    await inbound(office, inbound_sid)
    sent = await office.accepted("Yes, we are open until six.")
    first = (await office.decisions(MessageSid=sent["sid"]))[-1]
    assert (first["basis"], first["basis_reference"]) == ("conversation", inbound_sid)


async def test_r10_the_conversation_ends_after_a_day_and_belongs_to_its_sender(office: Office) -> None:
    await inbound(office)
    assert await office.refused("from elsewhere", sender=OTHER) == 99105
    office.house.platform.clock.advance(24 * HOUR - MINUTE)
    assert (await office.accepted("a reply"))["sid"]
    office.house.platform.clock.advance(2 * MINUTE)
    assert await office.refused("too late") == 99105


async def test_r10_a_further_message_prolongs_the_conversation(office: Office) -> None:
    await inbound(office)
    assert (await office.accepted("a reply"))["sid"]
    office.house.platform.clock.advance(23 * HOUR)
    await inbound(office, f"SM{'3' * 32}")
    office.house.platform.clock.advance(23 * HOUR)
    assert (await office.accepted("another reply"))["sid"]


async def test_r12_a_reply_that_promotes_is_refused(office: Office) -> None:
    await inbound(office)
    assert await office.refused(OFFER, MessageIntent="customercare") == 99104
    assert await office.refused("hello", MessageIntent="marketing") == 99104


FACTS = {
    "Basis": "prior_relationship",
    "NumberSource": "person",
    "TriggerType": "order",
    "TriggerReference": "order 17",
    "TriggerAt": "2026-11-20T10:00:00Z",
}


async def test_r11_a_prior_relationship_is_a_basis_for_what_it_was_made_for(office: Office) -> None:
    program = await office.program()
    made = await office.house.post(f"{API}/Consents", ProgramSid=program, Recipient=PHONE, **FACTS)
    assert made.status == 201, made.text
    sent = await office.accepted("Acme: your order is ready")
    first = (await office.decisions(MessageSid=sent["sid"]))[-1]
    assert (first["basis"], first["basis_reference"]) == ("prior_relationship", made.json["sid"])
    assert await office.refused(OFFER) == 99104


async def test_r13_an_objection_beats_the_exemption(office: Office) -> None:
    program = await office.program()
    made = await office.house.post(f"{API}/Consents", ProgramSid=program, Recipient=PHONE, **FACTS)
    assert made.status == 201, made.text
    stopped = await office.house.post(f"{API}/OptOuts", Recipient=PHONE, Sender=NUMBER, Source="link")
    assert stopped.status == 201, stopped.text
    assert await office.refused("Acme: your order is ready") == 21610


async def test_r16_no_more_than_the_recipient_wished(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    await office.program("Other", sender=OTHER)
    wish = await office.house.post(f"{API}/FrequencyPreferences", ProgramSid=program, Recipient=PHONE, Most="4", Period="month")
    assert wish.status == 201, wish.text
    for n in range(4):
        sent = await office.accepted(f"Acme: parcel {n} is on its way")
        assert (await office.ended(sent["sid"]))["status"] == "delivered"
    assert await office.refused("Acme: parcel 5") == 99108
    office.house.platform.clock.advance(32 * DAY)
    assert (await office.accepted("Acme: parcel 6"))["sid"]


async def test_r16_a_wish_for_nothing_is_kept(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    await office.house.post(f"{API}/FrequencyPreferences", ProgramSid=program, Recipient=PHONE, Most="0", Period="month")
    assert await office.refused() == 99108


async def test_r17_the_sender_is_named_where_the_text_does_not(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    sent = await office.accepted("Your code is 1")
    assert sent["body"].startswith("Acme: Your code is 1")
    assert (await office.accepted("\u0410cme: look-alike letters name nobody"))["body"].startswith("Acme: ")
    stored = await office.ended(sent["sid"])
    assert stored["body"] == sent["body"]
    assert stored["num_segments"] == "1"


async def test_r18_the_first_message_says_how_to_leave_once(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    first = await office.accepted()
    assert first["body"].endswith(STOP_WORDS)
    assert (await office.ended(first["sid"]))["body"].count("STOP") == 1
    second = await office.accepted("Acme: and here it is")
    assert "STOP" not in second["body"]
    assert "STOP" not in (await office.ended(second["sid"]))["body"]


async def test_r18_a_repair_counts_the_segments_anew(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    body = "Acme: " + "x" * 150
    first, second = await office.accepted(body), await office.accepted(body)
    assert len(body) <= 160 < len(first["body"])
    assert (first["num_segments"], second["num_segments"]) == ("2", "1")


async def test_r18_what_cannot_be_mended_is_refused(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    assert await office.refused("Acme: " + "x" * 1590) == 99107


async def test_r15_a_recurring_program_repeats_how_to_leave_each_month(office: Office) -> None:
    program = await office.program(Recurring="true")
    await office.agree(program)
    last, widest, told = 0, 0, 0
    for day in range(62):
        sent = await office.accepted(f"Acme: news of day {day}")
        if "STOP" in sent["body"]:
            widest, last, told = max(widest, day - last), day, told + 1
        office.house.platform.clock.advance(DAY)
    assert told >= 2
    assert max(widest, 61 - last) <= 31


async def test_r20_essential_texts_are_not_held_back_and_the_others_wait_for_the_morning(office: Office) -> None:
    program = await office.program(Intents=["marketing", "otp"])
    await office.agree(program)
    office.house.platform.clock.advance(14 * HOUR)  # two in the morning
    assert (await office.accepted("Acme: your code is 123456", MessageIntent="otp"))["status"] == "queued"
    offer = await office.accepted(OFFER, MessageIntent="marketing")
    assert offer["status"] == "scheduled"
    delayed = (await office.decisions(MessageSid=offer["sid"]))[0]
    assert (delayed["verdict"], delayed["rule"], delayed["send_at"]) == ("defer", "quiet-hours", "2026-11-25T13:00:00Z")
    office.house.platform.clock.advance(6 * HOUR + MINUTE)
    assert (await office.ended(offer["sid"]))["status"] == "delivered"
    await office.house.post(f"{API}/OptOuts", Recipient=PHONE, Sender=NUMBER, Source="api")
    assert await office.refused("Acme: your code is 123456", MessageIntent="otp") == 21610


async def test_r19_marketing_to_europe_rests_on_consent_alone(office: Office) -> None:
    program = await office.program()
    french = "+33612345678"
    made = await office.house.post(f"{API}/Consents", ProgramSid=program, Recipient=french, **{**FACTS, "Basis": "prior_relationship"})
    assert made.status == 201, made.text
    assert await office.refused("Acme: votre commande", to=french, MessageIntent="marketing") == 99101
    confirmed = await office.evaluate("Acme: order 17 is confirmed. STOP", to=french, MessageIntent="delivery")
    assert (confirmed["basis"], confirmed["lawful_basis"]) == ("prior_relationship", "contract")
    assert confirmed["verdict"] in ("allow", "repair")


async def test_r19_each_message_names_its_lawful_basis(office: Office) -> None:
    program = await office.program()
    await office.agree(program)
    sent = await office.accepted("Acme: a parcel. Reply STOP to unsubscribe.")
    await office.ended(sent["sid"])
    assert {d["lawful_basis"] for d in await office.decisions(MessageSid=sent["sid"])} == {"consent"}
    other = "+12125550188"
    work = office.house.platform.work()
    await open_conversation(work, office.house.account_sid, other, NUMBER, f"SM{'4' * 32}")
    await work.commit()
    assert (await office.evaluate("yes", to=other, MessageIntent="customercare"))["lawful_basis"] == "consent"
    await office.policy(Preset="twilio")
    assert (await office.evaluate("hello"))["lawful_basis"] is None


async def test_an_unknown_intent_is_refused_by_name(office: Office) -> None:
    answer = await office.send(MessageIntent="gossip")
    assert (answer.status, answer.json["code"]) == (400, 20001)
    assert "gossip" in answer.json["message"]

"""Consents against opt-outs, and the programs, senders and preferences that both are about."""

from __future__ import annotations

from typing import Any

from conftest import House
from trunkline.foundations.trust.actions.look_up import program_of_sender
from trunkline.foundations.trust.actions.opt_out import is_opted_out, opt_in, opt_out
from trunkline.foundations.trust.resources.opt_out import OptOut
from trunkline.foundations.trust.tests.ledger import API, PERSON, SENDER, SHOWN, agree, at, make_program, refused
from trunkline.kernel.clock import DAY, HOUR


async def test_an_older_consent_does_not_undo_an_opt_out(house: House) -> None:
    _, program = await make_program(house, sender=SENDER)
    _, other = await make_program(house, "News", "Bolt")
    work = house.platform.work()
    await opt_out(work, house.account_sid, PERSON, SENDER, keyword="STOP", opted_out_at=house.platform.clock.now() - HOUR)
    await work.commit()
    form: dict[str, Any] = {"ProgramSid": program, "Recipient": PERSON, **SHOWN}
    assert await refused(house, **form, CapturedAt=at(house, 2 * HOUR)) == 99121
    await agree(house, other, ago=2 * HOUR)  # another brand's program was not stopped
    assert await is_opted_out(house.platform.work(), house.account_sid, PERSON, SENDER)
    await agree(house, program, ago=HOUR // 2)
    assert not await is_opted_out(house.platform.work(), house.account_sid, PERSON, SENDER)


async def test_only_the_network_lifts_what_it_blocks(house: House) -> None:
    _, program = await make_program(house, sender="+18005550100")
    work = house.platform.work()
    await opt_out(work, house.account_sid, PERSON, "+18005550100", keyword="STOP", opted_out_at=house.platform.clock.now() - HOUR)
    await work.commit()
    await agree(house, program, ago=0)
    assert await is_opted_out(house.platform.work(), house.account_sid, PERSON, "+18005550100")


async def test_stop_revokes_and_keeps_the_proof_and_start_gives_back(house: House) -> None:
    _, program = await make_program(house, sender=SENDER)
    _, other = await make_program(house, "News", "Bolt")
    sid, untouched = (await agree(house, program))["sid"], (await agree(house, other))["sid"]
    work = house.platform.work()
    assert await opt_out(work, house.account_sid, PERSON, SENDER, keyword="STOP", message_sid="SM" + "2" * 32)
    await work.commit()
    await house.settle()
    revoked = (await house.get(f"{API}/Consents/{sid}")).json
    assert (revoked["status"], revoked["reason"]) == ("revoked", "opt-out")
    assert revoked["retention_until"] is not None and revoked["wording"] == SHOWN["Wording"]
    assert (await house.get(f"{API}/Consents/{sid}/Verification")).json["intact"] is True
    assert (await house.get(f"{API}/Consents/{untouched}")).json["status"] == "live"
    assert (await house.post(f"{API}/Consents/{sid}", Locale="fr")).json["code"] == 99121
    work = house.platform.work()
    assert await opt_in(work, house.account_sid, PERSON, SENDER, message_sid="SM" + "3" * 32)
    await work.commit()
    await house.settle()
    again = (await house.get(f"{API}/Consents/{sid}")).json
    assert (again["status"], again["message_sid"], again["revision"]) == ("live", "SM" + "3" * 32, 3)
    assert again["retention_until"] is None


async def test_a_prior_relationship_needs_its_three_facts(house: House) -> None:
    _, program = await make_program(house, sender=SENDER)
    facts: dict[str, Any] = {
        "NumberSource": "person", "TriggerType": "order", "TriggerReference": "order 4711", "TriggerAt": at(house, HOUR),
    }  # fmt: skip
    form: dict[str, Any] = {"ProgramSid": program, "Recipient": PERSON, "Basis": "prior_relationship"}
    for name in facts:
        assert await refused(house, **form, **{n: v for n, v in facts.items() if n != name}) == 99101
    assert await refused(house, **form, **{**facts, "NumberSource": "public-directory"}) == 99101
    objection = await house.post(f"{API}/OptOuts", Recipient=PERSON, Scope="program", Sender=program, Source="link")
    assert objection.status == 201
    assert await refused(house, **form, **facts) == 99101
    other = "+15551230009"
    granted = await house.post(f"{API}/Consents", **{**form, "Recipient": other}, **facts)
    assert (granted.status, granted.json["basis"], granted.json["status"]) == (201, "prior_relationship", "live")


async def test_opt_outs_never_show_a_number(house: House) -> None:
    brand, program = await make_program(house, sender=SENDER)
    made = await house.post(f"{API}/OptOuts", Recipient=PERSON, Sender=SENDER, Source="email")
    assert made.status == 201 and PERSON not in made.text
    assert (await house.post(f"{API}/OptOuts", Recipient=PERSON, Sender=SENDER)).status == 409
    assert await is_opted_out(house.platform.work(), house.account_sid, PERSON, SENDER)
    listed = await house.get(f"{API}/OptOuts", Recipient=PERSON)
    assert [o["sid"] for o in listed.json["opt_outs"]] == [made.json["sid"]]
    assert (await house.get(f"{API}/OptOuts", Recipient="+15551239999")).json["opt_outs"] == []
    assert (await house.delete(f"{API}/OptOuts/{made.json['sid']}")).json["code"] == 99121  # the person's own wish
    own = await house.post(f"{API}/OptOuts", Recipient=PERSON, Scope="brand", Sender=brand)
    assert own.json["source"] == "api"
    assert (await house.delete(f"{API}/OptOuts/{own.json['sid']}")).status == 204
    assert (await house.post(f"{API}/OptOuts", Recipient=PERSON, Scope="brand", Sender=program)).json["code"] == 20001
    assert (await house.post(f"{API}/OptOuts", Recipient=PERSON, Sender=SENDER, OptedOutAt=at(house, -DAY))).json["code"] == 99121
    stored = await house.platform.work().select(OptOut)
    assert PERSON not in repr([row.__dict__ for row in stored])


async def test_a_sender_belongs_to_one_brand_at_a_time(house: House) -> None:
    _, program = await make_program(house, sender=SENDER)
    _, other = await make_program(house, "News", "Bolt")
    work = house.platform.work()
    found = await program_of_sender(work, house.account_sid, SENDER)
    assert found is not None and found.sid == program
    assert (await house.post(f"{API}/Programs/{other}/Senders", Sender=SENDER)).json["code"] == 99122
    link = (await house.get(f"{API}/Programs/{program}/Senders")).json["senders"][0]
    assert (await house.delete(f"{API}/Programs/{program}/Senders/{link['sid']}")).status == 204
    assert await program_of_sender(work, house.account_sid, SENDER) is None
    assert (await house.post(f"{API}/Programs/{other}/Senders", Sender=SENDER)).status == 201
    found = await program_of_sender(work, house.account_sid, SENDER)
    assert found is not None and found.sid == other
    assert (await house.post(f"{API}/Programs/{other}", Recurring="true")).status == 200
    found = await program_of_sender(work, house.account_sid, SENDER)
    assert found is not None and found.recurring
    assert (await house.post(f"{API}/Programs/{other}/Senders", Sender="no sender at all")).json["code"] == 20001


async def test_what_consents_name_is_not_removed(house: House) -> None:
    brand, program = await make_program(house, sender=SENDER)
    assert (await house.delete(f"{API}/Brands/{brand}")).json["code"] == 99123
    await agree(house, program)
    assert (await house.delete(f"{API}/Programs/{program}")).json["code"] == 99123
    _, free = await make_program(house, "News", sender="+15557770002")
    assert (await house.delete(f"{API}/Programs/{free}")).status == 204
    assert await program_of_sender(house.platform.work(), house.account_sid, "+15557770002") is None


async def test_one_timeline_for_all_channels(house: House) -> None:
    _, program = await make_program(house)
    await agree(house, program, ago=3 * HOUR)
    await agree(house, program, f"whatsapp:{PERSON}", ago=2 * HOUR, Channel="whatsapp")
    await agree(house, program, ago=HOUR, Channel="voice")
    await house.post(f"{API}/OptOuts", Recipient=PERSON, Scope="account", Source="voice")
    await house.settle()
    entries = (await house.get(f"{API}/Timeline", Recipient=PERSON)).json["entries"]
    said = [(e["kind"], e.get("channel", ""), e.get("state", "")) for e in entries]
    assert said[:4] == [("consent", "sms", "live"), ("consent", "whatsapp", "live"), ("consent", "voice", "live"), ("opt-out", "", "")]
    assert {*said[4:]} == {("consent", channel, "revoked") for channel in ("sms", "whatsapp", "voice")}  # what the opt-out brought about
    assert (await house.get(f"{API}/Timeline")).json["code"] == 20001


async def test_frequency_preferences(house: House) -> None:
    _, program = await make_program(house)
    made = await house.post(f"{API}/FrequencyPreferences", ProgramSid=program, Recipient=PERSON, Most=4, Period="week")
    assert (made.status, made.json["most"], made.json["period"]) == (201, 4, "week")
    assert (await house.post(f"{API}/FrequencyPreferences", ProgramSid=program, Recipient=PERSON, Most=2)).status == 409
    assert (await house.post(f"{API}/FrequencyPreferences/{made.json['sid']}", Most=-1)).json["code"] == 20001
    assert (await house.post(f"{API}/FrequencyPreferences/{made.json['sid']}", Most=0)).json["most"] == 0

"""The consent ledger: what is taken, what is refused, what is kept, and who sees it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from conftest import House
from trunkline.foundations.storage.ports import Blobs
from trunkline.foundations.trust.actions.look_up import live_consents, program_of_sender
from trunkline.foundations.trust.actions.open_conversation import open_conversation
from trunkline.foundations.trust.actions.opt_out import is_opted_out, opt_in, opt_out
from trunkline.foundations.trust.actions.revise_consent import RECONFIRM_AFTER, ask_reconfirmation, due_for_reconfirmation
from trunkline.foundations.trust.resources.consent import Consent, ConsentVersion
from trunkline.foundations.trust.resources.opt_out import OptOut
from trunkline.kernel.clock import DAY, HOUR, SECOND
from trunkline.kernel.dialects import write_iso8601

API = "/compliance/v1"
PERSON, SENDER = "+15551230001", "+15557770001"
SHOWN: dict[str, Any] = {
    "Method": "website",
    "SourceUrl": "https://acme.example/join",
    "Wording": "I agree to texts from Acme",
    "WordingVersion": "3",
}


async def make_program(house: House, name: str = "Offers", brand: str = "Acme", sender: str = "", **more: Any) -> tuple[str, str]:
    """SIDs of a brand and of a program of it."""
    found = (await house.get(f"{API}/Brands", Name=brand)).json["brands"]
    brand_sid = found[0]["sid"] if found else (await house.post(f"{API}/Brands", Name=brand)).json["sid"]
    program = await house.post(f"{API}/Programs", BrandSid=brand_sid, Name=name, **{"Intents": ["marketing", "delivery"], **more})
    assert program.status == 201, program.text
    if sender:
        assert (await house.post(f"{API}/Programs/{program.json['sid']}/Senders", Sender=sender)).status == 201
    return brand_sid, program.json["sid"]


def at(house: House, ago: int = 0) -> str:
    return write_iso8601(house.platform.clock.now() - ago)


async def agree(house: House, program: str, recipient: str = PERSON, ago: int = HOUR, **more: Any) -> Any:
    answer = await house.post(f"{API}/Consents", ProgramSid=program, Recipient=recipient, CapturedAt=at(house, ago), **{**SHOWN, **more})
    assert answer.status == 201, answer.text
    return answer.json


async def until_told(house: House, sid: str, name: str, value: Any, differs: bool = False) -> None:
    """Wait for a job that was due later: the clock has been advanced to it, and it is taken up a moment after."""

    async def told() -> bool:
        return ((await house.get(f"{API}/Consents/{sid}")).json[name] == value) is not differs

    await house.until(told)


async def refused(house: House, **form: Any) -> int:
    answer = await house.post(f"{API}/Consents", **form)
    assert 400 <= answer.status < 500, answer.text
    code: int = answer.json["code"]
    return code


async def test_consent_needs_a_proof(house: House) -> None:
    _, program = await make_program(house)
    bare: dict[str, Any] = {"ProgramSid": program, "Recipient": PERSON}
    assert await refused(house, **bare) == 99120
    for left_out in ("Method", "SourceUrl", "Wording"):
        shown = {name: value for name, value in SHOWN.items() if name != left_out}
        assert await refused(house, **bare, CapturedAt=at(house), **shown) == 99120
    assert await refused(house, **bare, **SHOWN) == 99120  # no timestamp
    assert await refused(house, **bare, MessageSid="RE" + "0" * 32) == 99120
    assert await refused(house, **bare, ProofHash="0" * 64) == 99120
    assert await refused(house, **bare, ProofFile=base64.b64encode(b"form").decode(), ProofHash="0" * 64) == 99120
    assert await refused(house, **bare, ProofFile="%%%") == 99120
    assert (await house.get(f"{API}/Consents")).json["consents"] == []
    for place, proof in enumerate(
        ({"MessageSid": "SM" + "0" * 32}, {"RecordingSid": "RE" + "0" * 32}, {"ProofFile": base64.b64encode(b"form").decode()})
    ):
        assert (await house.post(f"{API}/Consents", **{**bare, "Recipient": f"+1555123000{place}", **proof})).status == 201


async def test_a_consent_is_for_one_program_of_one_brand(house: House) -> None:
    brand, program = await make_program(house)
    other_brand, other = await make_program(house, "News", "Bolt")
    consent = await agree(house, program)
    assert (consent["brand_sid"], consent["program_sid"], consent["types"], consent["status"]) == (
        brand, program, ["delivery", "marketing"], "live",
    )  # fmt: skip
    form: dict[str, Any] = {"Recipient": "+15551230002", "CapturedAt": at(house), **SHOWN}
    assert await refused(house, ProgramSid=program, BrandSid=other_brand, **form) == 99102
    assert await refused(house, ProgramSid=program, Types="polling", **form) == 99102
    assert await refused(house, ProgramSid=program, Types="gossip", **form) == 20001
    assert await refused(house, **form) == 20001
    assert await refused(house, ProgramSid=program, **{**form, "Recipient": "12"}) == 21211
    assert await refused(house, ProgramSid=program, Channel="sms", **{**form, "Recipient": "whatsapp:+15551230002"}) == 21211
    assert await refused(house, ProgramSid=program, **{**form, "CapturedAt": at(house, -DAY)}) == 99121
    assert await refused(house, ProgramSid=program, **{**form, "Recipient": PERSON}) == 20409  # it stands already
    found = await live_consents(house.platform.work(), house.account_sid, PERSON)
    assert [c.program_sid for c in found] == [program] and other not in {c.program_sid for c in found}


async def test_versions_are_kept_and_widening_needs_a_proof(house: House) -> None:
    _, program = await make_program(house)
    sid = (await agree(house, program, Types="delivery"))["sid"]
    assert (await house.post(f"{API}/Consents/{sid}", Types=["delivery", "marketing"])).json["code"] == 99120
    assert (await house.post(f"{API}/Consents/{sid}", Locale="fr")).json["revision"] == 2
    wider = await house.post(f"{API}/Consents/{sid}", Types=["delivery", "marketing"], MessageSid="SM" + "1" * 32)
    assert (wider.json["revision"], wider.json["types"]) == (3, ["delivery", "marketing"])
    versions = (await house.get(f"{API}/Consents/{sid}/Versions")).json["versions"]
    assert sorted((v["number"], v["locale"], tuple(v["types"])) for v in versions) == [
        (1, "", ("delivery",)), (2, "fr", ("delivery",)), (3, "fr", ("delivery", "marketing")),
    ]  # fmt: skip
    assert (await house.delete(f"{API}/Consents/{sid}")).status == 405
    assert (await house.post(f"{API}/Consents/{sid}/Versions/{versions[0]['sid']}", Locale="de")).status == 405
    assert (await house.get(f"{API}/Consents/{sid}/Verification")).json["intact"] is True


async def test_a_changed_file_and_a_changed_version_are_told(house: House) -> None:
    _, program = await make_program(house)
    form = b"<form>I agree</form>"
    consent = await agree(house, program, ProofFile=base64.b64encode(form).decode(), ProofType="text/html")
    assert consent["proof_hash"] == hashlib.sha256(form).hexdigest()
    kept = await house.get(f"{API}/Consents/{consent['sid']}/Proof")
    assert (kept.body, kept.headers["content-type"]) == (form, "text/html")
    blobs = house.platform.ports[Blobs]
    path = f"{API}/Consents/{consent['sid']}/Verification"
    assert (await house.get(path)).json["intact"] is True
    await blobs.put(consent["proof_sid"], form[:-1] + b"!")
    assert (await house.get(path)).json["broken"] == ["the file that proves version 1 is not the one that was recorded"]
    await blobs.delete(consent["proof_sid"])
    assert (await house.get(path)).json["broken"] == ["the file that proves version 1 is gone"]
    await blobs.put(consent["proof_sid"], form)
    assert (await house.get(path)).json["intact"] is True
    for change in ({"wording": "I agree to everything"}, {"ip_address": "192.0.2.1"}, {"captured_at": 1}):
        work = house.platform.work()
        version = await work.find(ConsentVersion, consent_sid=consent["sid"])
        assert version is not None
        before = {name: getattr(version, name) for name in change}
        work.set(version, **change)
        await work.commit()
        assert (await house.get(path)).json["intact"] is False
        work.set(version, **before)
        await work.commit()
    assert (await house.get(path)).json["intact"] is True


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


async def test_retention_ends_with_a_tombstone(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    _, program = await make_program(house)
    consent = await agree(house, program, ProofFile=base64.b64encode(b"form").decode(), IpAddress="192.0.2.7", RetentionDays=30)
    sid = consent["sid"]
    assert (await house.post(f"{API}/Consents/{sid}", Status="revoked", Reason="by letter")).json["status"] == "revoked"
    await house.settle()
    clock.advance(30 * DAY - SECOND)
    await house.settle()
    assert (await house.get(f"{API}/Consents/{sid}")).json["recipient"] == PERSON
    clock.advance(2 * SECOND)
    await until_told(house, sid, "erased_at", None, differs=True)
    left = (await house.get(f"{API}/Consents/{sid}")).json
    assert (left["recipient"], left["ip_address"], left["status"], left["proof_hash"]) == ("", "", "revoked", consent["proof_hash"])
    assert left["erased_at"] is not None
    assert await house.platform.ports[Blobs].get(consent["proof_sid"]) is None
    versions = (await house.get(f"{API}/Consents/{sid}/Versions")).json["versions"]
    assert {(v["recipient"], v["ip_address"]) for v in versions} == {("", "")}
    told = (await house.get(f"{API}/Consents/{sid}/Verification")).json
    assert (told["intact"], told["erased"]) == (True, True)
    found = (await house.get(f"{API}/Consents", Recipient=PERSON)).json["consents"]
    assert [c["sid"] for c in found] == [sid]  # by digest, without the number


async def test_silence_after_a_reconfirmation_lapses(house: House) -> None:
    clock = house.platform.clock
    clock.stop()
    _, program = await make_program(house)
    sids = [(await agree(house, program, f"+1555123000{n}"))["sid"] for n in range(2)]
    assert await due_for_reconfirmation(house.platform.work()) == []
    clock.advance(RECONFIRM_AFTER)
    work = house.platform.work()
    due = await due_for_reconfirmation(work)
    assert {c.sid for c in due} == {*sids}
    for consent in due:
        ask_reconfirmation(consent, work, answer_within=10 * DAY)
    await work.commit()
    assert await due_for_reconfirmation(house.platform.work()) == []
    answered = await house.post(f"{API}/Consents/{sids[0]}", Status="live", MessageSid="SM" + "4" * 32)
    assert (answered.json["status"], answered.json["reconfirm_requested_at"]) == ("live", None)
    clock.advance(10 * DAY + SECOND)
    await until_told(house, sids[1], "status", "lapsed")
    await house.settle()
    assert [(await house.get(f"{API}/Consents/{sid}")).json["status"] for sid in sids] == ["live", "lapsed"]
    assert (await house.post(f"{API}/Consents/{sids[1]}", Status="live")).json["code"] == 99120
    assert (await house.post(f"{API}/Consents/{sids[1]}", Status="live", MessageSid="SM" + "5" * 32)).json["status"] == "live"


async def test_a_conversation_lasts_as_long_as_it_goes_on(house: House) -> None:
    clock = house.platform.clock
    clock.stop()

    async def write(sid: str) -> Consent:
        work = house.platform.work()
        consent = await open_conversation(work, house.account_sid, PERSON, SENDER, sid)
        await work.commit()
        return consent

    first = await write("SM" + "6" * 32)
    clock.advance(23 * HOUR)
    second = await write("SM" + "7" * 32)
    assert second.sid == first.sid and second.message_sid == "SM" + "6" * 32  # its proof is the message that opened it
    clock.advance(DAY - SECOND)
    assert [c.last_message_sid for c in await live_consents(house.platform.work(), house.account_sid, PERSON)] == ["SM" + "7" * 32]
    clock.advance(SECOND)
    assert await live_consents(house.platform.work(), house.account_sid, PERSON) == []
    third = await write("SM" + "8" * 32)
    assert third.sid != first.sid
    _, program = await make_program(house)
    assert await refused(house, ProgramSid=program, Recipient=PERSON, Basis="conversation", MessageSid="SM" + "6" * 32) == 20001
    assert (await house.get(f"{API}/Consents/{first.sid}/Verification")).json["intact"] is True


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


async def test_tenants_are_apart(house: House) -> None:
    _, program = await make_program(house, sender=SENDER)
    sid = (await agree(house, program))["sid"]
    stop = (await house.post(f"{API}/OptOuts", Recipient=PERSON, Sender=SENDER)).json["sid"]
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Other")).json
    other = (child["sid"], child["auth_token"])
    for path in (f"Consents/{sid}", f"Consents/{sid}/Versions", f"Consents/{sid}/Receipt", f"Consents/{sid}/Verification",
                 f"Consents/{sid}/Proof", f"Programs/{program}", f"Programs/{program}/Senders", f"OptOuts/{stop}"):  # fmt: skip
        assert (await house.get(f"{API}/{path}", auth=other)).status == 404, path
    for name, key in (("Consents", "consents"), ("OptOuts", "opt_outs"), ("Brands", "brands"), ("Programs", "programs")):
        assert (await house.get(f"{API}/{name}", auth=other, **({"Recipient": PERSON} if "P" not in name else {}))).json[key] == []
    assert (await house.get(f"{API}/Timeline", auth=other, Recipient=PERSON)).json["entries"] == []
    assert (await house.post(f"{API}/Consents/{sid}", auth=other, Status="revoked")).status == 404
    assert await program_of_sender(house.platform.work(), child["sid"], SENDER) is None
    taken = await house.post(f"{API}/Consents", auth=other, ProgramSid=program, Recipient=PERSON, CapturedAt=at(house), **SHOWN)
    assert taken.json["code"] == 20001


@pytest.mark.parametrize("kind", [Consent, ConsentVersion])
def test_what_erasure_must_know_of_a_consent(kind: type[Consent] | type[ConsentVersion]) -> None:
    marks = {name: mark.value for name, mark in kind.erasure().items() if name != "proof_file"}
    assert marks == {
        "recipient": "pseudonymise", "captured_by": "pseudonymise", "ip_address": "pseudonymise",
        "user_agent": "pseudonymise", "trigger_reference": "blank",
    }  # fmt: skip

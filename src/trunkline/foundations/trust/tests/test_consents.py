"""Consents: what is taken, what is refused, what is kept and how long, and who sees it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import Any

import pytest

from conftest import House
from trunkline.foundations.storage.ports import Blobs
from trunkline.foundations.trust.actions.look_up import live_consents, program_of_sender
from trunkline.foundations.trust.actions.open_conversation import open_conversation
from trunkline.foundations.trust.actions.revise_consent import RECONFIRM_AFTER, ask_reconfirmation, due_for_reconfirmation
from trunkline.foundations.trust.ports import InboundMessage, MessageRecords
from trunkline.foundations.trust.resources.consent import Consent, ConsentVersion
from trunkline.foundations.trust.tests.ledger import API, PERSON, SENDER, SHOWN, agree, at, make_program, refused, until_told
from trunkline.kernel.clock import DAY, HOUR, SECOND
from trunkline.kernel.work import Work


async def test_consent_needs_a_proof(house: House) -> None:
    del house.platform.ports[MessageRecords]  # where nothing keeps messages, their SIDs are taken by their form
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
    del house.platform.ports[MessageRecords]  # where nothing keeps messages, their SIDs are taken by their form
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


async def test_versions_stay_one_chain_under_many_writers(house: House) -> None:
    _, program = await make_program(house)
    sid = (await agree(house, program))["sid"]
    path = f"{API}/Consents/{sid}"
    answers = await asyncio.gather(*(house.post(path, Locale=f"x{n}") for n in range(6)), house.post(path, Status="revoked"))
    assert {a.status for a in answers} <= {200, 409}
    done = sum(a.status == 200 for a in answers)
    assert done >= 1
    told = (await house.get(f"{path}/Verification")).json
    assert (told["intact"], told["versions"]) == (True, done + 1)


class OneMessage:
    """Messages of a product, as far as the ledger asks: one text, from one person."""

    async def inbound(self, work: Work, account_sid: str, sid: str) -> InboundMessage | None:
        return InboundMessage(sid, f"whatsapp:{PERSON}", SENDER, work.now) if sid == "SM" + "1" * 32 else None


async def test_a_message_proves_only_what_its_writer_agreed_to(house: House) -> None:
    _, program = await make_program(house)
    house.platform.ports[MessageRecords] = OneMessage()
    assert await refused(house, ProgramSid=program, Recipient=PERSON, MessageSid="SM" + "2" * 32) == 99120
    assert await refused(house, ProgramSid=program, Recipient="+15551230002", MessageSid="SM" + "1" * 32) == 99120
    sid = (await house.post(f"{API}/Consents", ProgramSid=program, Recipient=PERSON, MessageSid="SM" + "1" * 32)).json["sid"]
    assert (await house.post(f"{API}/Consents/{sid}", Status="live", MessageSid="SM" + "2" * 32)).json["code"] == 99120
    assert (await house.post(f"{API}/Consents/{sid}", Status="live", MessageSid="SM" + "1" * 32)).json["revision"] == 2


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
    del house.platform.ports[MessageRecords]  # where nothing keeps messages, their SIDs are taken by their form
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
    del house.platform.ports[MessageRecords]  # where nothing keeps messages, their SIDs are taken by their form
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

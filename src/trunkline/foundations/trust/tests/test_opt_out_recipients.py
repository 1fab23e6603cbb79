"""Opt-outs that come in lists, by voice and by other doors, and how they are asked for."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from conftest import House
from trunkline.foundations.trust.actions.opt_out import is_opted_out
from trunkline.foundations.trust.actions.opt_out_by_voice import opt_out_by_voice
from trunkline.foundations.trust.tests.ledger import API, PERSON, SENDER, at, make_program
from trunkline.kernel.clock import DAY, HOUR

V3 = "/messaging/v3/OptOuts/Recipients"


async def bring(house: House, items: Any) -> Any:
    answer = await house.post(f"{V3}/Import", Items=json.dumps(items))
    assert answer.status == 201, answer.text
    return answer.json


async def test_a_list_is_brought_in_asked_for_and_taken_out(house: House) -> None:
    brand, _ = await make_program(house, sender=SENDER)
    told = await bring(house, [
        {"recipient": PERSON, "sender": SENDER, "opted_out_at": at(house, DAY)},
        {"recipient": f"whatsapp:{PERSON}", "sender": SENDER}, {"recipient": "(555) 123-0001", "sender": SENDER},
        {"recipient": "+15551230002", "sender": brand, "scope": "brand", "source": "email"},
        {"recipient": "+15551230003", "sender": "no sender at all"},
        {"recipient": "", "sender": SENDER}, {"recipient": PERSON, "sender": SENDER, "scope": "planet"}, ["x"],
        {"recipient": PERSON, "sender": SENDER, "opted_out_at": "soon"}, {"recipient": PERSON, "number": SENDER},
        {"recipient": "+15551230004", "sender": SENDER, "opted_out_at": at(house, -DAY)},
    ])  # fmt: skip
    assert (told["added"], told["standing"], told["refused"]) == (2, 2, 7)
    assert [(e["item"], e["error_code"]) for e in told["errors"]] == [
        (4, 20001), (5, 21211), (6, 20001), (7, 20001), (8, 20001), (9, 20001), (10, 99121),
    ]  # fmt: skip
    assert (await bring(house, [{"recipient": PERSON, "sender": SENDER}]))["standing"] == 1
    checked = await house.post(f"{V3}/Check", Recipients=[PERSON, "+15551230002", "+15551230009"], Sender=SENDER)
    assert [(r["opted_out"], r.get("scope")) for r in checked.json["recipients"]] == [(True, "sender"), (True, "brand"), (False, None)]
    exported = await house.get(f"{V3}/Export")
    assert exported.headers["content-type"].startswith("text/csv") and PERSON not in exported.text
    rows = list(csv.DictReader(io.StringIO(exported.text)))
    assert [(row["scope"], row["source"]) for row in rows] == [("sender", "bulk"), ("brand", "email")]
    listed = (await house.get(V3, Recipient=PERSON)).json["recipients"]
    assert [row["sid"] for row in listed] == [rows[0]["sid"]] and "/v3/OptOuts/Recipients/" in listed[0]["url"]
    assert (await house.delete(f"{V3}/{rows[0]['sid']}")).status == 204
    assert (await house.post(V3, Recipient=PERSON, Sender=SENDER)).status == 201


@pytest.mark.parametrize("items", ["", "x", "{}", "[]", json.dumps([{"recipient": PERSON}] * 1_001)])
async def test_lists_that_are_none(house: House, items: str) -> None:
    answer = await house.post(f"{V3}/Import", Items=items)
    assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_r13_an_objection_of_whatever_source_counts(house: House) -> None:
    for number, source in enumerate(("link", "console", "voice", "email")):
        person = f"+1555123010{number}"
        assert (await house.post(f"{API}/OptOuts", Recipient=person, Scope="account", Source=source)).status == 201
        assert await is_opted_out(house.platform.work(), house.account_sid, person, SENDER)


async def test_r30_a_key_or_a_word_in_a_call(house: House) -> None:
    _, program = await make_program(house, sender=SENDER)
    call = "CA" + "1" * 32
    assert (await house.post(f"{API}/Policy", Preset="policy")).status == 200

    async def said(**heard: str) -> bool:
        work = house.platform.work()
        row = await opt_out_by_voice(work, house.account_sid, PERSON, SENDER, call, **heard)
        await work.commit()
        return row is not None

    assert not await said(key="1")
    assert not await said(speech="yes please, put me through")
    assert not await said(speech="help")
    assert not await is_opted_out(house.platform.work(), house.account_sid, PERSON, SENDER)
    assert await said(key="9")
    assert not await said(speech="stop")  # it stands already
    row = (await house.get(f"{API}/OptOuts", Recipient=PERSON)).json["opt_outs"][0]
    assert (row["scope"], row["sender"], row["source"], row["call_sid"], row["keyword"]) == ("program", program, "voice", call, "key 9")
    with pytest.raises(ValueError, match="no SID of a call"):
        await opt_out_by_voice(house.platform.work(), house.account_sid, PERSON, SENDER, "CA1", key="9")
    work = house.platform.work()
    found = await opt_out_by_voice(work, house.account_sid, "+15551230055", SENDER, call, speech="please take me off your list")
    assert found is not None and "me off" in found.keyword


async def test_r07_yes_answers_a_reconfirmation(house: House) -> None:
    from trunkline.foundations.trust.actions.opt_out import opt_in
    from trunkline.foundations.trust.actions.revise_consent import ask_reconfirmation
    from trunkline.foundations.trust.resources.consent import Consent
    from trunkline.foundations.trust.tests.ledger import agree

    _, program = await make_program(house, sender=SENDER)
    sid = (await agree(house, program, ago=HOUR))["sid"]
    work = house.platform.work()
    consent = await work.fetch(Consent, sid, house.account_sid)
    assert consent is not None
    ask_reconfirmation(consent, work)
    await work.commit()
    work = house.platform.work()
    assert not await opt_in(work, house.account_sid, PERSON, SENDER, message_sid="SM" + "8" * 32)
    await work.commit()
    await house.settle()
    again = (await house.get(f"{API}/Consents/{sid}")).json
    assert (again["status"], again["reconfirm_requested_at"], again["reason"]) == ("live", None, "reconfirmed")
    assert again["message_sid"] == "SM" + "8" * 32

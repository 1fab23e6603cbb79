"""R93: what goes and what stays, told beforehand and proved afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trunkline.foundations.privacy.tests.requests import (
    API,
    OTHER_PHONE,
    THEIR_WORDS,
    live_through,
    octets_of,
    whole_record,
)
from trunkline.foundations.storage.ports import Blobs
from trunkline.foundations.trust.receipts import verify_receipt
from trunkline.kernel import catalogue
from trunkline.products.messaging.tests.sending import PHONE, Office, stop_clock

# Tables that an erasure writes for itself, and what the house writes at any time.
_OWN = {"privacy_erasure", "privacy_restriction", "kernel_job", "requests_api_request", "ledger_fold_mark"}


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open("twilio")


async def erase(office: Office, **subject: str) -> dict[str, Any]:
    """The erasure once it is done."""
    house = office.house
    planned = await house.post(f"{API}/Erasures", **subject)
    assert planned.status == 201, planned.text
    path = f"{API}/Erasures/{planned.json['sid']}"
    assert (await house.post(path, Status="confirmed")).status == 200

    async def done() -> bool:
        house.platform.clock.advance(1_000_000)
        await house.settle()
        return (await house.get(path)).json["status"] in ("done", "failed")

    await house.until(done)
    found: dict[str, Any] = (await house.get(path)).json
    assert found["status"] == "done", found
    return found


def changed_rows(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, int]]:
    """By table: how many rows went, changed, and came."""
    found = {}
    for table, rows in before.items():
        if table in _OWN:
            continue
        now = after[table]
        told = {
            "remove": len(rows.keys() - now.keys()),
            "blank": sum(1 for sid in rows.keys() & now.keys() if rows[sid] != now[sid]),
            "came": len(now.keys() - rows.keys()),
        }
        if any(told.values()):
            found[table] = told
    return found


async def test_r93_the_effect_is_the_plan_over_the_whole_database(office: Office) -> None:
    house = office.house
    had = await live_through(office)
    plan = (await house.post(f"{API}/Erasures", Address=PHONE)).json
    steps = {(line["table"], line["step"]): line for line in plan["plan"]}
    assert {table for table, step in steps if step == "remove"} >= {
        "webhooks_webhook_attempt", "alerts_alert", "messaging_media", "simulated_handset", "simulated_handset_message",
    }  # fmt: skip
    assert {table for table, step in steps if step == "blank"} >= {"messaging_message", "voice_call", "trust_consent", "sync_document"}
    assert steps["trust_opt_out", "keep"]["rows"] == 1
    assert steps["ledger_entry", "keep"]["rows"] >= 1
    assert all(line["why"] for line in plan["plan"])
    before = await whole_record(office)
    done = await erase(office, Address=PHONE)
    after = await whole_record(office)
    assert done["plan"] == plan["plan"]
    assert done["outcome"] == plan["plan"]
    assert (done["rows_done"], done["found_after"]) == (plan["rows_planned"], 0)
    planned: dict[str, dict[str, int]] = {}
    for line in plan["plan"]:
        if line["step"] != "keep":
            told = planned.setdefault(line["table"], {"remove": 0, "blank": 0, "came": 0})
            told[line["step"]] += line["rows"]
    effect = changed_rows(before, after)
    revoked = effect["trust_consent_version"].pop("came")  # that the consent ended is a version of it
    assert revoked <= 1
    effect["trust_consent_version"]["came"] = 0
    assert effect == planned
    first = (await house.get(f"/Messages/{had['first']}.json")).json
    assert (first["to"], first["body"], first["from"]) == ("[erased]", "", "+15557770001")
    assert first["status"] == "delivered" and first["num_segments"] == "1"
    other = (await house.get(f"/Messages/{had['other']}.json")).json
    assert (other["to"], other["body"]) == (OTHER_PHONE, "Acme: call back [erased] or write")
    assert await house.platform.ports[Blobs].get(had["media"]) is None
    assert await office.refused() == 21610  # still left alone


async def all_octets(office: Office) -> bytes:
    """What lies on the disk: SQLite's file with its log, and all files; of PostgreSQL, whose files the operator rewrites, the rows."""
    house = office.house
    files = octets_of(house.data)
    path = getattr(house.platform.database, "path", None)
    return files + (octets_of(Path(path).parent) if path else str(await whole_record(office)).encode())


async def test_r93_the_address_is_nowhere_on_the_disk_afterwards(house: Any) -> None:
    stop_clock(house)
    office = await Office(house).open("twilio")
    await live_through(office)
    held = await all_octets(office)
    assert PHONE[1:].encode() in held and THEIR_WORDS.encode() in held
    await erase(office, Address=PHONE)
    await house.settle()
    left = await all_octets(office)
    assert PHONE[1:].encode() not in left
    assert THEIR_WORDS.encode() not in left
    assert OTHER_PHONE[1:].encode() in left


async def test_r93_nothing_of_another_account_is_touched(office: Office) -> None:
    house = office.house
    await live_through(office)
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    auth = (child["sid"], child["auth_token"])
    planned = await house.post(f"{API}/Erasures", auth=auth, Address=PHONE)
    assert (planned.status, planned.json["rows_planned"]) == (201, 0)
    foreign = await house.post(f"{API}/Erasures", auth=auth, Address=PHONE, AccountSid=house.account_sid)
    assert (foreign.status, foreign.json["code"]) == (400, 20001)
    own = (await house.post(f"{API}/Erasures", Address=PHONE)).json
    assert (await house.get(f"{API}/Erasures/{own['sid']}", auth=auth)).status == 404
    assert (await house.post(f"{API}/Erasures/{own['sid']}", auth=auth, Status="confirmed")).status == 404


async def test_r93_a_hold_keeps_what_it_is_set_for(office: Office) -> None:
    house = office.house
    await live_through(office)
    held = await house.post(f"{API}/Holds", Address=PHONE, Reference="case 7")
    assert held.status == 201, held.text
    planned = (await house.post(f"{API}/Erasures", Address=PHONE)).json
    assert planned["held_by"] == ["case 7"]
    refused = await house.post(f"{API}/Erasures/{planned['sid']}", Status="confirmed")
    assert (refused.status, refused.json["code"]) == (409, 99117)
    key = (await house.post("/Keys.json", FriendlyName="k")).json
    by_key = await house.delete(f"{API}/Holds/{held.json['sid']}")
    assert by_key.status == 204 and key["sid"]
    assert (await house.post(f"{API}/Erasures/{planned['sid']}", Status="confirmed")).status == 200


async def test_r93_a_hold_is_not_lifted_by_a_key(office: Office) -> None:
    house = office.house
    held = (await house.post(f"{API}/Holds", Reference="case 8")).json
    key = (await house.post("/Keys.json", FriendlyName="k")).json
    refused = await house.ask("DELETE", f"{API}/Holds/{held['sid']}", auth=(key["sid"], key["secret"]))
    assert refused.status == 403


async def test_r93_what_waits_is_called_off_first(office: Office) -> None:
    house = office.house
    service = (await house.post("/messaging/v1/Services", FriendlyName="later")).json
    number = (await house.get("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"][0]
    await house.post(f"/messaging/v1/Services/{service['sid']}/PhoneNumbers", PhoneNumberSid=number["sid"])
    waiting = (await office.send(sender="", MessagingServiceSid=service["sid"], ScheduleType="fixed", SendAt="2026-11-25T12:00:00Z")).json
    await erase(office, Address=PHONE)
    message = (await house.get(f"/Messages/{waiting['sid']}.json")).json
    assert (message["status"], message["to"]) == ("canceled", "[erased]")
    assert (await house.get(f"{API}/Restrictions")).json["restrictions"] == []


async def test_r93_the_certificate_is_signed_and_names_nobody(office: Office) -> None:
    house = office.house
    await live_through(office)
    planned = (await house.post(f"{API}/Erasures", Address=PHONE)).json
    early = await house.get(f"{API}/Erasures/{planned['sid']}/Certificate")
    assert early.status == 409
    done = await erase(office, Address=PHONE, Reference="letter of 20 November")
    answer = await house.get(f"{API}/Erasures/{done['sid']}/Certificate")
    assert PHONE[1:] not in answer.text
    record = verify_receipt(answer.body)
    assert record["event"]["event_type"] == "erasure"
    assert record["reference"] == "letter of 20 November"
    assert record["done"] == done["outcome"] and record["found_after"] == 0
    with pytest.raises(ValueError, match="signature"):
        verify_receipt(json.dumps({**json.loads(answer.body), "receipt": {**record, "found_after": 1}}).encode())


async def test_r93_a_closed_account_is_erased_but_for_what_must_stay(office: Office) -> None:
    house = office.house
    await live_through(office)
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Doctor Ada")).json
    auth = (child["sid"], child["auth_token"])
    await house.post("/sync/v1/Services", auth=auth, FriendlyName="notes")
    await house.post("/compliance/v1/OptOuts", auth=auth, Recipient=PHONE, Sender=child["sid"], Scope="account")
    open_ = await house.post(f"{API}/Erasures", AccountSid=child["sid"])
    assert (open_.status, open_.json["code"]) == (409, 20409)
    await house.post(f"/2010-04-01/Accounts/{child['sid']}.json", Status="closed")
    before = await whole_record(office)
    done = await erase(office, AccountSid=child["sid"])
    after = await whole_record(office)
    left = {table for table, rows in after.items() for row in rows.values() if child["sid"] in row and table not in _OWN}
    kept = {line["table"] for line in done["plan"] if line["step"] == "keep"}
    assert left - {"accounts_account"} <= kept and "trust_opt_out" in left
    assert not any("Doctor Ada" in map(str, row) for table, rows in after.items() if table not in _OWN for row in rows.values())
    for kind in catalogue.resources():
        table = kind.table.name
        if table not in _OWN:
            mine = {sid for sid, row in before[table].items() if house.account_sid in row}
            assert mine <= after[table].keys()

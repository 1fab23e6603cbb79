"""R91 and R95: what is wrong is put right, and consent is taken back purpose by purpose."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trunkline.foundations.privacy.resources.correction import Correction
from trunkline.foundations.privacy.tests.requests import API
from trunkline.products.messaging.tests.sending import PHONE, Office, stop_clock

PERSON = {
    "CustomerName": "Ada Wrong", "Street": "1 Hill", "City": "San Francisco", "Region": "CA", "PostalCode": "94105", "IsoCountry": "US",
}  # fmt: skip


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open("twilio")


async def correct(office: Office, sid: str, name: str, value: str, **more: str) -> Any:
    return await office.house.post(f"{API}/Corrections", ResourceSid=sid, Field=name, Value=value, **more)


async def test_r91_what_is_wrong_is_put_right_and_the_old_value_stays_in_the_audit(office: Office) -> None:
    house = office.house
    made = (await house.post("/Addresses.json", **PERSON)).json
    first = await correct(office, made["sid"], "CustomerName", "Ada Right", Reason="a letter")
    assert (first.status, first.json["number"], first.json["kind"]) == (201, 1, "Address"), first.text
    second = await correct(office, made["sid"], "customer_name", "Ada Lovelace")
    assert second.json["number"] == 2
    assert (await house.get(f"/Addresses/{made['sid']}.json")).json["customer_name"] == "Ada Lovelace"
    listed = (await house.get(f"{API}/Corrections", ResourceSid=made["sid"])).json["corrections"]
    assert [(row["number"], row["value"]) for row in listed] == [(2, "Ada Lovelace"), (1, "Ada Right")]
    assert "Ada Wrong" not in str(listed)
    kept = await house.platform.work().select(Correction, resource_sid=made["sid"])
    assert [row.old_value for row in kept] == ["Ada Wrong", "Ada Right"]


async def test_r91_a_contact_and_the_account_itself_are_corrected(office: Office) -> None:
    house = office.house
    items = [{"contact_id": PHONE, "correlation_id": "a" * 32, "country_iso_code": "US", "zip_code": "10001"}]
    bulk = await house.post("/accounts/v1/Contacts/Bulk", Items=[json.dumps(item) for item in items])
    assert bulk.status in (200, 201), bulk.text
    contact = (await house.get("/compliance/v1/Contacts")).json["contacts"][0]
    assert (await correct(office, contact["sid"], "ZipCode", "10002")).status == 400  # the field's own name, as nothing else updates it
    assert (await correct(office, contact["sid"], "zip_code", "10002")).status == 201
    assert (await house.get("/compliance/v1/Contacts")).json["contacts"][0]["zip_code"] == "10002"
    assert (await correct(office, house.account_sid, "FriendlyName", "Acme Ltd")).status == 201
    assert (await house.get(f"/2010-04-01/Accounts/{house.account_sid}.json")).json["friendly_name"] == "Acme Ltd"


async def test_r91_what_cannot_be_corrected_says_so(office: Office) -> None:
    house = office.house
    made = (await house.post("/Addresses.json", **PERSON)).json
    wrong = await correct(office, made["sid"], "IsoCountry", "FR")
    assert (wrong.status, wrong.json["code"]) == (400, 20001) and "CustomerName" in wrong.json["message"]
    assert (await correct(office, "AD" + "0" * 32, "CustomerName", "x")).status == 404
    sealed = await correct(office, house.account_sid, "sealed_token", "x")
    assert (sealed.status, sealed.json["code"]) == (400, 20001)
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    auth = (child["sid"], child["auth_token"])
    foreign = await house.post(f"{API}/Corrections", auth=auth, ResourceSid=made["sid"], Field="CustomerName", Value="x")
    assert foreign.status == 404


async def test_r95_consent_is_taken_back_for_one_purpose_and_then_for_all(office: Office) -> None:
    house = office.house
    await office.policy(Preset="policy")
    program = await office.program()
    consent = await office.agree(program)
    assert (await office.send(MessageIntent="delivery")).status == 201
    taken = await house.post(f"{API}/Withdrawals", Address=PHONE, Purpose="marketing")
    assert taken.status == 201, taken.text
    assert taken.json["consents"] == [{"sid": consent, "became": "only for delivery"}]
    assert PHONE[1:] not in taken.text
    assert await office.refused("Acme: 20% off everything", MessageIntent="marketing") == 99102
    assert (await office.send(MessageIntent="delivery")).status == 201
    versions = (await house.get(f"/compliance/v1/Consents/{consent}/Versions")).json["versions"]
    assert [row["types"] for row in versions][-1 if versions[0]["number"] == 1 else 0] == ["delivery"]
    assert (await house.get(f"/compliance/v1/Consents/{consent}/Verification")).json["broken"] == []
    again = await house.post(f"{API}/Withdrawals", Address=PHONE, Purpose="marketing")
    assert again.json["consents"] == [{"sid": consent, "became": "not for this purpose"}]
    last = await house.post(f"{API}/Withdrawals", Address=PHONE, Purpose="all")
    assert last.json["consents"] == [{"sid": consent, "became": "revoked"}]
    assert last.json["opt_out_sid"]
    assert await office.refused(MessageIntent="delivery") == 21610


async def test_r95_a_purpose_that_is_none_and_a_strangers_program_are_refused(office: Office) -> None:
    house = office.house
    for form in (
        {"Purpose": "fun", "Address": PHONE},
        {"Purpose": "all"},
        {"Address": PHONE, "Purpose": "all", "ProgramSid": "PM" + "0" * 32},
    ):
        answer = await house.post(f"{API}/Withdrawals", **form)
        assert (answer.status, answer.json["code"]) == (400, 20001), answer.text

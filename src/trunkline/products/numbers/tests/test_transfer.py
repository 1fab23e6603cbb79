"""Numbers that change hands between a main account and its subaccounts, and those of closed accounts."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.products.numbers.actions.find_destination import find_destination
from trunkline.products.numbers.actions.find_sender import find_sender
from trunkline.products.numbers.actions.provision_number import provision_number

NUMBER = "+15557770001"


@pytest.fixture
async def number(house: Any) -> str:
    """The SID of a number of the main account."""
    work = house.platform.work()
    row = await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    return row.sid


async def subaccount(house: Any) -> tuple[str, str]:
    made = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Branch")).json
    return made["sid"], made["auth_token"]


def at(account_sid: str, sid: str) -> str:
    return f"/2010-04-01/Accounts/{account_sid}/IncomingPhoneNumbers/{sid}.json"


async def test_there_and_back(house: Any, number: str) -> None:
    application = (await house.post("/Applications.json", FriendlyName="A")).json["sid"]
    await house.post(at(house.account_sid, number), SmsApplicationSid=application, FriendlyName="Kept")
    branch, token = await subaccount(house)
    moved = await house.post(at(house.account_sid, number), AccountSid=branch)
    assert moved.status == 200, moved.text
    assert (moved.json["account_sid"], moved.json["sms_application_sid"], moved.json["friendly_name"]) == (branch, "", "Kept")
    assert moved.json["uri"] == at(branch, number)
    assert (await house.get(at(house.account_sid, number))).status == 404
    assert (await house.get(at(branch, number), auth=(branch, token))).status == 200
    work = house.platform.work()
    assert await find_sender(work, house.account_sid, NUMBER) is None
    assert (await find_sender(work, branch, NUMBER)) is not None
    refused = await house.post(at(branch, number), auth=(branch, token), AccountSid=house.account_sid)
    assert (refused.status, refused.json["code"]) == (400, 21474)
    back = await house.post(at(branch, number), AccountSid=house.account_sid)
    assert back.json["account_sid"] == house.account_sid


async def test_only_within_the_family(house: Any, number: str) -> None:
    work = house.platform.work()
    stranger, *_ = create_main_account(work, "Stranger")
    await work.commit()
    for target, code in ((stranger.sid, 21473), ("AC" + "0" * 32, 21473), ("AC12", 21470)):
        answer = await house.post(at(house.account_sid, number), AccountSid=target)
        assert (answer.status, answer.json["code"]) == (400, code)
    branch, _ = await subaccount(house)
    await house.post(f"/2010-04-01/Accounts/{branch}.json", Status="suspended")
    assert (await house.post(at(house.account_sid, number), AccountSid=branch)).json["code"] == 21472
    assert (await house.get(at(house.account_sid, number))).json["account_sid"] == house.account_sid


async def test_a_regulated_number_finds_an_address_at_its_new_account(house: Any) -> None:
    branch, token = await subaccount(house)
    work = house.platform.work()
    row = await provision_number(work, house.account_sid, (await mobile_of(house, "DE")))
    await work.commit()
    refused = await house.post(at(house.account_sid, row.sid), AccountSid=branch)
    assert (refused.status, refused.json["code"]) == (400, 21613)
    address = await house.post(
        f"/2010-04-01/Accounts/{branch}/Addresses.json", auth=(branch, token), CustomerName="Ada", Street="Chausseestr. 1", City="Berlin",
        Region="Berlin", PostalCode="10115", IsoCountry="DE",
    )  # fmt: skip
    moved = await house.post(at(house.account_sid, row.sid), AccountSid=branch)
    assert (moved.status, moved.json["address_sid"]) == (200, address.json["sid"])


async def mobile_of(house: Any, country: str) -> str:
    found = (await house.get(f"/AvailablePhoneNumbers/{country}/Mobile.json", PageSize=1)).json
    number: str = found["available_phone_numbers"][0]["phone_number"]
    return number


async def test_a_closed_account_releases_its_numbers(house: Any, number: str) -> None:
    branch, _ = await subaccount(house)
    await house.post(at(house.account_sid, number), AccountSid=branch)
    work = house.platform.work()
    assert await find_destination(work, NUMBER) is not None
    assert (await house.post(f"/2010-04-01/Accounts/{branch}.json", Status="closed")).status == 200
    await house.settle()
    assert await find_destination(work, NUMBER) is None
    assert (await provision_number(work, house.account_sid, NUMBER)).phone_number == NUMBER

"""The SafeList of the accounts API, and what it lets pass."""

from __future__ import annotations

import pytest

from conftest import House
from trunkline.foundations.trust.enforcement.standing import recall
from trunkline.foundations.trust.enforcement.tests.cases import subaccount
from trunkline.foundations.trust.enforcement.traffic import is_safelisted
from trunkline.foundations.trust.enforcement.watch import Watch

AT = "/accounts/v1/SafeList/Numbers"


async def test_r59_a_number_is_listed_found_and_removed(house: House) -> None:
    made = await house.post(AT, PhoneNumber="+18001234567")
    assert made.status == 201
    assert made.json.keys() == {"sid", "phone_number"}
    assert made.json["sid"].startswith("GN")
    assert (await house.get(AT, PhoneNumber="+18001234567")).json == made.json
    twice = await house.post(AT, PhoneNumber="+18001234567")
    assert (twice.status, twice.json["code"]) == (409, 60411)
    assert (await house.ask("DELETE", f"{AT}?PhoneNumber=%2B18001234567")).status == 204
    gone = await house.get(AT, PhoneNumber="+18001234567")
    assert (gone.status, gone.json["code"]) == (404, 20404)
    assert (await house.ask("DELETE", f"{AT}?PhoneNumber=%2B18001234567")).status == 404


@pytest.mark.parametrize("number", ["", "8001234567", "+1800123456x", "+18001xxx4567", "+1800xxx", "x" * 5000, "+0123456789"])
async def test_what_is_no_number_is_refused(house: House, number: str) -> None:
    for answer in (await house.post(AT, PhoneNumber=number), await house.get(AT, PhoneNumber=number)):
        assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_r59_listed_numbers_and_prefixes_pass_for_the_account_and_its_subaccounts(house: House) -> None:
    child, token = await subaccount(house)
    await house.post(AT, PhoneNumber="+99890123004")
    await house.post(AT, PhoneNumber="+99890999XXX")
    await house.post(AT, auth=(child, token), PhoneNumber="+447700900123")
    for fresh in (False, True):
        if fresh:
            house.platform.ports[Watch] = Watch()
        work = house.platform.work()
        for account in (house.account_sid, child):
            await recall(work, account)
            assert is_safelisted(work, account, "+99890123004")
            assert is_safelisted(work, account, "+99890999123")
            assert not is_safelisted(work, account, "+99890123005")
            assert not is_safelisted(work, account, "+998909991234")
        assert is_safelisted(work, child, "+447700900123")
        assert not is_safelisted(work, house.account_sid, "+447700900123")
    assert (await house.get(AT, auth=(child, token), PhoneNumber="+99890123004")).status == 404

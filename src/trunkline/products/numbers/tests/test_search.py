"""The stock as the API shows it."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.products.numbers.actions.provision_number import provision_number

STOCK = "/AvailablePhoneNumbers"


async def test_countries(house: Any) -> None:
    body = (await house.get(f"{STOCK}.json")).json
    own = f"/2010-04-01/Accounts/{house.account_sid}/AvailablePhoneNumbers"
    assert body["uri"] == f"{own}.json"
    by_code = {one["country_code"]: one for one in body["countries"]}
    assert by_code["US"] == {
        "country_code": "US",
        "country": "United States",
        "uri": f"{own}/US.json",
        "beta": False,
        "subresource_uris": {"local": f"{own}/US/Local.json", "toll_free": f"{own}/US/TollFree.json"},
    }
    assert (await house.get(f"{STOCK}/us.json")).json == by_code["US"]
    assert (await house.get(f"{STOCK}/ZZ.json")).status == 404
    for country in body["countries"]:
        for address in country["subresource_uris"].values():
            answer = await house.get(address, PageSize=1)
            assert answer.status == 200
            assert len(answer.json["available_phone_numbers"]) == 1, address


async def test_one_number_has_every_field(house: Any) -> None:
    number = (await house.get(f"{STOCK}/US/Local.json", AreaCode="212", PageSize=1)).json["available_phone_numbers"][0]
    assert set(number) == {
        "friendly_name", "phone_number", "lata", "locality", "rate_center", "latitude", "longitude", "region", "postal_code",
        "iso_country", "address_requirements", "beta", "capabilities",
    }  # fmt: skip
    assert (number["iso_country"], number["region"], number["address_requirements"], number["beta"]) == ("US", "NY", "none", False)
    assert number["capabilities"] == {"voice": True, "sms": True, "mms": True, "fax": True}


@pytest.mark.parametrize(
    ("search", "count"),
    [
        ({}, 50),
        ({"PageSize": 7}, 7),
        ({"PageSize": 120}, 120),
        ({"Contains": "+1415444123%"}, 10),
        ({"MmsEnabled": "false"}, 0),
        ({"InPostalCode": "94107"}, 0),
        ({"Contains": "CAFE", "PageSize": 2}, 2),
        ({"InLocality": "San Francisco", "InRegion": "CA", "PageSize": 2}, 2),
        ({"InRegion": "ZZ"}, 0),
        ({"NearNumber": "+14155552671", "Distance": 10, "PageSize": 2}, 2),
        ({"ExcludeAllAddressRequired": "true", "PageSize": 2}, 2),
        ({"AreaCode": "555"}, 0),
    ],
)
async def test_filters(house: Any, search: dict[str, Any], count: int) -> None:
    answer = await house.get(f"{STOCK}/US/Local.json", **search)
    assert answer.status == 200, answer.text
    assert len(answer.json["available_phone_numbers"]) == count


@pytest.mark.parametrize(
    ("where", "search", "outcome"),
    [
        ("US/Mobile", {}, (404, 20404)),
        ("US/Imaginary", {}, (404, 20404)),
        ("ZZ/Local", {}, (404, 20404)),
        ("US/Local", {"AreaCode": "1"}, (400, 21451)),
        ("US/Local", {"Contains": "?"}, (400, 20422)),
        ("US/Local", {"SmsEnabled": "perhaps"}, (400, 20001)),
        ("US/Local", {"PageSize": "0"}, (400, 20001)),
    ],
)
async def test_wrong_searches(house: Any, where: str, search: dict[str, str], outcome: tuple[int, int]) -> None:
    answer = await house.get(f"{STOCK}/{where}.json", **search)
    assert (answer.status, answer.json["code"]) == outcome


async def test_taken_numbers_make_room_for_further_ones(house: Any) -> None:
    everything = [f"+1415444123{digit}" for digit in range(10)]
    work = house.platform.work()
    for number in everything[2:]:
        await provision_number(work, house.account_sid, number)
    await work.commit()
    answer = await house.get(f"{STOCK}/US/Local.json", Contains="+1415444123%", PageSize=2)
    assert sorted(one["phone_number"] for one in answer.json["available_phone_numbers"]) == everything[:2]


async def test_xml_is_answered_too(house: Any) -> None:
    answer = await house.get(f"{STOCK}/US/Local", AreaCode="415", PageSize=1)
    assert answer.status == 200
    assert "<PhoneNumber>+1415" in answer.text

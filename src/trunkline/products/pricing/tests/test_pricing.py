"""The Pricing API shows the price list, and what it shows is what is charged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from trunkline.foundations.ledger.prices.price_list import PriceList, read_prices, usual_prices
from trunkline.products.numbers.actions.provision_number import provision_number

OWN = "+14155550123"
KINDS = ("v1/Messaging", "v1/PhoneNumbers", "v1/Voice", "v2/Voice", "v2/Trunking")


@pytest.mark.parametrize("kind", KINDS)
async def test_every_listed_country_can_be_fetched(house: Any, kind: str) -> None:
    seen: list[str] = []
    path = f"/pricing/{kind}/Countries?PageSize=25"
    while path:
        page = (await house.get(path)).json
        for row in page["countries"]:
            one = (await house.get(row["url"].removeprefix("http://127.0.0.1:4010"))).json
            assert {k: one[k] for k in row} == row
            assert one["price_unit"] == "USD"
            seen.append(row["iso_country"])
        path = (page["meta"]["next_page_url"] or "").removeprefix("http://127.0.0.1:4010")
    assert len(seen) == len(set(seen)) == len(usual_prices().countries(date(2026, 1, 1)))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_country_without_prices_is_not_found(house: Any, kind: str) -> None:
    for code in ("ZZ", "*", "AQ", "USA"):
        assert (await house.get(f"/pricing/{kind}/Countries/{code}")).status == 404
    assert (await house.get(f"/pricing/{kind}/Countries/us")).json["iso_country"] == "US"


async def test_messages_of_the_united_states(house: Any) -> None:
    shown = (await house.get("/pricing/v1/Messaging/Countries/US")).json
    first = shown["outbound_sms_prices"][0]
    assert (first["carrier"], first["mcc"], first["mnc"]) == ("AT&T", "310", "410")
    assert {p["number_type"]: p["current_price"] for p in first["prices"]}["local"] == "0.0079"
    assert {p["number_type"]: p["base_price"] for p in shown["inbound_sms_prices"]} == {
        "local": "0.0079", "mobile": "0.0079", "toll free": "0.0079", "shortcode": "0.005",
    }  # fmt: skip


async def test_a_number_s_calls(house: Any) -> None:
    work = house.platform.work()
    await provision_number(work, house.account_sid, OWN)
    await work.commit()
    own = (await house.get(f"/pricing/v1/Voice/Numbers/{OWN}")).json
    assert own["outbound_call_price"] == {"base_price": "0.014", "current_price": "0.014"}
    assert own["inbound_call_price"] == {"number_type": "local", "base_price": "0.0085", "current_price": "0.0085"}
    other = (await house.get("/pricing/v1/Voice/Numbers/+442079460000")).json
    assert other["inbound_call_price"] == {"number_type": None, "base_price": None, "current_price": None}
    assert other["iso_country"] == "GB"


@pytest.mark.parametrize(("origin", "price"), [("", "0.034"), ("+493012345678", "0.031"), ("+12025550100", "0.034")])
async def test_the_calling_number_may_count(house: Any, origin: str, price: str) -> None:
    asked = {"OriginationNumber": origin} if origin else {}
    shown = (await house.get("/pricing/v2/Voice/Numbers/+447700900000", **asked)).json
    assert [p["current_price"] for p in shown["outbound_call_prices"]] == [price]
    assert shown["origination_number"] == (origin or None)
    trunk = (await house.get("/pricing/v2/Trunking/Numbers/+447700900000", **asked)).json
    assert trunk["terminating_prefix_prices"][0]["destination_prefixes"] == ["447"]


@pytest.mark.parametrize("number", ["+999123456789", "447700900000", "+1", "x", "+4477009000001234567"])
async def test_what_is_no_number_is_not_found(house: Any, number: str) -> None:
    for path in ("v1/Voice", "v2/Voice", "v2/Trunking"):
        assert (await house.get(f"/pricing/{path}/Numbers/{number}")).status == 404


async def test_an_origin_that_is_no_number_is_refused(house: Any) -> None:
    answer = await house.get("/pricing/v2/Voice/Numbers/+447700900000", OriginationNumber="home")
    assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_the_operator_s_prices_are_shown_with_their_discount(house: Any) -> None:
    house.platform.ports[PriceList] = read_prices(
        """
        currency = "EUR"
        discount = "0.5"
        [[country]]
        code = "*"
        name = "Anywhere"
        since = 2024-01-01
        sms = { outbound = "0.10", inbound = "0.01" }
        [[country]]
        code = "FR"
        name = "France"
        since = 2024-01-01
        sms = { outbound = "0.20", inbound = "0.02" }
        """,
        "a file",
    )
    shown = (await house.get("/pricing/v1/Messaging/Countries/FR")).json
    assert shown["price_unit"] == "EUR"
    assert shown["inbound_sms_prices"][0] == {"number_type": "local", "base_price": "0.02", "current_price": "0.01"}
    assert [c["iso_country"] for c in (await house.get("/pricing/v1/Messaging/Countries")).json["countries"]] == ["FR"]

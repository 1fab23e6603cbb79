"""Applications, short codes and addresses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.products.numbers.rules.phone_number import for_people, partial_pattern
from trunkline.products.numbers.rules.postal_address import correct

AT = {
    "CustomerName": "Ada",
    "Street": "101 Main Street",
    "City": "San Francisco",
    "Region": "CA",
    "PostalCode": "94105",
    "IsoCountry": "US",
}


async def test_applications(house: Any) -> None:
    made = await house.post("/Applications.json", FriendlyName="Bot", SmsUrl="http://app.test/", VoiceMethod="get")
    assert made.status == 201
    assert (made.json["sid"][:2], made.json["sms_url"], made.json["voice_method"]) == ("AP", "http://app.test/", "GET")
    assert (made.json["voice_url"], made.json["api_version"]) == (None, "2010-04-01")
    own = f"/Applications/{made.json['sid']}.json"
    changed = await house.post(own, MessageStatusCallback="http://app.test/status", SmsUrl="")
    assert (changed.json["message_status_callback"], changed.json["sms_url"]) == ("http://app.test/status", "")
    await house.post("/Applications.json", FriendlyName="Other")
    named = (await house.get("/Applications.json", FriendlyName="Bot")).json["applications"]
    assert [one["sid"] for one in named] == [made.json["sid"]]
    assert (await house.delete(own)).status == 204
    assert (await house.get(own)).status == 404


async def test_short_codes(house: Any) -> None:
    made = await house.post("/network/v1/ShortCodes", ShortCode="894546")
    assert made.status == 201, made.text
    assert (made.json["short_code"], made.json["friendly_name"]) == ("894546", "894546")
    taken = await house.post("/network/v1/ShortCodes", ShortCode="894546")
    assert (taken.status, taken.json["code"]) == (409, 21422)
    assert (await house.post("/network/v1/ShortCodes", ShortCode="12")).json["code"] == 20001
    own = f"/SMS/ShortCodes/{made.json['sid']}.json"
    changed = (await house.post(own, SmsUrl="http://app.test/", FriendlyName="Votes")).json
    assert (changed["sms_url"], changed["friendly_name"]) == ("http://app.test/", "Votes")
    assert changed["uri"] == f"/2010-04-01/Accounts/{house.account_sid}{own}"
    assert [one["sid"] for one in (await house.get("/SMS/ShortCodes.json", ShortCode="894546")).json["short_codes"]] == [made.json["sid"]]
    assert (await house.post("/SMS/ShortCodes.json", ShortCode="894547")).status == 405
    assert (await house.delete(f"/network/v1/ShortCodes/{made.json['sid']}")).status == 204
    assert (await house.get(own)).status == 404


async def test_addresses(house: Any) -> None:
    made = await house.post("/Addresses.json", **{**AT, "Region": "california", "IsoCountry": "us"}, FriendlyName="Office")
    assert made.status == 201, made.text
    shown = made.json
    assert (shown["region"], shown["iso_country"], shown["validated"], shown["verified"]) == ("CA", "US", False, False)
    own = f"/Addresses/{shown['sid']}.json"
    changed = (await house.post(own, PostalCode="941051234", StreetSecondary="Suite 300")).json
    assert (changed["postal_code"], changed["street_secondary"]) == ("94105-1234", "Suite 300")
    assert (await house.post(own, PostalCode="9410")).json["code"] == 21628
    assert (await house.post(own, Street=" ")).json["code"] == 21628
    for filters, count in (
        ({"IsoCountry": "US"}, 1),
        ({"IsoCountry": "DE"}, 0),
        ({"CustomerName": "Ada"}, 1),
        ({"EmergencyEnabled": "true"}, 0),
    ):
        assert len((await house.get("/Addresses.json", **filters)).json["addresses"]) == count
    assert (await house.delete(own)).status == 204


async def test_an_address_is_left_alone_when_asked(house: Any) -> None:
    refused = await house.post("/Addresses.json", **{**AT, "Region": "California"}, AutoCorrectAddress="false")
    assert (refused.status, refused.json["code"]) == (400, 21629)
    assert "region=CA" in refused.json["message"]
    assert (await house.post("/Addresses.json", **AT, AutoCorrectAddress="false")).status == 201


@pytest.mark.parametrize("missing", sorted(AT))
async def test_every_part_of_an_address_is_required(house: Any, missing: str) -> None:
    answer = await house.post("/Addresses.json", **{name: value for name, value in AT.items() if name != missing})
    assert (answer.status, answer.json["code"]) == (400, 20001)
    assert missing in answer.json["message"]


async def test_a_name_is_counted_in_octets(house: Any) -> None:
    assert (await house.post("/Addresses.json", **{**AT, "CustomerName": "日" * 21})).status == 201
    assert (await house.post("/Addresses.json", **{**AT, "CustomerName": "日" * 22})).json["code"] == 20001
    assert (await house.post("/Addresses.json", **{**AT, "IsoCountry": "XX"})).json["code"] == 20001


@pytest.mark.parametrize(
    ("country", "given_code", "code"),
    [
        ("CA", "k1a0b1", "K1A 0B1"),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("NL", "1012 ab", "1012 AB"),
        ("DE", "10115", "10115"),
        ("FJ", "any", "any"),
    ],
)
def test_postal_codes(country: str, given_code: str, code: str) -> None:
    at = {"street": "1", "street_secondary": "", "city": "x", "region": "ON", "postal_code": given_code, "iso_country": country}
    assert {**at, **correct(at)}["postal_code"] == code


@given(st.fixed_dictionaries({name: st.text(max_size=12) for name in ("street", "street_secondary", "city", "region", "postal_code")}),
       st.sampled_from(["US", "CA", "GB", "DE", "NL", "BR", "FJ"]))  # fmt: skip
def test_what_is_correct_stays(written: dict[str, str], country: str) -> None:
    address = {**written, "iso_country": country}
    try:
        corrected = {**address, **correct(address)}
    except ValueError:
        return
    assert correct(corrected) == {}


@given(st.from_regex(r"\+?[0-9 ()\-.]{0,20}", fullmatch=True) | st.text(max_size=20))
def test_a_number_once_read_reads_the_same(text: str) -> None:
    number = to_e164(text)
    if number is not None:
        assert number[1:].isascii()
        assert number[1:].isdigit()
        assert to_e164(number) == number
        assert to_e164(for_people(number)) == number


@given(st.text(max_size=16))
def test_a_part_of_a_number_never_smuggles_a_wildcard_in(text: str) -> None:
    try:
        pattern = partial_pattern(text)
    except ValueError:
        return
    body = pattern.removeprefix("%").removesuffix("%")
    assert body.count("_") == text.count("*")
    assert set(body) <= set("0123456789_+")

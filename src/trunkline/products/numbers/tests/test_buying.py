"""Buying, listing, changing and releasing numbers, asked through the API."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.products.numbers.actions.provision_number import provision_number
from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber

SEARCH = "/AvailablePhoneNumbers"
HELD = "/IncomingPhoneNumbers"


async def offered(house: Any, where: str = "US/Local", **search: Any) -> list[str]:
    answer = await house.get(f"{SEARCH}/{where}.json", **search)
    assert answer.status == 200, answer.text
    return [one["phone_number"] for one in answer.json["available_phone_numbers"]]


async def buy(house: Any, where: str = "", **parameters: Any) -> dict[str, Any]:
    answer = await house.post(f"{HELD}{where}.json", **parameters)
    assert answer.status == 201, answer.text
    bought: dict[str, Any] = answer.json
    return bought


async def test_what_a_search_shows_can_be_bought_and_is_then_gone(house: Any) -> None:
    first = await offered(house, AreaCode="415", SmsEnabled="true", PageSize=3)
    assert len(first) == 3
    assert all(number.startswith("+1415") for number in first)
    bought = await buy(house, PhoneNumber=first[0], SmsUrl="http://app.test/sms", FriendlyName="Front desk")
    assert bought["phone_number"] == first[0]
    assert bought["sid"].startswith("PN")
    assert bought["sms_url"] == "http://app.test/sms"
    assert bought["sms_method"] == "POST"
    assert bought["friendly_name"] == "Front desk"
    assert bought["type"] == "local"
    assert bought["status"] == "in-use"
    assert bought["origin"] == "twilio"
    assert bought["capabilities"] == {"voice": True, "sms": True, "mms": True, "fax": True}
    assert bought["uri"] == f"/2010-04-01/Accounts/{house.account_sid}/IncomingPhoneNumbers/{bought['sid']}.json"
    assert first[0] not in await offered(house, AreaCode="415", SmsEnabled="true", PageSize=50)
    again = await house.post(f"{HELD}.json", PhoneNumber=first[0])
    assert (again.status, again.json["code"]) == (400, 21422)
    assert (await house.delete(f"{HELD}/{bought['sid']}.json")).status == 204
    assert (await house.get(f"{HELD}/{bought['sid']}.json")).status == 404
    assert (await offered(house, AreaCode="415", SmsEnabled="true", PageSize=3))[0] == first[0]


async def test_an_area_code_is_enough(house: Any) -> None:
    bought = await buy(house, AreaCode="212")
    assert bought["phone_number"].startswith("+1212")
    assert bought["friendly_name"].startswith("(212) ")
    assert (await buy(house, AreaCode="416"))["phone_number"].startswith("+1416")  # Toronto
    assert (await buy(house, AreaCode="888"))["type"] == "toll_free"
    local = (await house.get(f"{HELD}/Local.json")).json["incoming_phone_numbers"]
    assert len(local) == 2
    assert not any("type" in one for one in local)  # the address says it


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"PhoneNumber": "12"}, 21421),
        ({"PhoneNumber": "not a number"}, 21421),
        ({"PhoneNumber": "+15555550100"}, 21422),
        ({}, 21421),
        ({"AreaCode": "12"}, 21451),
        ({"AreaCode": "555"}, 21452),
        ({"AreaCode": "415", "SmsUrl": "nowhere"}, 21402),
        ({"AreaCode": "415", "SmsMethod": "BREW"}, 21403),
        ({"AreaCode": "415", "SmsFallbackUrl": "http://app.test/"}, 21406),
        ({"AreaCode": "415", "VoiceFallbackUrl": "http://app.test/"}, 21405),
        ({"AreaCode": "415", "SmsApplicationSid": "AP" + "0" * 32}, 20001),
        ({"AreaCode": "415", "TrunkSid": "TK1"}, 20001),
        ({"AreaCode": "415", "FriendlyName": "x" * 65}, 20001),
    ],
)
async def test_refusals(house: Any, parameters: dict[str, str], code: int) -> None:
    answer = await house.post(f"{HELD}.json", **parameters)
    assert (answer.status, answer.json["code"]) == (400, code)
    assert (await house.get(f"{HELD}.json")).json["incoming_phone_numbers"] == []


async def test_lists_of_one_sort_make_and_show_that_sort_only(house: Any) -> None:
    local, free = (await offered(house, PageSize=1))[0], (await offered(house, "US/TollFree", PageSize=1))[0]
    for where, number, other in (("/Local", local, free), ("/TollFree", free, local)):
        refused = await house.post(f"{HELD}{where}.json", PhoneNumber=other)
        assert (refused.status, refused.json["code"]) == (400, 21422)
        bought = await buy(house, where, PhoneNumber=number)
        assert bought["uri"] == f"/2010-04-01/Accounts/{house.account_sid}/IncomingPhoneNumbers/{bought['sid']}.json"
    for where, numbers in (("/Local", [local]), ("/TollFree", [free]), ("/Mobile", []), ("", [free, local])):
        answer = await house.get(f"{HELD}{where}.json")
        assert [one["phone_number"] for one in answer.json["incoming_phone_numbers"]] == numbers
    by_area = await house.post(f"{HELD}/Local.json", AreaCode="415")
    assert by_area.json["code"] == 21457


async def test_list_filters(house: Any) -> None:
    work = house.platform.work()
    for number, name in (("+15557770001", "A"), ("+15557770002", "B"), ("+14155557770", "B")):
        await provision_number(work, house.account_sid, number, friendly_name=name)
    await work.commit()

    async def found(**filters: str) -> set[str]:
        answer = await house.get(f"{HELD}.json", **filters)
        assert answer.status == 200, answer.text
        return {one["phone_number"] for one in answer.json["incoming_phone_numbers"]}

    everything = {"+15557770001", "+15557770002", "+14155557770"}
    assert await found(PhoneNumber="5557770") == everything
    assert await found(PhoneNumber="+1555") == {"+15557770001", "+15557770002"}
    assert await found(PhoneNumber="+1555777***2") == {"+15557770002"}
    assert await found(PhoneNumber="+15557770001") == {"+15557770001"}
    assert await found(FriendlyName="B") == {"+15557770002", "+14155557770"}
    assert await found(Beta="false") == everything
    assert await found(Beta="true") == everything
    assert await found(Origin="hosted") == set()
    assert (await house.get(f"{HELD}.json", PhoneNumber="%")).json["code"] == 20001
    assert (await house.get(f"{HELD}.json", PhoneNumber="_______")).json["code"] == 20001


async def test_a_trunk_and_a_voice_application_exclude_each_other(house: Any) -> None:
    application = (await house.post("/Applications.json", FriendlyName="IVR")).json["sid"]
    number = (await buy(house, AreaCode="415", VoiceApplicationSid=application))["sid"]
    trunk = "TK" + "a" * 32
    changed = (await house.post(f"{HELD}/{number}.json", TrunkSid=trunk)).json
    assert (changed["trunk_sid"], changed["voice_application_sid"]) == (trunk, "")
    changed = (await house.post(f"{HELD}/{number}.json", VoiceApplicationSid=application, SmsApplicationSid=application)).json
    assert (changed["trunk_sid"], changed["voice_application_sid"]) == (None, application)
    assert (await house.delete(f"/Applications/{application}.json")).status == 204
    freed = (await house.get(f"{HELD}/{number}.json")).json
    assert (freed["sms_application_sid"], freed["voice_application_sid"]) == ("", "")


async def test_a_regulated_number_needs_an_address_that_fits(house: Any) -> None:
    mobile = (await offered(house, "DE/Mobile", PageSize=1))[0]
    refused = await house.post(f"{HELD}/Mobile.json", PhoneNumber=mobile)
    assert (refused.status, refused.json["code"]) == (400, 21631)
    house_at = {"CustomerName": "Ada", "Street": "101 Main Street", "City": "Berlin", "Region": "Berlin"}
    abroad = (await house.post("/Addresses.json", **{**house_at, "Region": "CA"}, PostalCode="94105", IsoCountry="US")).json["sid"]
    refused = await house.post(f"{HELD}/Mobile.json", PhoneNumber=mobile, AddressSid=abroad)
    assert (refused.status, refused.json["code"]) == (400, 21631)
    home = (await house.post("/Addresses.json", **house_at, PostalCode="10115", IsoCountry="de")).json["sid"]
    bought = await buy(house, "/Mobile", PhoneNumber=mobile, AddressSid=home)
    assert (bought["address_sid"], bought["address_requirements"]) == (home, "local")
    dependent = (await house.get(f"/Addresses/{home}/DependentPhoneNumbers.json")).json["dependent_phone_numbers"]
    assert [one["sid"] for one in dependent] == [bought["sid"]]
    assert dependent[0]["uri"].endswith(f"/IncomingPhoneNumbers/{bought['sid']}.json")
    assert (await house.get(f"/Addresses/{abroad}/DependentPhoneNumbers.json")).json["dependent_phone_numbers"] == []
    assert (await house.get(f"/Addresses/AD{'0' * 32}/DependentPhoneNumbers.json")).status == 404
    held = await house.delete(f"/Addresses/{home}.json")
    assert (held.status, held.json["code"]) == (409, 20409)
    assert (await house.post(f"{HELD}/{bought['sid']}.json", AddressSid="")).json["code"] == 21631
    assert (await house.delete(f"{HELD}/{bought['sid']}.json")).status == 204
    assert (await house.delete(f"/Addresses/{home}.json")).status == 204


async def test_emergency_addresses(house: Any) -> None:
    at = {"CustomerName": "Ada", "Street": "101 Main Street", "City": "San Francisco", "Region": "CA", "PostalCode": "94105"}
    plain = (await house.post("/Addresses.json", **at, IsoCountry="US")).json["sid"]
    ready = (await house.post("/Addresses.json", **at, IsoCountry="US", EmergencyEnabled="true")).json["sid"]
    number = (await buy(house, AreaCode="415"))["sid"]
    assert (await house.post(f"{HELD}/{number}.json", EmergencyAddressSid=plain)).json["code"] == 20001
    changed = (await house.post(f"{HELD}/{number}.json", EmergencyAddressSid=ready, EmergencyStatus="active")).json
    assert (changed["emergency_status"], changed["emergency_address_status"]) == ("Active", "registered")
    changed = (await house.post(f"{HELD}/{number}.json", EmergencyAddressSid="")).json
    assert (changed["emergency_address_sid"], changed["emergency_address_status"]) == (None, "unregistered")


async def test_numbers_of_the_platform_itself_are_provisioned(house: Any) -> None:
    work = house.platform.work()
    number = await provision_number(work, house.account_sid, "+1 (555) 777-0001", sms_url="http://app.test/")
    await work.commit()
    shown = (await house.get(f"{HELD}/{number.sid}.json")).json
    assert (shown["phone_number"], shown["friendly_name"], shown["sms_url"]) == ("+15557770001", "(555) 777-0001", "http://app.test/")
    assert number.country == "US"
    with pytest.raises(Exception, match="21422"):
        await provision_number(work, house.account_sid, "+15557770001")
    with pytest.raises(Exception, match="21421"):
        await provision_number(work, house.account_sid, "sixteen")


@pytest.mark.parametrize(
    ("parameters", "outcome"),
    [
        ({"PhoneNumber": "+15005550006"}, "+15005550006"),
        ({"AreaCode": "500"}, "+15005550006"),
        ({"PhoneNumber": "+15005550000"}, 21422),
        ({"PhoneNumber": "+15005550001"}, 21421),
        ({"AreaCode": "533"}, 21452),
        ({"PhoneNumber": "+14155552671"}, 21422),
        ({}, 21421),
    ],
)
async def test_a_rehearsed_purchase_stores_nothing(house: Any, parameters: dict[str, str], outcome: str | int) -> None:
    answer = await house.post(f"/2010-04-01/Accounts/{house.test[0]}/IncomingPhoneNumbers.json", auth=house.test, **parameters)
    if isinstance(outcome, int):
        assert (answer.status, answer.json["code"]) == (400, outcome)
    else:
        assert (answer.status, answer.json["phone_number"]) == (201, outcome)
        assert answer.json["date_created"]
    assert await house.platform.work().count(IncomingPhoneNumber) == 0

"""Messaging Services and their pools: settings, members, refusals, and who may see them."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.products.messaging.resources.service_number import ServiceNumber
from trunkline.products.messaging.resources.sticky_sender import StickySender

NUMBER, OTHER = "+15557770001", "+15557770002"
SERVICES = "/messaging/v1/Services"


async def test_a_service_has_twilios_defaults_and_keeps_what_it_is_told(desk: Any) -> None:
    made = await desk.house.post(SERVICES, FriendlyName="Reminders")
    assert made.status == 201, made.text
    body = made.json
    assert body["sid"].startswith("MG")
    assert (body["sticky_sender"], body["mms_converter"], body["area_code_geomatch"], body["fallback_to_long_code"]) == (True,) * 4
    assert (body["validity_period"], body["usecase"], body["scan_message_content"]) == (36000, "undeclared", "inherit")
    assert (body["inbound_request_url"], body["inbound_method"], body["use_inbound_webhook_on_number"]) == (None, "POST", False)
    assert body["links"]["phone_numbers"].endswith(f"{SERVICES.removeprefix('/messaging')}/{body['sid']}/PhoneNumbers")
    changed = await desk.house.post(
        f"{SERVICES}/{body['sid']}", StickySender="false", ValidityPeriod="60", Usecase="poll", InboundRequestUrl="http://a.example/in"
    )
    assert changed.status == 200, changed.text
    kept = (await desk.house.get(f"{SERVICES}/{body['sid']}")).json
    assert (kept["sticky_sender"], kept["validity_period"], kept["usecase"]) == (False, 60, "poll")
    assert (kept["inbound_request_url"], kept["friendly_name"]) == ("http://a.example/in", "Reminders")
    assert [s["sid"] for s in (await desk.house.get(SERVICES)).json["services"]] == [body["sid"]]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, 20001),
        ({"FriendlyName": "x" * 65}, 20001),
        ({"FriendlyName": "x", "ValidityPeriod": "0"}, 90007),
        ({"FriendlyName": "x", "ValidityPeriod": "36001"}, 90007),
        ({"FriendlyName": "x", "ValidityPeriod": "9" * 400}, 90007),
        ({"FriendlyName": "x", "Usecase": "spam"}, 21713),
        ({"FriendlyName": "x", "StickySender": "perhaps"}, 20001),
        ({"FriendlyName": "x", "InboundRequestUrl": "nowhere"}, 21402),
        ({"FriendlyName": "x", "InboundMethod": "PUT"}, 21403),
    ],
)
async def test_settings_that_are_refused(house: Any, parameters: dict[str, str], code: int) -> None:
    answer = await house.post(SERVICES, **parameters)
    assert (answer.status, answer.json["code"]) == (400, code), answer.text
    assert (await house.get(SERVICES)).json["services"] == []


async def test_a_number_stands_in_one_pool(desk: Any) -> None:
    first, second = await desk.service(NUMBER), await desk.service()
    sid = desk.owned[NUMBER]
    (held,) = (await desk.house.get(f"{SERVICES}/{first}/PhoneNumbers")).json["phone_numbers"]
    assert (held["sid"], held["phone_number"], held["country_code"], held["service_sid"]) == (sid, NUMBER, "US", first)
    assert held["capabilities"] == ["Voice", "SMS", "MMS"]
    again = await desk.house.post(f"{SERVICES}/{first}/PhoneNumbers", PhoneNumberSid=sid)
    assert (again.status, again.json["code"]) == (409, 21710)
    elsewhere = await desk.house.post(f"{SERVICES}/{second}/PhoneNumbers", PhoneNumberSid=sid)
    assert (elsewhere.status, elsewhere.json["code"]) == (409, 21712)
    assert (await desk.house.delete(f"{SERVICES}/{first}/PhoneNumbers/{sid}")).status == 204
    assert (await desk.house.get(f"{SERVICES}/{first}/PhoneNumbers/{sid}")).status == 404
    assert (await desk.house.post(f"{SERVICES}/{second}/PhoneNumbers", PhoneNumberSid=sid)).status == 201


@pytest.mark.parametrize("parameters", [{}, {"PhoneNumberSid": "PN" + "0" * 32}, {"PhoneNumberSid": "nothing"}])
async def test_what_is_no_number_of_the_account_does_not_join(desk: Any, parameters: dict[str, str]) -> None:
    service = await desk.service()
    answer = await desk.house.post(f"{SERVICES}/{service}/PhoneNumbers", **parameters)
    assert (answer.status, answer.json["code"]) == (400, 21421 if parameters else 20001)


async def test_a_number_that_sends_no_texts_does_not_join(desk: Any) -> None:
    service, sid = await desk.service(), await desk.buy(NUMBER)
    work = desk.house.platform.work()
    from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber

    number = await work.fetch(IncomingPhoneNumber, sid, desk.house.account_sid)
    assert number is not None
    work.change(number, capabilities={"voice": True, "sms": False, "mms": False})
    await work.commit()
    answer = await desk.house.post(f"{SERVICES}/{service}/PhoneNumbers", PhoneNumberSid=sid)
    assert (answer.status, answer.json["code"]) == (400, 21715)


async def test_a_pool_has_an_end(desk: Any) -> None:
    service, sid = await desk.service(), await desk.buy(NUMBER)
    work = desk.house.platform.work()
    for n in range(400):
        work.add(ServiceNumber(sid=f"PN{n:032x}", account_sid=desk.house.account_sid, service_sid=service, phone_number=f"+1555999{n:04}"))
    await work.commit()
    answer = await desk.house.post(f"{SERVICES}/{service}/PhoneNumbers", PhoneNumberSid=sid)
    assert (answer.status, answer.json["code"]) == (412, 21714)


async def test_short_codes_join_with_their_country(desk: Any) -> None:
    service = await desk.service()
    await desk.short_code(service, "24681", IsoCountry="gb")
    (held,) = (await desk.house.get(f"{SERVICES}/{service}/ShortCodes")).json["short_codes"]
    assert (held["short_code"], held["country_code"], held["capabilities"]) == ("24681", "GB", ["SMS", "MMS"])
    assert held["sid"].startswith("SC")
    refused = await desk.house.post(f"{SERVICES}/{service}/ShortCodes", ShortCodeSid=held["sid"])
    assert (refused.status, refused.json["code"]) == (409, 21710)
    assert (await desk.house.delete(f"{SERVICES}/{service}/ShortCodes/{held['sid']}")).status == 204
    assert (await desk.house.post("/network/v1/ShortCodes", ShortCode="24682", IsoCountry="Britain")).json["code"] == 20001


async def test_one_name_for_all_countries_and_one_for_each(desk: Any) -> None:
    service = await desk.service()
    names, destinations = f"{SERVICES}/{service}/AlphaSenders", f"{SERVICES}/{service}/DestinationAlphaSenders"
    made = await desk.house.post(names, AlphaSender="Acme Ltd")
    assert made.status == 201, made.text
    assert (made.json["alpha_sender"], made.json["capabilities"]) == ("Acme Ltd", ["SMS"])
    assert "iso_country_code" not in made.json
    taken = await desk.house.post(names, AlphaSender="Other")
    assert (taken.status, taken.json["code"]) == (409, 21710)
    british = await desk.house.post(destinations, AlphaSender="Acme UK", IsoCountryCode="gb")
    assert (british.status, british.json["iso_country_code"]) == (201, "GB")
    assert len((await desk.house.get(destinations)).json["alpha_senders"]) == 2
    (one,) = (await desk.house.get(destinations, IsoCountryCode="GB")).json["alpha_senders"]
    assert one["sid"] == british.json["sid"]
    assert [n["sid"] for n in (await desk.house.get(names)).json["alpha_senders"]] == [made.json["sid"]]
    assert (await desk.house.get(f"{names}/{british.json['sid']}")).status == 404
    assert (await desk.house.delete(f"{names}/{made.json['sid']}")).status == 204
    assert (await desk.house.post(names, AlphaSender="Other")).status == 201


@pytest.mark.parametrize(("name", "code"), [("", 21708), ("12345", 21709), ("much too long a name", 21709), ("A#me", 21709)])
async def test_names_that_nobody_may_have(desk: Any, name: str, code: int) -> None:
    service = await desk.service()
    answer = await desk.house.post(f"{SERVICES}/{service}/AlphaSenders", AlphaSender=name)
    assert (answer.status, answer.json["code"]) == (400, code), answer.text


async def test_senders_of_channels_are_asked_of_the_channels(desk: Any) -> None:
    service = await desk.service()
    answer = await desk.house.post(f"{SERVICES}/{service}/ChannelSenders", Sid="XE" + "0" * 32)
    assert (answer.status, answer.json["code"]) == (404, 20404)
    assert (await desk.house.get(f"{SERVICES}/{service}/ChannelSenders")).json["senders"] == []


async def test_a_number_that_is_released_leaves_its_pool(desk: Any) -> None:
    service = await desk.service(NUMBER, OTHER)
    assert (await desk.house.delete(f"/IncomingPhoneNumbers/{desk.owned[NUMBER]}.json")).status == 204
    left = (await desk.house.get(f"{SERVICES}/{service}/PhoneNumbers")).json["phone_numbers"]
    assert [n["phone_number"] for n in left] == [OTHER]


async def test_a_service_that_is_deleted_frees_its_numbers_and_forgets_its_recipients(desk: Any) -> None:
    service = await desk.service(NUMBER)
    await desk.house.post(f"{SERVICES}/{service}/AlphaSenders", AlphaSender="Acme")
    work = desk.house.platform.work()
    work.add(StickySender(account_sid=desk.house.account_sid, service_sid=service, recipient="r", sender=NUMBER))
    await work.commit()
    assert (await desk.house.delete(f"{SERVICES}/{service}")).status == 204
    assert (await desk.house.get(f"{SERVICES}/{service}/PhoneNumbers")).status == 404
    work = desk.house.platform.work()
    assert await work.count(StickySender, account_sid=desk.house.account_sid) == 0
    assert (await desk.house.get(f"/IncomingPhoneNumbers/{desk.owned[NUMBER]}.json")).status == 200
    await desk.join(await desk.service(), NUMBER)


async def test_another_account_sees_none_of_it(desk: Any) -> None:
    service = await desk.service(NUMBER)
    made = (await desk.house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json
    other = (made["sid"], made["auth_token"])
    for path in (SERVICES + "/" + service, f"{SERVICES}/{service}/PhoneNumbers", f"{SERVICES}/{service}/PhoneNumbers/{desk.owned[NUMBER]}"):
        assert (await desk.house.get(path, auth=other)).status == 404
    assert (await desk.house.get(SERVICES, auth=other)).json["services"] == []
    theirs = (await desk.house.post(SERVICES, auth=other, FriendlyName="Theirs")).json["sid"]
    answer = await desk.house.post(f"{SERVICES}/{theirs}/PhoneNumbers", auth=other, PhoneNumberSid=desk.owned[NUMBER])
    assert (answer.status, answer.json["code"]) == (400, 21421)


async def test_usecases_are_listed(house: Any) -> None:
    found = (await house.get(f"{SERVICES}/Usecases")).json["usecases"]
    assert {u["usecase"] for u in found} == {"notifications", "marketing", "verification", "discussion", "poll", "undeclared"}
    assert all(u["purpose"] and u["description"] for u in found)

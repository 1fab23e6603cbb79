"""A sole proprietor's phone is asked by text; campaigns that were registered elsewhere are taken over."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.kernel.clock import HOUR, SECOND
from trunkline.products.numbers.actions.provision_number import provision_number
from trunkline.products.registrations.rules.one_time_code import REGISTRY, read_answer
from trunkline.products.trusthub.tests.profiles import SOLE, approved_product, approved_profile

NUMBER, PHONE, AMERICAN = "+15557770001", "+14155550100", "+14155552671"
CAMPAIGN = {
    "Description": "Owl Post tells its customers when their parcels are on the way and when they have arrived.",
    "MessageFlow": "Customers opt in on owl.example.com at checkout, by a check box that is not ticked beforehand and says what is sent.",
    "MessageSamples": ["Owl Post: your parcel 7 is on its way. Reply STOP to stop.", "Owl Post: your parcel 7 has arrived at your door."],
    "UsAppToPersonUsecase": "SOLE_PROPRIETOR",
    "HasEmbeddedLinks": "false",
    "HasEmbeddedPhone": "false",
}


@pytest.fixture
async def owl(house: Any) -> Any:
    """A house with a number and the proprietor's phone, whose clock stands still."""
    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    assert (await house.post("/network/v1/Handsets", PhoneNumber=PHONE)).status == 201
    house.platform.clock.stop()
    await house.post("/network/v1/Faults", Kind="latency", Milliseconds=0)
    return house


async def wait(house: Any, microseconds: int = 3 * SECOND) -> None:
    house.platform.clock.advance(microseconds)
    await house.settle()


async def proprietor(house: Any) -> str:
    """The path of an approved brand of a sole proprietor."""
    profile = await approved_profile(house)
    product = await approved_product(house, profile, SOLE)
    made = await house.post(
        "/messaging/v1/a2p/BrandRegistrations", CustomerProfileBundleSid=profile, A2PProfileBundleSid=product, BrandType="SOLE_PROPRIETOR"
    )
    assert made.status == 201, made.text
    await wait(house)
    return f"/messaging/v1/a2p/BrandRegistrations/{made.json['sid']}"


async def inbox(house: Any) -> list[str]:
    found = (await house.get(f"/network/v1/Handsets/{PHONE}/Messages", State="received")).json["messages"]
    return [one["body"] for one in sorted(found, key=lambda one: one["sid"]) if one["from"] == REGISTRY]


async def say(house: Any, body: str) -> str:
    sent = await house.post(f"/network/v1/Handsets/{PHONE}/Messages", To=REGISTRY, Body=body)
    assert sent.status == 201, sent.text
    return (await inbox(house))[-1]


async def service(house: Any) -> str:
    sid = (await house.post("/messaging/v1/Services", FriendlyName="Owl")).json["sid"]
    number = (await house.get("/IncomingPhoneNumbers.json", PhoneNumber=NUMBER)).json["incoming_phone_numbers"][0]["sid"]
    assert (await house.post(f"/messaging/v1/Services/{sid}/PhoneNumbers", PhoneNumberSid=number)).status == 201
    return str(sid)


async def test_the_phone_gets_a_code_and_its_answer_verifies_the_brand(owl: Any) -> None:
    path = await proprietor(owl)
    brand = (await owl.get(path)).json
    assert (brand["status"], brand["identity_status"]) == ("APPROVED", "UNVERIFIED")
    text = (await inbox(owl))[0]
    code = text.split("YES or ")[1][:6]
    assert code.isdigit() and "Owl" in text and code not in str(brand) and PHONE not in str(brand)
    usa2p = f"/messaging/v1/Services/{await service(owl)}/Compliance/Usa2p"
    early = await owl.post(usa2p, **CAMPAIGN, BrandRegistrationSid=brand["sid"])
    assert early.status == 400 and "UNVERIFIED" in early.json["message"]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert "not the code" in await say(owl, wrong)
    assert "is verified" in await say(owl, f"{code[:3]} {code[3:]}")
    assert (await owl.get(path)).json["identity_status"] == "VERIFIED"
    assert (await owl.post(usa2p, **CAMPAIGN, BrandRegistrationSid=brand["sid"])).status == 201
    assert "no registration" in await say(owl, "YES")
    assert (await owl.post(path + "/SmsOtp")).status == 409


async def test_yes_is_an_answer_too(owl: Any) -> None:
    path = await proprietor(owl)
    assert "is verified" in await say(owl, "Yes!")
    assert (await owl.get(path)).json["identity_status"] == "VERIFIED"


async def test_a_code_is_good_for_a_day_and_can_be_asked_for_again(owl: Any) -> None:
    path = await proprietor(owl)
    await wait(owl, 24 * HOUR)
    assert "expired" in await say(owl, "YES")

    async def told() -> bool:
        return bool((await owl.get(path)).json["errors"])

    await owl.until(told)  # a job a day ahead lies in the database until it is due
    late = (await owl.get(path)).json
    assert late["identity_status"] == "UNVERIFIED" and late["errors"][0]["error_code"] == 30752
    again = await owl.post(path + "/SmsOtp")
    assert again.status == 201
    assert again.json == {"account_sid": owl.account_sid, "brand_registration_sid": late["sid"]}
    await owl.settle()
    assert (await owl.get(path)).json["errors"] == []
    assert "is verified" in await say(owl, (await inbox(owl))[-1].split("YES or ")[1][:6])


async def test_a_new_code_voids_the_old_one_and_there_are_three_a_day(owl: Any) -> None:
    path = await proprietor(owl)
    first = (await inbox(owl))[0].split("YES or ")[1][:6]
    for status in (201, 201, 429):
        assert (await owl.post(path + "/SmsOtp")).status == status
    second = (await inbox(owl))[-1].split("YES or ")[1][:6]
    assert first == second or "not the code" in await say(owl, first)
    await wait(owl, 24 * HOUR)
    assert (await owl.post(path + "/SmsOtp")).status == 201


async def test_after_five_wrong_answers_the_code_is_void(owl: Any) -> None:
    await proprietor(owl)
    code = (await inbox(owl))[0].split("YES or ")[1][:6]
    for _ in range(4):
        assert "not the code" in await say(owl, "who is this?")
    assert "void" in await say(owl, "stop it")
    assert "expired" in await say(owl, code)


async def test_who_gets_no_code(owl: Any) -> None:
    assert (await owl.post("/messaging/v1/a2p/BrandRegistrations/BN" + 32 * "0" + "/SmsOtp")).status == 404
    profile = await approved_profile(owl)
    product = await approved_product(owl, profile)
    made = await owl.post(
        "/messaging/v1/a2p/BrandRegistrations", CustomerProfileBundleSid=profile, A2PProfileBundleSid=product, Mock="true"
    )
    refused = await owl.post(f"/messaging/v1/a2p/BrandRegistrations/{made.json['sid']}/SmsOtp")
    assert (refused.status, refused.json["code"]) == (400, 20001) and "SOLE_PROPRIETOR" in refused.json["message"]


async def test_a_campaign_of_the_registry_itself_lets_a_service_write(owl: Any) -> None:
    sid = await service(owl)
    for wrong in ({"CampaignId": "nonsense"}, {"MessagingServiceSid": "MG" + 32 * "0"}, {"CnpMigration": "perhaps"}, {"CampaignId": ""}):
        answer = await owl.post(
            "/messaging/v1/Services/PreregisteredUsa2p", **{"CampaignId": "CABC123", "MessagingServiceSid": sid, **wrong}
        )
        assert (answer.status, answer.json["code"]) == (400, 20001), wrong
    made = await owl.post("/messaging/v1/Services/PreregisteredUsa2p", CampaignId="CABC123", MessagingServiceSid=sid, CnpMigration="true")
    assert made.status == 201, made.text
    assert (made.json["campaign_id"], made.json["messaging_service_sid"]) == ("CABC123", sid) and made.json["sid"].startswith("QE")
    again = await owl.post("/messaging/v1/Services/PreregisteredUsa2p", CampaignId="CABC124", MessagingServiceSid=sid)
    assert (again.status, again.json["code"]) == (409, 21720)
    await wait(owl)
    path = f"/messaging/v1/Services/{sid}/Compliance/Usa2p/{made.json['sid']}"
    found = (await owl.get(path)).json
    assert (found["campaign_status"], found["is_externally_registered"]) == ("VERIFIED", True)
    assert (await owl.get(f"/messaging/v1/Services/{sid}")).json["us_app_to_person_registered"] is True
    refused = await owl.post(path, **CAMPAIGN)
    assert refused.status == 409 and "elsewhere" in refused.json["message"]


@given(st.text(max_size=60))
def test_an_answer_is_yes_six_digits_or_neither(body: str) -> None:
    said = read_answer(body)
    assert said in ("yes", "other") or (len(said) == 6 and said.isdigit())
    assert read_answer(f" yes{'.' * (len(body) % 3)} ") == "yes"

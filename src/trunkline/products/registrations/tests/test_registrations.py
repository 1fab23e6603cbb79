"""Brands, campaigns and toll-free numbers: rehearsed from the first form to the text that may leave."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.kernel.clock import SECOND
from trunkline.products.numbers.actions.provision_number import provision_number
from trunkline.products.trusthub.tests.profiles import approved_product, approved_profile, draft_profile, make

NUMBER, TOLLFREE, AMERICAN = "+15557770001", "+18005550123", "+14155552671"
CAMPAIGN = {
    "Description": "Owl Post tells its customers when their parcels are on the way and when they have arrived.",
    "MessageFlow": "Customers opt in on owl.example.com at checkout, by a check box that is not ticked beforehand and says what is sent.",
    "MessageSamples": ["Owl Post: your parcel 7 is on its way. Reply STOP to stop.", "Owl Post: your parcel 7 has arrived at your door."],
    "UsAppToPersonUsecase": "DELIVERY_NOTIFICATION",
    "HasEmbeddedLinks": "false",
    "HasEmbeddedPhone": "false",
}


@pytest.fixture
async def owl(house: Any) -> Any:
    """A house with a number, whose clock stands still."""
    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await provision_number(work, house.account_sid, TOLLFREE)
    await work.commit()
    house.platform.clock.stop()
    await house.post("/network/v1/Faults", Kind="latency", Milliseconds=0)
    return house


async def wait(house: Any, seconds: int = 3) -> None:
    house.platform.clock.advance(seconds * SECOND)
    await house.settle()


async def brand(house: Any, **more: str) -> Any:
    profile = await approved_profile(house)
    product = await approved_product(house, profile)
    made = await house.post("/messaging/v1/a2p/BrandRegistrations", CustomerProfileBundleSid=profile, A2PProfileBundleSid=product, **more)
    assert made.status == 201, made.text
    assert made.json["status"] == "PENDING"
    await wait(house)
    return (await house.get(f"/messaging/v1/a2p/BrandRegistrations/{made.json['sid']}")).json


async def service(house: Any) -> str:
    made = await house.post("/messaging/v1/Services", FriendlyName="Owl")
    assert made.status == 201, made.text
    number = (await house.get("/IncomingPhoneNumbers.json", PhoneNumber=NUMBER)).json["incoming_phone_numbers"][0]["sid"]
    added = await house.post(f"/messaging/v1/Services/{made.json['sid']}/PhoneNumbers", PhoneNumberSid=number)
    assert added.status == 201, added.text
    return str(made.json["sid"])


async def campaign(house: Any, brand_sid: str, service_sid: str, **changes: Any) -> Any:
    path = f"/messaging/v1/Services/{service_sid}/Compliance/Usa2p"
    made = await house.post(path, **{**CAMPAIGN, "BrandRegistrationSid": brand_sid, **changes})
    if made.status != 201:
        return made.json
    assert made.json["campaign_status"] == "IN_PROGRESS"
    await wait(house)
    return (await house.get(f"{path}/{made.json['sid']}")).json


async def ends(house: Any, **parameters: str) -> tuple[str, int | None]:
    sent = await house.post("/Messages.json", **{"To": AMERICAN, "From": NUMBER, "Body": "hello", **parameters})
    assert sent.status == 201, sent.text
    await house.settle()
    found = (await house.get(f"/Messages/{sent.json['sid']}.json")).json
    return found["status"], found["error_code"]


async def test_a_brand_is_approved_scored_and_vetted(owl: Any) -> None:
    found = await brand(owl)
    assert found["status"] == "APPROVED" and found["tcr_id"] and found["identity_status"] == "VETTED_VERIFIED"
    path = f"/messaging/v1/a2p/BrandRegistrations/{found['sid']}"
    refused = await owl.post(path + "/Vettings", VettingProvider="campaign-verify")
    assert refused.json["code"] == 20001
    vetting = (await owl.post(path + "/Vettings", VettingProvider="aegis")).json
    assert vetting["vetting_status"] == "PENDING" and vetting["brand_vetting_sid"].startswith("VT")
    await wait(owl)
    assert (await owl.get(path + "/Vettings")).json["data"][0]["vetting_status"] == "SUCCESS"
    assert (await owl.get(path)).json["brand_score"] > found["brand_score"]


async def test_a_brand_whose_bundles_are_not_approved_fails_with_the_reason_and_is_submitted_again(owl: Any) -> None:
    profile = await draft_profile(owl)
    product = await make(owl, "TrustProducts", FriendlyName="x", Email="a@b.co", PolicySid="RNb0d4771c2c98518d916a3d4cd70a8f8b")
    path = "/messaging/v1/a2p/BrandRegistrations"
    made = (await owl.post(path, CustomerProfileBundleSid=profile, A2PProfileBundleSid=product["sid"])).json
    await wait(owl)
    found = (await owl.get(f"{path}/{made['sid']}")).json
    assert found["status"] == "FAILED" and [e["fields"] for e in found["errors"]] == [["CustomerProfileBundleSid"], ["A2PProfileBundleSid"]]
    assert (await owl.post(f"{path}/{made['sid']}")).json["status"] == "PENDING"
    assert (await owl.post(path, CustomerProfileBundleSid="BU" + "0" * 32, A2PProfileBundleSid=product["sid"])).json["code"] == 20001


async def test_r45_an_american_text_leaves_once_its_campaign_is_verified(owl: Any) -> None:
    assert await ends(owl) == ("delivered", None)  # the simulated network asks nobody
    assert (await owl.post("/compliance/v1/Policy", Modes='{"registration": "block"}')).status == 200
    assert await ends(owl) == ("failed", 30034)
    assert await ends(owl, To="+447911123456") == ("delivered", None)
    pool = await service(owl)
    approved = (await brand(owl))["sid"]
    path = f"/messaging/v1/Services/{pool}/Compliance/Usa2p"
    made = await owl.post(path, **{**CAMPAIGN, "BrandRegistrationSid": approved})
    assert made.status == 201, made.text
    assert await ends(owl) == ("failed", 30035)
    await wait(owl)
    found = (await owl.get(f"{path}/{made.json['sid']}")).json
    assert (found["campaign_status"], found["errors"]) == ("VERIFIED", [])
    assert found["rate_limits"]["att"]["mps"] > 1 and found["campaign_id"]
    assert (await owl.get(f"/messaging/v1/Services/{pool}")).json["us_app_to_person_registered"] is True
    assert await ends(owl) == ("delivered", None)
    assert (await owl.delete(f"{path}/{made.json['sid']}")).status == 204
    assert await ends(owl) == ("failed", 30034)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"MessageFlow": "We have a list of numbers that we bought from another company last year."}, 30896, "MessageFlow"),
        (
            {"MessageSamples": ["See https://owl.example.com/7 for your parcel", "Your parcel has arrived at the door"]},
            30893,
            "HasEmbeddedLinks",
        ),
        ({"MessageSamples": ["Call +1 415 555 0100 about your parcel", "Your parcel has arrived at the door"]}, 30893, "HasEmbeddedPhone"),
        (
            {"MessageSamples": ["See http://bit.ly/x7 for your parcel", "Your parcel has arrived at the door"], "HasEmbeddedLinks": "true"},
            30892,
            "MessageSamples",
        ),
        (
            {"UsAppToPersonUsecase": "MARKETING", "MessageSamples": ["Owl: new feathers are here today", "Owl: more feathers are here"]},
            30887,
            "OptOutMessage",
        ),
        (
            {"MessageSamples": ["50% OFF everything, shop our huge sale now!", "BUY ONE GET ONE free, this weekend only, hurry!"]},
            30893,
            "UsAppToPersonUsecase",
        ),
        ({"Description": "A phishing test that we send to our own employees to see who clicks on the link."}, 30884, "Description"),
        (
            {"MessageSamples": ["Fresh weed delivered: cannabis, edibles, THC", "Your cannabis order is at the door"]},
            30897,
            "MessageSamples",
        ),
    ],
)
async def test_a_campaign_that_is_wrong_says_which_field_and_why(owl: Any, changes: Any, code: int, field: str) -> None:
    found = await campaign(owl, (await brand(owl))["sid"], await service(owl), **changes)
    assert found["campaign_status"] == "FAILED", found
    assert any(e["error_code"] == code and field in e["fields"] and e["description"] for e in found["errors"]), found["errors"]


async def test_a_failed_campaign_is_mended(owl: Any) -> None:
    pool, approved = await service(owl), (await brand(owl))["sid"]
    found = await campaign(owl, approved, pool, MessageFlow="We have a list of numbers that we bought from another company.")
    path = f"/messaging/v1/Services/{pool}/Compliance/Usa2p/{found['sid']}"
    changed = await owl.post(path, MessageFlow=CAMPAIGN["MessageFlow"], **{k: CAMPAIGN[k] for k in ("Description", "MessageSamples")})
    assert (changed.status, changed.json["campaign_status"]) == (200, "IN_PROGRESS")
    await wait(owl)
    assert (await owl.get(path)).json["campaign_status"] == "VERIFIED"


@pytest.mark.parametrize(
    "changes",
    [
        {"Description": "too short"},
        {"MessageSamples": ["Only one sample that is long enough"]},
        {"UsAppToPersonUsecase": "WORLD_PEACE"},
        {"UsAppToPersonUsecase": "SOLE_PROPRIETOR"},
        {"BrandRegistrationSid": "BN" + "0" * 32},
    ],
)
async def test_what_the_api_itself_refuses(owl: Any, changes: Any) -> None:
    refused = await campaign(owl, (await brand(owl))["sid"], await service(owl), **changes)
    assert refused["code"] == 20001


async def test_one_campaign_a_service(owl: Any) -> None:
    pool, approved = await service(owl), (await brand(owl))["sid"]
    await campaign(owl, approved, pool)
    assert (await campaign(owl, approved, pool))["code"] == 21720
    usecases = (await owl.get(f"/messaging/v1/Services/{pool}/Compliance/Usa2p/Usecases", BrandRegistrationSid=approved)).json
    assert "2FA" in [row["code"] for row in usecases["us_app_to_person_usecases"]]


TOLLFREE_FORM = {
    "BusinessName": "Owl Post", "BusinessWebsite": "https://owl.example.com", "NotificationEmail": "ada@owl.example.com",
    "UseCaseCategories": ["DELIVERY_NOTIFICATIONS"], "UseCaseSummary": "Tells customers who agreed at checkout when their parcels arrive.",
    "ProductionMessageSample": "Owl Post: parcel 7 has arrived. Reply STOP to stop.", "OptInType": "WEB_FORM", "MessageVolume": "1,000",
    "OptInImageUrls": ["https://owl.example.com/opt-in.png"], "BusinessContactEmail": "ada@owl.example.com",
}  # fmt: skip


async def verification(house: Any, **changes: Any) -> Any:
    number = (await house.get("/IncomingPhoneNumbers.json", PhoneNumber=TOLLFREE)).json["incoming_phone_numbers"][0]["sid"]
    made = await house.post("/messaging/v1/Tollfree/Verifications", **{**TOLLFREE_FORM, "TollfreePhoneNumberSid": number, **changes})
    if made.status != 201:
        return made.json
    assert made.json["status"] == "PENDING_REVIEW"
    await wait(house)
    return (await house.get(f"/messaging/v1/Tollfree/Verifications/{made.json['sid']}")).json


async def test_r45_a_tollfree_number_writes_once_it_is_verified(owl: Any) -> None:
    assert (await owl.post("/compliance/v1/Policy", Modes='{"registration": "block"}')).status == 200
    assert await ends(owl, From=TOLLFREE) == ("failed", 30032)
    assert (await verification(owl))["status"] == "TWILIO_APPROVED"
    assert await ends(owl, From=TOLLFREE) == ("delivered", None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"BusinessWebsite": "owl"}, 30485),
        ({"BusinessContactEmail": "ada@gmail.com"}, 30482),
        ({"BusinessType": "PRIVATE_PROFIT"}, 30527),
        ({"OptInImageUrls": ["see our site"]}, 30446),
        ({"UseCaseSummary": "texts"}, 30446),
        ({"ProductionMessageSample": "Your parcel: http://bit.ly/x7 has arrived"}, 30892),
    ],
)
async def test_a_rejected_verification_says_why_and_can_be_mended(owl: Any, changes: Any, code: int) -> None:
    found = await verification(owl, **changes)
    assert found["status"] == "TWILIO_REJECTED" and found["edit_allowed"] is True
    assert code in [r["code"] for r in found["rejection_reasons"]]
    good = {k: v for k, v in TOLLFREE_FORM.items() if k in changes} or {"BusinessRegistrationNumber": "12-3456789"}
    path = f"/messaging/v1/Tollfree/Verifications/{found['sid']}"
    assert (await owl.post(path, **good)).json["status"] == "PENDING_REVIEW"
    await wait(owl)
    assert (await owl.get(path)).json["status"] == "TWILIO_APPROVED"


async def test_wrong_verifications_are_refused(owl: Any) -> None:
    local = (await owl.get("/IncomingPhoneNumbers.json", PhoneNumber=NUMBER)).json["incoming_phone_numbers"][0]["sid"]
    assert (await verification(owl, TollfreePhoneNumberSid=local))["code"] == 20001
    assert (await verification(owl, UseCaseCategories=["WORLD_PEACE"]))["code"] == 20001
    assert (await verification(owl, NotificationEmail="nobody"))["code"] == 20001
    await verification(owl)
    assert (await verification(owl))["code"] == 20409

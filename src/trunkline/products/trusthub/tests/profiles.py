"""A business that passes the review, for the tests of all who ask about one."""

from __future__ import annotations

import json
from typing import Any

from trunkline.kernel.clock import SECOND

BUSINESS, A2P, SOLE = "RNdfbf3fae0e1107f8aded0e7cead80bf5", "RNb0d4771c2c98518d916a3d4cd70a8f8b", "RN670d5d2e282a6130ae063b234b6019c8"

INFORMATION = {
    "business_name": "Owl Post", "business_identity": "direct_customer", "business_type": "Corporation", "business_industry": "RETAIL",
    "business_registration_identifier": "EIN", "business_registration_number": "12-3456789", "website_url": "https://owl.example.com",
}  # fmt: skip
REPRESENTATIVE = {
    "first_name": "Ada", "last_name": "Byron", "email": "ada@owl.example.com", "phone_number": "+14155550100", "business_title": "Founder",
    "job_position": "CEO",
}  # fmt: skip


async def make(house: Any, path: str, **parameters: Any) -> Any:
    told = {k: json.dumps(v) if isinstance(v, dict) else v for k, v in parameters.items()}
    answer = await house.post(f"/trusthub/v1/{path}", **told)
    assert answer.status == 201, answer.text
    return answer.json


async def draft_profile(house: Any, *, without: str = "") -> str:
    """A customer profile with all that its policy asks for, but for `without`."""
    profile = await make(house, "CustomerProfiles", FriendlyName="Owl", Email="ada@owl.example.com", PolicySid=BUSINESS)
    entities = (
        ("EndUsers", "customer_profile_business_information", INFORMATION),
        ("EndUsers", "authorized_representative_1", REPRESENTATIVE),
        ("SupportingDocuments", "customer_profile_address", {"address_sids": "AD" + "0" * 32}),
    )
    for path, kind, attributes in entities:
        if kind != without:
            entity = await make(house, path, FriendlyName=kind, Type=kind, Attributes=attributes)
            await make(house, f"CustomerProfiles/{profile['sid']}/EntityAssignments", ObjectSid=entity["sid"])
    return str(profile["sid"])


async def submit(house: Any, path: str) -> Any:
    """Submit it and let the reviewer decide; the clock must be stopped. The profile as it is then."""
    answer = await house.post(f"/trusthub/v1/{path}", Status="pending-review")
    assert answer.status == 200, answer.text
    house.platform.clock.advance(3 * SECOND)
    await house.settle()
    return (await house.get(f"/trusthub/v1/{path}")).json


async def approved_profile(house: Any) -> str:
    sid = await draft_profile(house)
    assert (await submit(house, f"CustomerProfiles/{sid}"))["status"] == "twilio-approved"
    return sid


async def approved_product(house: Any, profile: str, policy: str = A2P, **attributes: str) -> str:
    """A trust product for A2P messaging, beside an approved profile."""
    product = await make(house, "TrustProducts", FriendlyName="A2P", Email="ada@owl.example.com", PolicySid=policy)
    kind = "us_a2p_messaging_profile_information" if policy == A2P else "sole_proprietor_information"
    usual = {"company_type": "private"} if policy == A2P else {
        "brand_name": "Owl", "mobile_phone_number": "+14155550100", "vertical": "RETAIL"
    }  # fmt: skip
    user = await make(house, "EndUsers", FriendlyName="a2p", Type=kind, Attributes={**usual, **attributes})
    for sid in (user["sid"], profile):
        await make(house, f"TrustProducts/{product['sid']}/EntityAssignments", ObjectSid=sid)
    assert (await submit(house, f"TrustProducts/{product['sid']}"))["status"] == "twilio-approved"
    return str(product["sid"])

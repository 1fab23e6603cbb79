"""Profiles through the API: what they lack is told, what is whole is approved by the clock, and nothing changes under review."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.products.trusthub.rules.policies import Entity, evaluate, is_compliant, own_policies

from .profiles import BUSINESS, INFORMATION, approved_product, approved_profile, draft_profile, make


@pytest.fixture
async def stopped(house: Any) -> Any:
    house.platform.clock.stop()
    return house


async def test_a_whole_profile_is_approved_and_a_product_with_it(stopped: Any) -> None:
    profile = await approved_profile(stopped)
    product = await approved_product(stopped, profile)
    found = (await stopped.get(f"/trusthub/v1/TrustProducts/{product}")).json
    assert found["status"] == "twilio-approved" and found["errors"] is None
    documents = (await stopped.get("/trusthub/v1/SupportingDocuments")).json["results"]
    assert [d["status"] for d in documents] == ["APPROVED"]
    assert (await stopped.get("/trusthub/v1/CustomerProfiles", Status="twilio-approved")).json["results"][0]["sid"] == profile
    assert (await stopped.get("/trusthub/v1/CustomerProfiles", Status="draft")).json["results"] == []


async def test_what_is_missing_is_told_before_it_is_submitted(stopped: Any) -> None:
    sid = await draft_profile(stopped, without="authorized_representative_1")
    evaluation = await make(stopped, f"CustomerProfiles/{sid}/Evaluations", PolicySid=BUSINESS)
    assert evaluation["status"] == "noncompliant"
    [lacking] = [r for r in evaluation["results"] if not r["passed"]]
    assert lacking["requirement_name"] == "authorized_representative_1" and len(lacking["invalid"]) == 6
    refused = await stopped.post(f"/trusthub/v1/CustomerProfiles/{sid}", Status="pending-review")
    assert refused.status == 400 and "authorized_representative_1" in refused.json["message"]


async def test_what_became_wrong_during_the_review_is_a_rejection_with_reasons(stopped: Any) -> None:
    sid = await draft_profile(stopped)
    assert (await stopped.post(f"/trusthub/v1/CustomerProfiles/{sid}", Status="pending-review")).status == 200
    user = (await stopped.get("/trusthub/v1/EndUsers", Type="authorized_representative_1")).json["results"][0]["sid"]
    changed = await stopped.post(f"/trusthub/v1/EndUsers/{user}", Attributes='{"first_name": "Ada"}')
    assert changed.status == 200
    stopped.platform.clock.advance(3_000_000)
    await stopped.settle()
    found = (await stopped.get(f"/trusthub/v1/CustomerProfiles/{sid}")).json
    assert found["status"] == "twilio-rejected" and "last_name is missing" in found["errors"][0]["message"]
    assert (await stopped.post(f"/trusthub/v1/CustomerProfiles/{sid}", Status="draft")).json["status"] == "draft"


async def test_nothing_is_assigned_or_deleted_under_review(stopped: Any) -> None:
    sid = await draft_profile(stopped)
    await stopped.post(f"/trusthub/v1/CustomerProfiles/{sid}", Status="pending-review")
    user = await make(stopped, "EndUsers", FriendlyName="x", Type="cnam_information", Attributes={"cnam_display_name": "OWL"})
    path = f"/trusthub/v1/CustomerProfiles/{sid}/EntityAssignments"
    assert (await stopped.post(path, ObjectSid=user["sid"])).status == 409
    held = (await stopped.get(path)).json["results"][0]["sid"]
    assert (await stopped.delete(f"{path}/{held}")).status == 409
    assert (await stopped.delete(f"/trusthub/v1/CustomerProfiles/{sid}")).status == 409
    assert (await stopped.post(f"/trusthub/v1/CustomerProfiles/{sid}", Status="twilio-approved")).json["code"] == 20001


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("CustomerProfiles", {"FriendlyName": "x", "Email": "x", "PolicySid": BUSINESS}),
        ("CustomerProfiles", {"FriendlyName": "x", "Email": "a@b.co", "PolicySid": "RN" + "0" * 32}),
        ("CustomerProfiles", {"Email": "a@b.co", "PolicySid": BUSINESS}),
        ("EndUsers", {"FriendlyName": "x", "Type": "martian"}),
        ("EndUsers", {"FriendlyName": "x", "Type": "cnam_information", "Attributes": "[]"}),
        ("SupportingDocuments", {"FriendlyName": "x", "Type": "passport_of_a_cat"}),
    ],
)
async def test_wrong_parameters_are_refused(house: Any, path: str, parameters: dict[str, str]) -> None:
    answer = await house.post(f"/trusthub/v1/{path}", **parameters)
    assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_assignments_are_of_the_accounts_own_and_once(stopped: Any) -> None:
    sid = await draft_profile(stopped)
    path = f"/trusthub/v1/CustomerProfiles/{sid}/EntityAssignments"
    assert (await stopped.post(path, ObjectSid="IT" + "0" * 32)).json["code"] == 20001
    held = (await stopped.get(path, ObjectType="authorized_representative_1")).json["results"]
    assert len(held) == 1
    assert (await stopped.post(path, ObjectSid=held[0]["object_sid"])).status == 409
    endpoints = f"/trusthub/v1/CustomerProfiles/{sid}/ChannelEndpointAssignments"
    refused = await stopped.post(endpoints, ChannelEndpointType="phone-number", ChannelEndpointSid="PN" + "0" * 32)
    assert refused.json["code"] == 20001


async def test_types_and_policies_are_listed_and_fetched(house: Any) -> None:
    keys = {"EndUserTypes": "end_user_types", "SupportingDocumentTypes": "supporting_document_types", "Policies": "results"}
    for name, key in keys.items():
        rows = (await house.get(f"/trusthub/v1/{name}")).json[key]
        assert rows and (await house.get(f"/trusthub/v1/{name}/{rows[0]['sid']}")).json == rows[0]
        assert (await house.get(f"/trusthub/v1/{name}/OY{'0' * 32}")).status == 404


async def test_a_profile_waits_for_its_own_reviewer(stopped: Any) -> None:
    sid = await draft_profile(stopped)
    await stopped.post(f"/trusthub/v1/CustomerProfiles/{sid}", Status="pending-review")
    stopped.platform.clock.advance(1_100_000)
    await stopped.settle()
    assert (await stopped.get(f"/trusthub/v1/CustomerProfiles/{sid}")).json["status"] == "in-review"
    assert (await stopped.post(f"/trusthub/v1/CustomerProfiles/{sid}", Status="draft")).status == 409
    assert (await submit_again(stopped, sid))["status"] == "twilio-approved"


async def submit_again(house: Any, sid: str) -> Any:
    house.platform.clock.advance(2_000_000)
    await house.settle()
    return (await house.get(f"/trusthub/v1/CustomerProfiles/{sid}")).json


@given(
    st.dictionaries(st.sampled_from(sorted(INFORMATION)), st.one_of(st.none(), st.text(max_size=40), st.integers(), st.lists(st.text())))
)
def test_every_wrong_field_is_named_and_nothing_else(changes: dict[str, Any]) -> None:
    policy = own_policies().policies[BUSINESS]
    fields = {f.name: f for f in own_policies().end_user_types["customer_profile_business_information"].fields}
    attributes = {**INFORMATION, **changes}
    found = evaluate(policy, [Entity("IT1", "customer_profile_business_information", attributes)])
    named = {one["object_field"] for one in found[0]["invalid"]}
    assert named == {name for name, field in fields.items() if field.fault(attributes.get(name))}
    assert found[0]["passed"] == (not named)
    assert not is_compliant(found)  # two further requirements are not met

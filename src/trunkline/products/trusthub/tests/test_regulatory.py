"""Regulatory bundles through the API of numbers: named by a regulation, judged, approved by the clock, copied, cloned and replaced."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trunkline.kernel.clock import SECOND
from trunkline.products.trusthub.resources.regulatory_bundle import RegulatoryBundle
from trunkline.products.trusthub.rules.regulations import own_regulations

BASE = "/numbers/v2/RegulatoryCompliance"
PAPERS = {
    "proof_of_address": {"address_sids": ["AD" + "0" * 32]},
    "business_registration": {"business_name": "Owl Post", "document_number": "123"},
    "government_issued_document": {"first_name": "Ada", "last_name": "Byron", "document_number": "7"},
}
USERS = {"individual": {"first_name": "Ada", "last_name": "Byron"}, "business": {"business_name": "Owl Post"}}


@pytest.fixture
async def stopped(house: Any) -> Any:
    house.platform.clock.stop()
    return house


async def make(house: Any, path: str, **parameters: Any) -> Any:
    told = {k: json.dumps(v) if isinstance(v, dict) else v for k, v in parameters.items()}
    answer = await house.post(f"{BASE}/{path}", **told)
    assert answer.status == 201, answer.text
    return answer.json


async def whole(house: Any, country: str = "GB", sort: str = "mobile", user: str = "business", **more: Any) -> str:
    """A bundle that holds all that its regulation asks for."""
    bundle = await make(
        house, "Bundles", FriendlyName="Owl", Email="ada@owl.example.com", IsoCountry=country, NumberType=sort, EndUserType=user, **more
    )
    person = await make(house, "EndUsers", FriendlyName="Owl", Type=user, Attributes=USERS[user])
    papers = [
        await make(house, "SupportingDocuments", FriendlyName=name, Type=name, Attributes=PAPERS[name])
        for name in own_regulations().known.policies[bundle["regulation_sid"]].documents
    ]
    held = [one["sid"] for one in (person, *papers)]
    for sid in held:
        await make(house, f"Bundles/{bundle['sid']}/ItemAssignments", ObjectSid=sid)
    return str(bundle["sid"])


async def reviewed(house: Any, sid: str) -> Any:
    answer = await house.post(f"{BASE}/Bundles/{sid}", Status="pending-review")
    assert answer.status == 200, answer.text
    house.platform.clock.advance(3 * SECOND)
    await house.settle()
    return (await house.get(f"{BASE}/Bundles/{sid}")).json


@pytest.mark.parametrize("sid", sorted(own_regulations().all))
async def test_each_regulation_can_be_met(stopped: Any, sid: str) -> None:
    one = own_regulations().all[sid]
    bundle = await whole(stopped, one.country, one.number_type, one.end_user_type)
    found = await reviewed(stopped, bundle)
    assert (found["status"], found["regulation_sid"]) == ("twilio-approved", sid)
    documents = (await stopped.get(f"{BASE}/SupportingDocuments")).json["results"]
    assert {d["status"] for d in documents} == {"approved"}
    assert (await stopped.get(f"{BASE}/Bundles", Status="twilio-approved")).json["results"][0]["sid"] == bundle
    assert (await stopped.get("/trusthub/v1/EndUsers")).json["results"] == [], "Trust Hub's people are others"


async def test_what_is_missing_is_told_and_refused(stopped: Any) -> None:
    sid = await whole(stopped)
    items = (await stopped.get(f"{BASE}/Bundles/{sid}/ItemAssignments")).json["results"]
    assert len(items) == 3
    gone = next(one for one in items if one["object_sid"].startswith("IT"))
    assert (await stopped.delete(f"{BASE}/Bundles/{sid}/ItemAssignments/{gone['sid']}")).status == 204
    evaluation = await make(stopped, f"Bundles/{sid}/Evaluations")
    assert evaluation["status"] == "noncompliant"
    assert [r["requirement_name"] for r in evaluation["results"] if not r["passed"]] == ["business"]
    refused = await stopped.post(f"{BASE}/Bundles/{sid}", Status="pending-review")
    assert refused.status == 400 and "business" in refused.json["message"]
    assert (await stopped.get(f"{BASE}/Bundles/{sid}/Evaluations/{evaluation['sid']}")).json["bundle_sid"] == sid


async def test_a_test_bundle_is_rejected(stopped: Any) -> None:
    assert (await reviewed(stopped, await whole(stopped, IsTest="true")))["status"] == "twilio-rejected"


async def test_an_approved_bundle_is_changed_by_a_copy(stopped: Any) -> None:
    sid = await whole(stopped)
    assert (await reviewed(stopped, sid))["status"] == "twilio-approved"
    locked = await stopped.post(f"{BASE}/Bundles/{sid}/ItemAssignments", ObjectSid="RD" + 32 * "0")
    assert locked.status == 409
    copy = await make(stopped, f"Bundles/{sid}/Copies", FriendlyName="Owl, moved")
    assert (copy["status"], copy["friendly_name"]) == ("draft", "Owl, moved") and copy["sid"] != sid
    assert [one["sid"] for one in (await stopped.get(f"{BASE}/Bundles/{sid}/Copies")).json["results"]] == [copy["sid"]]
    items = (await stopped.get(f"{BASE}/Bundles/{copy['sid']}/ItemAssignments")).json["results"]
    old = next(one for one in items if one["object_sid"].startswith("IT"))
    assert (await stopped.delete(f"{BASE}/Bundles/{copy['sid']}/ItemAssignments/{old['sid']}")).status == 204
    refused = await stopped.post(f"{BASE}/Bundles/{sid}/ReplaceItems", FromBundleSid=copy["sid"])
    assert refused.status == 409 and "lacks" in refused.json["message"]
    person = await make(stopped, "EndUsers", FriendlyName="New", Type="business", Attributes=USERS["business"])
    await make(stopped, f"Bundles/{copy['sid']}/ItemAssignments", ObjectSid=person["sid"])
    replaced = await make(stopped, f"Bundles/{sid}/ReplaceItems", FromBundleSid=copy["sid"])
    assert (replaced["sid"], replaced["status"]) == (sid, "twilio-approved")
    now = {one["object_sid"] for one in (await stopped.get(f"{BASE}/Bundles/{sid}/ItemAssignments")).json["results"]}
    assert person["sid"] in now and old["object_sid"] not in now and len(now) == 3


async def test_a_subaccount_gets_a_clone_of_its_own(stopped: Any) -> None:
    sid = await whole(stopped)
    await reviewed(stopped, sid)
    other = (await stopped.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    clone = await make(stopped, f"Bundles/{sid}/Clones", TargetAccountSid=other["sid"])
    assert (clone["account_sid"], clone["status"]) == (other["sid"], "twilio-approved")
    auth = (other["sid"], other["auth_token"])
    items = (await stopped.get(f"{BASE}/Bundles/{clone['bundle_sid']}/ItemAssignments", auth=auth)).json["results"]
    for item in items:
        kind = "EndUsers" if item["object_sid"].startswith("IT") else "SupportingDocuments"
        assert (await stopped.get(f"{BASE}/{kind}/{item['object_sid']}", auth=auth)).status == 200
        assert (await stopped.get(f"{BASE}/{kind}/{item['object_sid']}")).status == 404
    assert len(items) == 3
    draft = await make(stopped, f"Bundles/{sid}/Clones", TargetAccountSid=other["sid"], MoveToDraft="true", FriendlyName="Draft")
    assert (draft["status"], draft["friendly_name"]) == ("draft", "Draft")
    wrong = await stopped.post(f"{BASE}/Bundles/{sid}/Clones", TargetAccountSid="AC" + 32 * "0")
    assert (wrong.status, wrong.json["code"]) == (400, 20001)
    back = await stopped.post(f"{BASE}/Bundles/{clone['bundle_sid']}/Clones", auth=auth, TargetAccountSid=stopped.account_sid)
    assert back.status == 400, "a subaccount does not write into its parent"


@pytest.mark.parametrize(
    "changes",
    [
        {"IsoCountry": "US"}, {"IsoCountry": ""}, {"NumberType": "space"}, {"EndUserType": "owl"}, {"Email": "nobody"},
        {"RegulationSid": "RN" + 32 * "0"}, {"FriendlyName": ""},
    ],
)  # fmt: skip
async def test_wrong_bundles_are_refused(stopped: Any, changes: dict[str, str]) -> None:
    usual = {"FriendlyName": "Owl", "Email": "a@b.example", "IsoCountry": "GB", "NumberType": "mobile", "EndUserType": "business"}
    answer = await stopped.post(f"{BASE}/Bundles", **{**usual, **changes})
    assert (answer.status, answer.json["code"]) == (400, 20001), answer.text


async def test_wrong_people_and_papers_are_refused(stopped: Any) -> None:
    assert (await stopped.post(f"{BASE}/EndUsers", FriendlyName="x", Type="owl")).json["code"] == 20001
    assert (await stopped.post(f"{BASE}/SupportingDocuments", FriendlyName="x", Type="owl")).json["code"] == 20001
    sid = await whole(stopped)
    foreign = (await stopped.post("/trusthub/v1/EndUsers", FriendlyName="x", Type="cnam_information")).json["sid"]
    assert (await stopped.post(f"{BASE}/Bundles/{sid}/ItemAssignments", ObjectSid=foreign)).json["code"] == 20001
    other = await whole(stopped, "DE")
    assert (await stopped.post(f"{BASE}/Bundles/{sid}/ReplaceItems", FromBundleSid=other)).json["code"] == 20001


async def test_the_lists_that_come_with_the_platform(stopped: Any) -> None:
    found = (await stopped.get(f"{BASE}/Regulations", IsoCountry="de", NumberType="local", EndUserType="individual")).json["results"]
    assert [one["iso_country"] for one in found] == ["DE"]
    wanted = found[0]["requirements"]["supporting_document"][0]
    assert [one["requirement_name"] for one in wanted] == ["proof_of_address", "government_issued_document"]
    assert (await stopped.get(f"{BASE}/Regulations/{found[0]['sid']}")).json == found[0]
    for name, key in (("EndUserTypes", "end_user_types"), ("SupportingDocumentTypes", "supporting_document_types")):
        rows = (await stopped.get(f"{BASE}/{name}")).json[key]
        assert (await stopped.get(f"{BASE}/{name}/{rows[0]['sid']}")).json == rows[0]
        assert (await stopped.get(f"{BASE}/{name}/OY{'0' * 32}")).status == 404


async def test_a_regulation_that_was_withdrawn_is_told_and_not_a_fault(stopped: Any) -> None:
    """Before it is submitted the caller is told; under review the bundle is rejected."""
    idle, under_review = await whole(stopped), await whole(stopped)
    assert (await stopped.post(f"{BASE}/Bundles/{under_review}", Status="pending-review")).status == 200
    work = stopped.platform.work()
    for sid in (idle, under_review):
        work.change(await work.fetch(RegulatoryBundle, sid), regulation_sid="RN" + "0" * 32)
    await work.commit()
    for refused in (
        await stopped.post(f"{BASE}/Bundles/{idle}/Evaluations"),
        await stopped.post(f"{BASE}/Bundles/{idle}", Status="pending-review"),
    ):
        assert (refused.status, refused.json["code"]) == (400, 20001)
        assert "RegulationSid" in refused.json["message"]
    stopped.platform.clock.advance(3 * SECOND)
    await stopped.settle()
    assert (await stopped.get(f"{BASE}/Bundles/{under_review}")).json["status"] == "twilio-rejected"

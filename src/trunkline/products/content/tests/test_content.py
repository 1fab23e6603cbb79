"""Templates through the API: written, read, searched, reviewed by the platform's clock, and filled in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trunkline.kernel.errors import Problem
from trunkline.products.content.actions.render_content import render_content

BODY = {
    "friendly_name": "order_left",
    "language": "en",
    "variables": {"1": "7"},
    "types": {"twilio/text": {"body": "Your order {{1}} left today"}},
}


async def send(house: Any, method: str, path: str, body: Any) -> Any:
    return await house.ask(method, path, json.dumps(body).encode(), {"content-type": "application/json"})


async def template(house: Any, **changes: Any) -> Any:
    made = await send(house, "POST", "/content/v1/Content", {**BODY, **changes})
    assert made.status == 201, made.text
    return made.json


async def review_of(house: Any, sid: str) -> Any:
    return (await house.get(f"/content/v1/Content/{sid}/ApprovalRequests")).json["whatsapp"]


async def test_a_template_is_written_read_changed_and_deleted(house: Any) -> None:
    made = await template(house)
    assert made["types"] == BODY["types"] and made["variables"] == {"1": "7"} and made["sid"].startswith("HX")
    assert made["links"]["approval_fetch"].endswith(f"/v1/Content/{made['sid']}/ApprovalRequests")
    path = f"/content/v1/Content/{made['sid']}"
    assert (await house.get(path)).json == made
    changed = await send(house, "PUT", path, {"types": {"twilio/text": {"body": "Hello {{1}}, thanks"}}})
    assert changed.status == 200 and changed.json["types"]["twilio/text"]["body"] == "Hello {{1}}, thanks"
    assert changed.json["friendly_name"] == "order_left"
    assert (await house.delete(path)).status == 204
    assert (await house.get(path)).status == 404


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ([], "JSON object"),
        ({}, "types"),
        ({"types": {"twilio/text": {"body": "x"}}}, "language"),
        ({**BODY, "language": "tlhIngan!"}, "language"),
        ({**BODY, "variables": {"9": "x"}}, "variables"),
        ({**BODY, "variables": {"1": 7}}, "variables"),
        ({**BODY, "types": {"twilio/text": {"body": "{{"}}}, "types"),
        ({**BODY, "colour": "red"}, "colour"),
        ({**BODY, "friendly_name": 7}, "friendly_name"),
    ],
)
async def test_a_wrong_template_is_told_where(house: Any, body: Any, place: str) -> None:
    answer = await send(house, "POST", "/content/v1/Content", body)
    assert (answer.status, answer.json["code"]) == (400, 20001)
    assert place in answer.json["message"]


async def test_the_reviewer_answers_by_the_clock(house: Any) -> None:
    house.platform.clock.stop()
    sid = (await template(house))["sid"]
    assert (await review_of(house, sid))["status"] == "unsubmitted"
    path = f"/content/v1/Content/{sid}/ApprovalRequests/whatsapp"
    asked = await send(house, "POST", path, {"name": "order_left", "category": "utility"})
    assert asked.status == 201 and asked.json["status"] == "received" and asked.json["category"] == "UTILITY"
    assert (await send(house, "POST", path, {"name": "order_left", "category": "UTILITY"})).status == 409
    house.platform.clock.advance(1_500_000)
    await house.settle()
    assert (await review_of(house, sid))["status"] == "pending"
    house.platform.clock.advance(2_000_000)
    await house.settle()
    assert (await review_of(house, sid))["status"] == "approved"
    assert (await send(house, "PUT", f"/content/v1/Content/{sid}", {"friendly_name": "x"})).status == 409


async def test_a_rejection_says_what_to_mend_and_can_be_asked_for_again(house: Any) -> None:
    house.platform.clock.stop()
    made = await template(house, types={"twilio/text": {"body": "{{1}} left today"}})
    path = f"/content/v1/Content/{made['sid']}"
    await send(house, "POST", path + "/ApprovalRequests/whatsapp", {"name": "left", "category": "UTILITY"})
    house.platform.clock.advance(4_000_000)
    await house.settle()
    found = await review_of(house, made["sid"])
    assert found["status"] == "rejected" and found["rejection_reason"].startswith("INVALID_FORMAT: ")
    assert (await send(house, "PUT", path, {"types": BODY["types"]})).status == 200
    assert (await send(house, "POST", path + "/ApprovalRequests/whatsapp", {"name": "left", "category": "UTILITY"})).status == 201
    house.platform.clock.advance(4_000_000)
    await house.settle()
    assert (await review_of(house, made["sid"]))["status"] == "approved"


@pytest.mark.parametrize("body", [{}, {"name": "Order Left", "category": "UTILITY"}, {"name": "a", "category": "SPAM"}, []])
async def test_a_wrong_request_for_approval_is_refused(house: Any, body: Any) -> None:
    sid = (await template(house))["sid"]
    answer = await send(house, "POST", f"/content/v1/Content/{sid}/ApprovalRequests/whatsapp", body)
    assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_lists_and_searches(house: Any) -> None:
    house.platform.clock.stop()
    first = await template(house)
    second = await template(
        house, friendly_name="Zebra", language="ja", types={"twilio/media": {"media": ["https://example.com/a.png"]}}, variables={}
    )
    await send(house, "POST", f"/content/v1/Content/{first['sid']}/ApprovalRequests/whatsapp", {"name": "a", "category": "UTILITY"})
    house.platform.clock.advance(4_000_000)
    await house.settle()

    async def sids(path: str, **query: Any) -> list[str]:
        answer = await house.get(path, **query)
        assert answer.status == 200, answer.text
        return [row["sid"] for row in answer.json["contents"]]

    both = [second["sid"], first["sid"]]
    assert await sids("/content/v1/Content") == both
    assert await sids("/content/v1/ContentAndApprovals") == both
    assert await sids("/content/v1/LegacyContent") == [first["sid"]]
    assert await sids("/content/v2/Content", Language="ja") == [second["sid"]]
    assert await sids("/content/v2/Content", Content="ORDER") == [first["sid"]]
    assert await sids("/content/v2/Content", ContentName="zeb") == [second["sid"]]
    assert await sids("/content/v2/Content", ContentType=["twilio/media", "twilio/card"]) == [second["sid"]]
    assert await sids("/content/v2/ContentAndApprovals", ChannelEligibility="whatsapp:approved") == [first["sid"]]
    assert await sids("/content/v2/Content", SortByDate="asc") == both[::-1]
    assert await sids("/content/v2/Content", SortByContentName="desc") == both
    assert (await house.get("/content/v2/Content", SortByDate="up")).json["code"] == 20001
    assert (await house.get("/content/v2/Content", ChannelEligibility="whatsapp")).json["code"] == 20001
    page = (await house.get("/content/v2/Content", PageSize=1)).json
    following = await house.ask("GET", page["meta"]["next_page_url"].partition("127.0.0.1:4010")[2])
    assert [row["sid"] for row in page["contents"] + following.json["contents"]] == both
    assert following.json["meta"]["next_page_url"] is None


async def test_another_account_has_none_of_it(house: Any) -> None:
    sid = (await template(house))["sid"]
    other = (await house.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    auth = (other["sid"], other["auth_token"])
    assert (await house.get(f"/content/v1/Content/{sid}", auth=auth)).status == 404
    assert (await house.get(f"/content/v1/Content/{sid}/ApprovalRequests", auth=auth)).status == 404
    assert (await house.get("/content/v2/Content", auth=auth)).json["contents"] == []


async def test_a_template_becomes_a_message(house: Any) -> None:
    sid = (await template(house))["sid"]
    work = house.platform.work()
    assert (await render_content(work, house.account_sid, sid, '{"1": "12"}')).body == "Your order 12 left today"
    assert (await render_content(work, house.account_sid, sid, "")).body == "Your order 7 left today"
    wrong = (
        ("", "{}", 21654),
        ("HX" + "0" * 32, "", 21655),
        ("nonsense", "", 21655),
        (sid, "{", 21656),
        (sid, "[]", 21656),
        (sid, '{"1": "a\\nb"}', 21656),
        (sid, json.dumps({"1": "x" * 1601}), 21658),
    )
    for named, variables, code in wrong:
        with pytest.raises(Problem) as why:
            await render_content(work, house.account_sid, named, variables)
        assert why.value.code == code

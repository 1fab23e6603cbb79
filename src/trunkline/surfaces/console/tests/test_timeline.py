"""A message's timeline from the request to the phone and back, and a webhook once more, against a real application."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator
from typing import Any

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # the official package has no types

from trunkline.foundations.webhooks.tests.site import Site, answer, serve
from trunkline.kernel.catalogue import resources
from trunkline.products.messaging.resources.message import Message
from trunkline.products.messaging.tests.sending import NUMBER, PHONE, Office

from .conftest import Desk, read


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serve() as made:
        yield made


async def timeline(desk: Desk, sid: str, name: str = "owner") -> list[dict[str, Any]]:
    shown = await desk.get(f"/console/api/timeline/{sid}", name)
    assert shown.status == 200, shown.body
    told: dict[str, Any] = read(shown)
    assert [step["at"] for step in told["steps"]] == sorted(step["at"] for step in told["steps"])
    steps: list[dict[str, Any]] = told["steps"]
    return steps


def of(steps: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [step for step in steps if step["kind"] == kind]


async def ends(desk: Desk, sid: str, status: str, callbacks: int, site: Site) -> None:
    async def ended() -> bool:
        row = await desk.house.platform.work().fetch(Message, sid)
        return row is not None and row.status == status and len(site.asked) == callbacks

    await desk.house.until(ended)
    await desk.house.settle()


async def test_from_the_request_to_the_phone_and_back(desk: Desk, site: Site) -> None:
    office = await Office(desk.house).open("twilio")
    sent = await office.send("what people say", StatusCallback=site.url("/status?a=b"), Bogus="not kept")
    sid = sent.json["sid"]
    await ends(desk, sid, "delivered", 2, site)
    steps = await timeline(desk, sid)
    [request] = of(steps, "request")
    details = request["details"]
    assert details["request_sid"] == sent.headers["Twilio-Request-Id"]
    assert details["parameters"]["Body"] == "what people say"
    assert details["parameters"]["Bogus"] is None
    assert details["withheld"] == ["Bogus"]
    assert "--data-urlencode 'Body=what people say'" in details["snippets"]["curl"]
    ast.parse(details["snippets"]["python"])
    assert 'body: "what people say"' in details["snippets"]["node"]
    assert [step["state"] for step in of(steps, "state")] == ["queued", "sending", "sent", "delivered"]
    assert {step["details"]["stage"] for step in of(steps, "decision")} == {"accept", "dispatch"}
    [sender] = of(steps, "sender")
    assert NUMBER in sender["title"]
    assert [step["title"] for step in of(steps, "hop")][-1] == f"On the phone {PHONE}"
    assert of(steps, "charge")
    called = of(steps, "callback")
    assert [step["state"] for step in called] == ["sent", "delivered"]
    validator = RequestValidator(desk.house.auth_token)
    for step, asked in zip(called, site.asked, strict=True):
        told = step["details"]
        assert told["signed_text"].startswith(asked.url)
        assert validator.compute_signature(asked.url, told["parameters"]) == told["signature"] == asked.headers["x-twilio-signature"]
        assert told["http_status"] == 200
    kinds = [step["kind"] for step in steps]
    assert kinds.index("request") < kinds.index("state") < min(kinds.index("hop"), kinds.index("callback"))


async def test_inbound_with_the_document_that_came_back(desk: Desk, site: Site) -> None:
    office = await Office(desk.house).open("twilio")
    numbers = (await office.house.get("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"]
    number = next(n["sid"] for n in numbers if n["phone_number"] == NUMBER)
    await office.house.post(f"/IncomingPhoneNumbers/{number}.json", SmsUrl=site.url("/sms"))
    site.answers["/sms"] = [
        answer("200 OK", b"<Response>\n<Message>an answer</Message>\n</Response>", "Content-Type: text/xml"),
        answer("200 OK", b"<Response>\n<Message>\n</Response>", "Content-Type: text/xml"),
    ]
    for text in ("first", "second"):
        made = await office.house.post(f"/network/v1/Handsets/{PHONE}/Messages", To=NUMBER, Body=text)
        assert made.status == 201, made.text
        await office.house.settle()
    first, second = [m["sid"] for m in (await office.house.get("/Messages.json", To=NUMBER)).json["messages"]][::-1]
    await office.house.until(lambda: _asked(site, 2))
    await office.house.settle()
    steps = await timeline(desk, first)
    assert [step["title"] for step in of(steps, "inbound")][:2] == [f"A text from {PHONE} to {NUMBER}", f"Sent from the phone {PHONE}"]
    [reply] = [step for step in of(steps, "inbound") if "reply_sid" in step["details"]]
    assert reply["links"][0]["path"] == f"/timeline/{reply['details']['reply_sid']}"
    [document] = of(steps, "twiml")
    assert document["details"]["lines"][1] == "<Message>an answer</Message>"
    assert "error_code" not in document["details"]
    answered = await timeline(desk, reply["details"]["reply_sid"])
    assert any(step["details"].get("in_reply_to") == first for step in answered)
    [broken] = of(await timeline(desk, second), "twiml")
    assert broken["details"]["error_code"] == 12100
    assert broken["details"]["line"] == 3
    assert [step["details"]["error_code"] for step in of(await timeline(desk, second), "alert")] == ["12100"]


async def _asked(site: Site, times: int) -> bool:
    return len(site.asked) >= times


async def test_what_was_stopped_says_why(desk: Desk) -> None:
    office = await Office(desk.house).open("twilio")
    await desk.house.post(f"/network/v1/Handsets/{PHONE}", Behaviour="unassigned")
    sid = (await office.send()).json["sid"]
    await desk.house.until(lambda: _has(desk, sid, "undelivered"))
    last = of(await timeline(desk, sid), "state")[-1]
    assert last["state"] == "undelivered"
    assert last["links"][0]["path"] == f"/errors/{last['details']['error_code']}"


async def _has(desk: Desk, sid: str, status: str) -> bool:
    row = await desk.house.platform.work().fetch(Message, sid)
    return row is not None and row.status == status


async def test_a_replay_is_a_new_attempt_that_names_the_old_one(desk: Desk, site: Site) -> None:
    office = await Office(desk.house).open("twilio")
    sid = (await office.send(StatusCallback=site.url("/status"))).json["sid"]
    await ends(desk, sid, "delivered", 2, site)
    step = of(await timeline(desk, sid), "callback")[-1]
    again = await desk.ask(step["replay"]["method"], step["replay"]["path"], json={})
    assert again.status == 201, again.body
    made = read(again)
    assert made["replays"] == step["details"]["attempt_sid"]
    assert made["sid"] != made["replays"]
    old, new = site.asked[-2:]
    assert (new.target, new.form, new.headers["x-twilio-signature"]) == (old.target, old.form, old.headers["x-twilio-signature"])
    assert new.headers["i-twilio-idempotency-token"] == old.headers["i-twilio-idempotency-token"]
    assert of(await timeline(desk, sid), "callback")[-1]["details"]["replays"] == made["replays"]
    site.answers["/status"] = [answer("500 Broken", b"sorry")]
    failed = await desk.ask("POST", f"/console/api/callbacks/{made['sid']}/replay", json={})
    assert (failed.status, read(failed)["http_status"], read(failed)["error_code"]) == (201, 500, 11200)
    stranger = await desk.ask("POST", f"/console/api/callbacks/{made['sid']}/replay", "stranger", json={})
    assert (stranger.status, read(stranger)["code"]) == (404, 20404)


async def test_a_request_has_the_timeline_of_what_it_made(desk: Desk) -> None:
    made = await desk.house.post("/sync/v1/Services", FriendlyName="Notes")
    sid = made.json["sid"]
    await desk.house.post(f"/sync/v1/Services/{sid}", FriendlyName="More notes")
    steps = await timeline(desk, sid)
    assert [step["details"]["operation"] for step in of(steps, "request")] == ["CreateService", "UpdateService"]
    assert [step["title"] for step in of(steps, "state")] == ["Service is made", "Service was last changed"]
    assert await timeline(desk, made.headers["Twilio-Request-Id"]) == steps
    refused = await desk.house.post("/Messages.json", Body="to nobody")
    [step] = await timeline(desk, refused.headers["Twilio-Request-Id"])
    assert step["details"]["error_code"] == 21604
    assert step["links"] == [{"title": "Error 21604", "path": "/errors/21604"}]


async def test_another_account_s_and_what_is_not_there_are_the_same(desk: Desk) -> None:
    office = await Office(desk.house).open("twilio")
    mine = [(await office.send()).json["sid"], (await desk.house.post("/sync/v1/Services")).json["sid"]]
    mine += [row["sid"] for row in (await desk.house.get("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"]]
    await timeline(desk, mine[0])
    mine += [row["sid"] for row in (await desk.house.get("/network/v1/Requests")).json["requests"]]
    for sid in mine:
        assert (await desk.get(f"/console/api/timeline/{sid}")).status == 200
    nowhere = [f"{kind.prefix}{'0' * 32}" for kind in resources()]
    for sid in [*mine, *nowhere, "nonsense", "SM'--"]:
        hidden = await desk.get(f"/console/api/timeline/{sid}", "stranger")
        assert (hidden.status, read(hidden)["code"]) == (404, 20404), sid
    assert (await desk.get(f"/console/api/timeline/{mine[0]}", "")).status == 401

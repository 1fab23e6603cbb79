"""A provider described by its owner: what is sent to it, and how its answers, reports and inbound texts are read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trunkline.carriers.routing.tests.conftest import Provider, home, provider
from trunkline.carriers.simulated.tests.traffic import NUMBER, reaches, state, text

__all__ = ["home", "provider"]


def template(url: str, **send: Any) -> dict[str, Any]:
    return {
        "send": {"url": url + "/sms?ref={reference}", "auth": "X-Key", "fields": {"dst": "{to_digits}", "msg": "{body}"}, **send},
        "taken": {"id": "result.0.id", "error": "error.name", "errors": {"bad-number": 30005}},
        "report": {
            "reference": "ref", "id": "id", "status": "state", "outcomes": {"DELIVRD": "delivered", "UNDELIV": "undelivered"},
            "error": "err", "errors": {"7": 30003},
        },
        "inbound": {"from": "source", "to": "dest", "body": "text", "id": "id"},
    }  # fmt: skip


@pytest.fixture
async def carrier(home: Any, provider: Provider) -> Any:
    provider.answers = [(200, {"result": [{"id": "p-17"}]})]
    made = await home.post(
        "/network/v1/Carriers", FriendlyName="own", Kind="http", Secret="key-1", Settings=json.dumps(template(provider.url))
    )
    assert made.status == 201, made.text
    assert (await home.post("/network/v1/Routes", CarrierSid=made.json["sid"])).status == 201
    health = await home.get(f"/network/v1/Carriers/{made.json['sid']}/Health")
    return {**made.json, **health.json["addresses"]}


def below(url: str) -> str:
    return url[url.index("/network") :]


async def test_it_is_asked_in_its_own_words(home: Any, provider: Provider, carrier: Any) -> None:
    sid = await text(home, "+14155552671", "1 & 1 = {to}")
    assert await reaches(home, sid, "sent", "failed") == ("sent", None)
    line, headers, form, _ = provider.heard[0]
    assert line == f"POST /sms?ref={sid} HTTP/1.1"
    assert headers["x-key"] == "key-1"
    assert form == {"dst": "14155552671", "msg": "1 & 1 = {to}"}


async def test_its_reports_count_by_reference_or_by_its_own_id(home: Any, provider: Provider, carrier: Any) -> None:
    first, second = await text(home, "+14155552671"), await text(home, "+14155552672")
    await reaches(home, first, "sent")
    await reaches(home, second, "sent")
    path = below(carrier["report_url"])
    assert (await home.post(path, ref=first, state="DELIVRD")).status == 204
    assert await state(home, first) == ("delivered", None)
    assert (await home.post(path, ref=first, state="UNDELIV", err="7")).status == 204
    assert await state(home, first) == ("delivered", None)
    sent = await home.ask(
        "POST", path, json.dumps({"ref": second, "state": "UNDELIV", "err": "7"}).encode(), {"content-type": "application/json"}
    )
    assert sent.status == 204
    assert await state(home, second) == ("undelivered", 30003)
    provider.answers = [(200, {"result": [{"id": "p-18"}]})]
    third = await text(home, "+14155552673")
    await reaches(home, third, "sent")
    assert (await home.get(path, id="p-18", state="DELIVRD")).status == 204
    assert await state(home, third) == ("delivered", None)


async def test_nobody_else_reports_and_no_other_message_is_reported_on(home: Any, carrier: Any) -> None:
    sid = await text(home, "+14155552671")
    await reaches(home, sid, "sent")
    place, _, _ = below(carrier["report_url"]).rpartition("/")
    assert (await home.post(f"{place}/{'0' * 40}", ref=sid, state="DELIVRD")).status == 404
    assert (await home.post(below(carrier["report_url"]), ref="SM" + "0" * 32, state="DELIVRD")).status == 400
    assert (await home.post(below(carrier["report_url"]), state="DELIVRD")).status == 400
    assert await state(home, sid) == ("sent", None)


async def test_its_inbound_texts_arrive(home: Any, carrier: Any) -> None:
    path = below(carrier["inbound_url"])
    answer = await home.post(path, source="14155552671", dest=NUMBER.removeprefix("+"), text="hello", id="in-1")
    assert answer.status == 204, answer.text
    [found] = (await home.get("/Messages.json", To=NUMBER)).json["messages"]
    assert (found["from"], found["body"], found["direction"], found["status"]) == ("+14155552671", "hello", "inbound", "received")
    assert (await home.post(path, source="14155552671", dest="15550009999", text="hello")).json["code"] == 21211


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ((200, {"error": {"name": "bad-number"}}), ("failed", 30005)),
        ((422, {"error": {"name": "never heard of"}}), ("failed", 30008)),
        ((200, "taken"), ("sent", None)),
    ],
)
async def test_its_refusals_are_told_in_our_codes(home: Any, provider: Provider, carrier: Any, answer: Any, ends: Any) -> None:
    provider.answers = [answer]
    assert await reaches(home, await text(home, "+14155552671"), "failed", "sent") == ends

"""Sending: what is accepted, what is refused and how, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.products.messaging.resources.message import Message

NUMBER, HANDSET = "+15557770001", "+15551230001"


@pytest.fixture
async def owned(house: Any) -> Any:
    """The account has NUMBER, and HANDSET is a phone of the simulated network."""
    from trunkline.products.numbers.actions.provision_number import provision_number

    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    made = await house.post("/network/v1/Handsets", PhoneNumber=HANDSET)
    assert made.status == 201, made.text
    return house


async def test_a_text_reaches_its_handset(owned: Any) -> None:
    sent = await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="hello")
    assert sent.status == 201, sent.text
    body = sent.json
    assert body["status"] == "queued"
    assert body["direction"] == "outbound-api"
    assert body["num_segments"] == "1"
    assert body["num_media"] == "0"
    assert body["price_unit"] == "USD"
    path = f"/Messages/{body['sid']}.json"

    async def delivered() -> bool:
        return bool((await owned.get(path)).json["status"] == "delivered")

    await owned.until(delivered)
    held = (await owned.get(f"/network/v1/Handsets/{HANDSET}/Messages")).json["messages"]
    assert [m["body"] for m in held] == ["hello"]


@pytest.mark.parametrize(
    ("parameters", "status", "code"),
    [
        ({"From": NUMBER, "Body": "x"}, 400, 21604),
        ({"To": "", "From": NUMBER, "Body": "x"}, 400, 21604),
        ({"To": HANDSET, "Body": "x"}, 400, 21603),
        ({"To": HANDSET, "From": NUMBER}, 400, 21602),
        ({"To": HANDSET, "From": NUMBER, "Body": ""}, 400, 21602),
        ({"To": "not a number", "From": NUMBER, "Body": "x"}, 400, 21211),
        ({"To": HANDSET, "From": "+15557770009", "Body": "x"}, 400, 21659),
        ({"To": HANDSET, "From": NUMBER, "Body": "x" * 1601}, 400, 21617),
        ({"To": NUMBER, "From": NUMBER, "Body": "x"}, 400, 21266),
        ({"To": HANDSET, "From": "Trunkline", "Body": "x"}, 400, 21612),
        ({"To": HANDSET, "From": NUMBER, "Body": "x", "StatusCallback": "nowhere"}, 400, 21609),
        ({"To": HANDSET, "From": NUMBER, "MediaUrl": "ftp://x/y"}, 400, 21620),
        ({"To": HANDSET, "From": NUMBER, "MediaUrl": [f"http://x/{n}" for n in range(11)]}, 400, 21623),
        ({"To": HANDSET, "From": NUMBER, "Body": ["one", "two"]}, 400, 20001),
        ({"To": HANDSET, "From": NUMBER, "Body": "x", "ValidityPeriod": "soon"}, 400, 20001),
        ({"To": HANDSET, "From": NUMBER, "Body": "x", "SendAt": "2020-01-01T00:00:00Z", "ScheduleType": "fixed"}, 400, 35114),
    ],
)
async def test_refusals(owned: Any, parameters: dict[str, Any], status: int, code: int) -> None:
    answer = await owned.post("/Messages.json", **parameters)
    assert (answer.status, answer.json["code"]) == (status, code), answer.text
    assert set(answer.json) == {"code", "message", "more_info", "status"}
    assert (await owned.get("/Messages.json")).json["messages"] == []


async def test_a_long_text_is_counted_in_segments(owned: Any) -> None:
    sent = await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="€" * 100)
    assert sent.json["num_segments"] == "2"  # the euro sign takes two septets


async def test_redact_and_delete(owned: Any) -> None:
    sid = (await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="secret")).json["sid"]
    path = f"/Messages/{sid}.json"

    async def delivered() -> bool:
        return bool((await owned.get(path)).json["status"] == "delivered")

    await owned.until(delivered)
    assert (await owned.post(path, Body="other")).json["code"] == 20001
    redacted = await owned.post(path, Body="")
    assert redacted.status == 200
    assert redacted.json["body"] == ""
    assert (await owned.delete(path)).status == 204
    assert (await owned.get(path)).json["code"] == 20404
    assert (await owned.delete(path)).status == 404


async def test_what_waits_fails_when_its_account_is_suspended(house: Any) -> None:
    from trunkline.kernel.clock import HOUR, MINUTE
    from trunkline.kernel.dialects import write_iso8601
    from trunkline.products.numbers.actions.provision_number import provision_number

    sub = (await house.post("/2010-04-01/Accounts.json")).json["sid"]
    work = house.platform.work()
    await provision_number(work, sub, NUMBER)
    await work.commit()
    clock, base = house.platform.clock, f"/2010-04-01/Accounts/{sub}"
    clock.stop()
    at = write_iso8601(clock.now() + HOUR)
    sent = await house.post(f"{base}/Messages.json", To=HANDSET, From=NUMBER, Body="later", SendAt=at, ScheduleType="fixed")
    assert sent.status == 201, sent.text
    assert (await house.post(f"{base}.json", Status="suspended")).status == 200
    clock.advance(HOUR + MINUTE)

    async def failed() -> bool:
        row = await house.platform.work().fetch(Message, sent.json["sid"])
        return bool(row is not None and row.status == "failed" and row.error_code == 30002)

    await house.until(failed)


async def test_an_application_lends_its_status_callback(owned: Any) -> None:
    url = "http://127.0.0.1:9/status"
    application = (await owned.post("/Applications.json", FriendlyName="a", MessageStatusCallback=url)).json["sid"]
    sent = await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x", ApplicationSid=application)
    assert sent.status == 201, sent.text
    row = await owned.platform.work().fetch(Message, sent.json["sid"])
    assert row.status_callback == url
    unknown = await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x", ApplicationSid="AP" + "0" * 32)
    assert (unknown.status, unknown.json["code"]) == (400, 20001)


async def test_feedback(owned: Any) -> None:
    sid = (await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="code 1234", ProvideFeedback="true")).json["sid"]
    told = await owned.post(f"/Messages/{sid}/Feedback.json", Outcome="unconfirmed")
    assert told.status == 200, told.text
    assert told.json["outcome"] == "unconfirmed"
    assert told.json["uri"].endswith(f"/Messages/{sid}/Feedback.json")
    assert (await owned.post(f"/Messages/{sid}/Feedback.json", Outcome="perhaps")).json["code"] == 20001
    assert (await owned.post("/Messages/SM00000000000000000000000000000000/Feedback.json")).status == 404


async def test_a_throttling_network_answers_429(owned: Any) -> None:
    made = await owned.post("/network/v1/Faults", Kind="throttle", Destination="+1555")
    assert made.status == 201, made.text
    refused = await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x")
    assert (refused.status, refused.json["code"]) == (429, 20429)


async def test_schedule_and_cancel(owned: Any) -> None:
    clock = owned.platform.clock
    clock.stop()
    from trunkline.kernel.clock import HOUR, MINUTE
    from trunkline.kernel.dialects import write_iso8601

    at = write_iso8601(clock.now() + HOUR)
    one = (await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="1", SendAt=at, ScheduleType="fixed")).json
    two = (await owned.post("/Messages.json", To=HANDSET, From=NUMBER, Body="2", SendAt=at, ScheduleType="fixed")).json
    assert one["status"] == "scheduled"
    assert one["date_sent"] is None
    assert (await owned.post(f"/Messages/{two['sid']}.json", Status="canceled")).json["status"] == "canceled"
    clock.advance(HOUR + MINUTE)

    async def sent() -> bool:
        clock.advance(MINUTE)
        return bool((await owned.get(f"/Messages/{one['sid']}.json")).json["status"] == "delivered")

    await owned.until(sent)
    assert (await owned.get(f"/Messages/{two['sid']}.json")).json["status"] == "canceled"
    refused = await owned.post(f"/Messages/{one['sid']}.json", Status="canceled")
    assert (refused.status, refused.json["code"]) == (409, 30409)


async def test_lists_filter_and_page(owned: Any) -> None:
    for n in range(7):
        await owned.post("/Messages.json", To=HANDSET if n % 2 else "+15551239999", From=NUMBER, Body=str(n))
    page = (await owned.get("/Messages.json", PageSize=3)).json
    bodies = [m["body"] for m in page["messages"]]
    while page["next_page_uri"]:
        page = (await owned.get(page["next_page_uri"])).json
        bodies += [m["body"] for m in page["messages"]]
    assert bodies == ["6", "5", "4", "3", "2", "1", "0"]
    to = (await owned.get("/Messages.json", To=HANDSET)).json["messages"]
    assert [m["body"] for m in to] == ["5", "3", "1"]
    await owned.settle()
    today = page["messages"][0]["date_created"]
    assert today
    from datetime import UTC, datetime, timedelta

    day = datetime.now(UTC).date()
    assert len((await owned.get("/Messages.json", **{"DateSent<": (day - timedelta(days=1)).isoformat()})).json["messages"]) == 0
    assert (await owned.get("/Messages.json", DateSent="yesterday")).json["code"] == 20001


async def test_test_credentials_rehearse(house: Any) -> None:
    from trunkline.foundations.access.tokens import auth_token
    from trunkline.foundations.accounts.resources.account import Account

    work = house.platform.work()
    twin = await work.find(Account, rehearses=house.account_sid)
    assert twin is not None
    auth = twin.sid, await auth_token(twin.sid, house.platform)

    async def send(to: str, from_: str) -> Any:
        return await house.post(f"/2010-04-01/Accounts/{twin.sid}/Messages.json", auth=auth, To=to, From=from_, Body="x")

    good = await send(HANDSET, "+15005550006")
    assert good.status == 201
    assert good.json["status"] == "queued"
    for number, code in (("0001", 21211), ("0002", 21612), ("0003", 21408), ("0004", 21610), ("0009", 21614)):
        assert (await send(f"+1500555{number}", "+15005550006")).json["code"] == code
    for number, code in (("0000", 21606), ("0001", 21212), ("0007", 21606), ("0008", 21611)):
        assert (await send(HANDSET, f"+1500555{number}")).json["code"] == code
    await house.settle()
    assert (await house.get(f"/2010-04-01/Accounts/{twin.sid}/Messages/{good.json['sid']}.json", auth=auth)).status in (403, 404)

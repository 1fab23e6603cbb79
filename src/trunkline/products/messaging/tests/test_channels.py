"""WhatsApp, RCS, Messenger and Viber: senders and their review, the window, templates, receipts, and what webhooks are told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from trunkline.carriers.simulated.tests.traffic import NUMBER, PHONE, own_number, reaches
from trunkline.kernel.clock import DAY, SECOND

OURS, THEIRS = f"whatsapp:{NUMBER}", f"whatsapp:{PHONE}"


async def send_json(house: Any, path: str, body: Any) -> Any:
    return await house.ask("POST", path, json.dumps(body).encode(), {"content-type": "application/json"})


async def register(house: Any, sender_id: str = OURS, **more: Any) -> Any:
    made = await send_json(house, "/messaging/v2/Channels/Senders", {"sender_id": sender_id, "profile": {"name": "Owl"}, **more})
    assert made.status == 202, made.text
    assert made.json["status"] == "CREATING"
    house.platform.clock.advance(2 * SECOND)
    await house.settle()
    return (await house.get(f"/messaging/v2/Channels/Senders/{made.json['sid']}")).json


async def write(house: Any, body: str = "hello", **more: str) -> Any:
    told = {"To": OURS, "Body": body, "Channel": "whatsapp", **more}
    sent = await house.post(f"/network/v1/Handsets/{PHONE}/Messages", **told)
    assert sent.status == 201, sent.text
    return sent.json


@pytest.fixture
async def owl(house: Any) -> Any:
    """A house with a WhatsApp sender and a phone."""
    await own_number(house)
    house.platform.clock.stop()
    assert (await house.post("/network/v1/Handsets", PhoneNumber=PHONE, FriendlyName="Ada")).status == 201
    assert (await house.post("/network/v1/Faults", Kind="latency", Milliseconds=0)).status == 201
    found = await register(house)
    assert found["status"] == "ONLINE", found
    return house


async def send(house: Any, **parameters: Any) -> Any:
    return await house.post("/Messages.json", **{"To": THEIRS, "From": OURS, "Body": "hi", **parameters})


@pytest.fixture
async def site() -> AsyncIterator[Any]:
    """A web site that keeps what it is asked and answers with empty TwiML."""
    asked: list[dict[str, str]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                length = int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0)
                asked.append(dict(parse_qsl((await reader.readexactly(length)).decode(), keep_blank_values=True)))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>")
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield asked, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    server.close()


async def test_a_whatsapp_sender_must_be_a_number_of_the_account(house: Any) -> None:
    house.platform.clock.stop()
    found = await register(house, "whatsapp:+14155550123")
    assert found["status"] == "OFFLINE" and found["offline_reasons"][0]["code"] == "63110"
    assert (await house.delete(f"/messaging/v2/Channels/Senders/{found['sid']}")).status == 204


async def test_senders_are_listed_changed_and_unique(owl: Any) -> None:
    rcs = await register(owl, "rcs:owl_agent")
    listed = (await owl.get("/messaging/v2/Channels/Senders", Channel="rcs")).json["senders"]
    assert [row["sid"] for row in listed] == [rcs["sid"]]
    changed = await send_json(owl, f"/messaging/v2/Channels/Senders/{rcs['sid']}", {"webhook": {"callback_url": "https://example.com/in"}})
    assert (changed.status, changed.json["status"]) == (202, "ONLINE:UPDATING")
    assert changed.json["webhook"] == {"callback_url": "https://example.com/in"}
    assert (await send_json(owl, "/messaging/v2/Channels/Senders", {"sender_id": "rcs:owl_agent"})).status == 409


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"sender_id": 7},
        {"sender_id": "+15557770001"},
        {"sender_id": OURS},
        {"sender_id": OURS, "profile": {"name": "x", "vertical": "Piracy"}},
        {"sender_id": OURS, "profile": {"name": "x", "colour": "red"}},
        {"sender_id": OURS, "profile": "x"},
        {"sender_id": "rcs:a", "webhook": {"callback_url": "ftp://x"}},
        {"sender_id": "rcs:a", "webhook": {"callback_method": "PATCH"}},
        {"sender_id": "rcs:a", "configuration": {"verification_method": "pigeon"}},
    ],
)
async def test_a_wrong_sender_is_told_why(house: Any, body: Any) -> None:
    answer = await send_json(house, "/messaging/v2/Channels/Senders", body)
    assert (answer.status, answer.json["code"]) == (400, 20001)


async def test_a_free_text_needs_an_open_conversation(owl: Any) -> None:
    cold = (await send(owl)).json["sid"]
    assert await reaches(owl, cold, "failed", "delivered") == ("failed", 63016)
    await write(owl)
    await owl.settle()
    assert (await reaches(owl, (await send(owl)).json["sid"], "failed", "delivered"))[0] == "delivered"
    owl.platform.clock.advance(DAY - 10 * SECOND)
    assert (await reaches(owl, (await send(owl)).json["sid"], "failed", "delivered"))[0] == "delivered"
    owl.platform.clock.advance(20 * SECOND)
    assert await reaches(owl, (await send(owl)).json["sid"], "failed", "delivered") == ("failed", 63016)


async def test_an_approved_template_begins_a_conversation(owl: Any) -> None:
    body = {"language": "en", "variables": {"1": "7"}, "types": {"twilio/text": {"body": "Your order {{1}} left today"}}}
    template = (await send_json(owl, "/content/v1/Content", body)).json["sid"]
    early = (await send(owl, Body="", ContentSid=template)).json["sid"]
    assert await reaches(owl, early, "failed", "delivered") == ("failed", 63016)
    await send_json(owl, f"/content/v1/Content/{template}/ApprovalRequests/whatsapp", {"name": "left", "category": "UTILITY"})
    owl.platform.clock.advance(5 * SECOND)
    await owl.settle()
    sent = (await send(owl, Body="", ContentSid=template)).json
    assert sent["body"] == "Your order 7 left today" and sent["num_segments"] == "1"
    assert (await reaches(owl, sent["sid"], "failed", "delivered"))[0] == "delivered"


async def test_the_phone_has_it_and_its_reading_is_told(owl: Any) -> None:
    await write(owl)
    sid = (await send(owl)).json["sid"]
    await reaches(owl, sid, "delivered")
    [held] = (await owl.get(f"/network/v1/Handsets/{PHONE}/Messages", State="received")).json["messages"]
    assert (held["from"], held["to"], held["read"]) == (OURS, THEIRS, False)
    assert (await owl.post(f"/network/v1/Handsets/{PHONE}/Messages/{held['sid']}", Read="true")).json["read"] is True
    assert (await reaches(owl, sid, "read"))[0] == "read"


async def test_the_webhook_is_told_what_the_app_sent(owl: Any, site: Any) -> None:
    asked, url = site
    sender = (await owl.get("/messaging/v2/Channels/Senders")).json["senders"][0]["sid"]
    assert (await send_json(owl, f"/messaging/v2/Channels/Senders/{sender}", {"webhook": {"callback_url": url}})).status == 202
    owl.platform.clock.advance(2 * SECOND)
    await owl.settle()
    await write(owl, "Yes", ButtonText="Yes", ButtonPayload="confirm-7")

    async def came() -> bool:
        return bool(asked)

    await owl.until(came)
    told = asked[0]
    assert (told["From"], told["To"], told["Body"]) == (THEIRS, OURS, "Yes")
    assert (told["ProfileName"], told["WaId"], told["ChannelPrefix"]) == ("Ada", PHONE[1:], "whatsapp")
    assert (told["ButtonText"], told["ButtonPayload"], told["MessageType"]) == ("Yes", "confirm-7", "button")


async def test_typing_is_seen_for_a_while(owl: Any) -> None:
    inbound = await write(owl)
    shown = await owl.post("/messaging/v2/Indicators/Typing.json", channel="whatsapp", messageId=inbound["message_sid"])
    assert (shown.status, shown.json) == (200, {"success": True})
    assert (await owl.get(f"/network/v1/Handsets/{PHONE}/Typing")).json["from"] == [OURS]
    assert (await owl.get(f"/network/v1/Handsets/{PHONE}")).json["typing_from"] == OURS
    owl.platform.clock.advance(30 * SECOND)
    assert (await owl.get(f"/network/v1/Handsets/{PHONE}/Typing")).json["from"] == []
    assert (await owl.post("/messaging/v2/Indicators/Typing.json", channel="whatsapp", messageId="SM" + "0" * 32)).status == 400
    third = "/messaging/v3/Indicators/Typing.json"
    shown = await send_json(owl, third, {"channel": "WHATSAPP", "messageId": inbound["message_sid"]})
    assert (shown.status, shown.json) == (200, {"success": True})
    assert (await owl.get(f"/network/v1/Handsets/{PHONE}/Typing")).json["from"] == [OURS]
    apple = {"channel": "APPLE", "from": "apple:a", "to": "apple:b", "event": "START"}
    bodies: tuple[Any, ...] = (apple, {"channel": "WHATSAPP"}, [], "x")
    for wrong in bodies:
        refused = await send_json(owl, third, wrong)
        assert (refused.status, refused.json["code"]) == (400, 20001), wrong


async def test_stop_by_whatsapp_holds_for_sms_too(owl: Any) -> None:
    await write(owl, "STOP")
    await owl.settle()
    assert (await send(owl)).json["code"] == 21610
    assert (await owl.post("/Messages.json", To=PHONE, From=NUMBER, Body="hi")).json["code"] == 21610


@pytest.mark.parametrize("channel", ["rcs", "messenger", "viber"])
async def test_the_other_channels_carry_both_ways(owl: Any, channel: str) -> None:
    ours = f"{channel}:owl_agent"
    await register(owl, ours)
    theirs = f"{channel}:{PHONE if channel == 'rcs' else PHONE[1:]}"
    sent = await owl.post(f"/network/v1/Handsets/{PHONE}/Messages", To="owl_agent", Body="hello", Channel=channel)
    assert sent.status == 201, sent.text
    assert (sent.json["from"], sent.json["to"]) == (theirs, ours)
    answer = (await owl.post("/Messages.json", To=theirs, From=ours, Body="hi")).json
    assert (await reaches(owl, answer["sid"], "failed", "delivered", "undelivered"))[0] == "delivered"


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"From": NUMBER}, 21910),
        ({"From": "whatsapp:+15557770009"}, 63007),
        ({"To": OURS}, 63031),
        ({"From": "rcs:owl_agent"}, 21910),
        ({"To": "whatsapp:nobody"}, 21211),
    ],
)
async def test_ends_that_do_not_fit_have_twilios_codes(owl: Any, parameters: dict[str, str], code: int) -> None:
    answer = await send(owl, **parameters)
    assert (answer.status, answer.json["code"]) == (400, code)


async def test_another_account_cannot_use_the_sender(owl: Any) -> None:
    other = (await owl.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    auth = (other["sid"], other["auth_token"])
    path = f"/2010-04-01/Accounts/{other['sid']}/Messages.json"
    assert (await owl.post(path, auth=auth, To=THEIRS, From=OURS, Body="hi")).json["code"] == 63007
    assert (await owl.get("/messaging/v2/Channels/Senders", auth=auth)).json["senders"] == []


async def test_a_phone_without_the_app_and_one_that_blocks(owl: Any) -> None:
    await write(owl)
    await owl.post(f"/network/v1/Handsets/{PHONE}", Behaviour="blocked")
    assert await reaches(owl, (await send(owl)).json["sid"], "undelivered", "delivered", "failed") == ("undelivered", 63033)
    await owl.post(f"/network/v1/Handsets/{PHONE}", Behaviour="unassigned")
    assert await reaches(owl, (await send(owl)).json["sid"], "undelivered", "delivered", "failed") == ("undelivered", 63024)


async def test_a_templates_buttons_stand_on_the_phone_and_can_be_pressed(owl: Any) -> None:
    actions = [{"title": "Yes", "id": "confirm-7"}, {"title": "No"}]
    types = {"twilio/quick-reply": {"body": "Is it there?", "actions": actions}}
    made = await send_json(owl, "/content/v1/Content", {"language": "en", "types": types})
    await write(owl)  # opens the window in which a template needs no approval
    assert (await send(owl, ContentSid=made.json["sid"])).status == 201

    async def shown() -> Any:
        held = (await owl.get(f"/network/v1/Handsets/{PHONE}/Messages", State="received")).json["messages"]
        return [(b["kind"], b["title"], b["payload"]) for b in held[0]["buttons"]] if held else None

    await owl.until(shown)
    assert await shown() == [("QUICK_REPLY", "Yes", "confirm-7"), ("QUICK_REPLY", "No", "No")]

"""Senders of channels in the pool of a Messaging Service."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import HANDSET, NUMBER
from .test_channels import register

OURS, THEIRS = f"whatsapp:{NUMBER}", f"whatsapp:{HANDSET}"
SERVICES = "/messaging/v1/Services"


@pytest.fixture
async def pool(desk: Any) -> Any:
    """A service with NUMBER and its WhatsApp sender; HANDSET has written to the latter."""
    desk.house.platform.clock.stop()
    desk.sid = await desk.service(NUMBER)
    await desk.handset()
    assert (await desk.house.post("/network/v1/Faults", Kind="latency", Milliseconds=0)).status == 201
    desk.sender = await register(desk.house, OURS)
    added = await desk.house.post(f"{SERVICES}/{desk.sid}/ChannelSenders", Sid=desk.sender["sid"])
    assert added.status == 201, added.text
    assert (added.json["sid"], added.json["sender"]) == (desk.sender["sid"], OURS)
    assert (added.json["sender_type"], added.json["country_code"]) == ("WhatsApp", "US")
    said = await desk.house.post(f"/network/v1/Handsets/{HANDSET}/Messages", To=OURS, Body="hello", Channel="whatsapp")
    assert said.status == 201, said.text
    await desk.house.settle()
    return desk


async def test_each_text_leaves_by_its_own_channel(pool: Any) -> None:
    by_sms, by_whatsapp = await pool.send(pool.sid), await pool.send(pool.sid, to=THEIRS)
    assert (await pool.ended(by_sms, "sent", "delivered"))["from"] == NUMBER
    assert (await pool.ended(by_whatsapp, "sent", "delivered", "read"))["from"] == OURS
    why = await pool.why(by_whatsapp)
    assert (why["sender_type"], why["passed_over"]) == ("channel", [{"sender": NUMBER, "why": "of another channel"}])


async def test_a_text_that_comes_by_the_channel_is_the_services(pool: Any) -> None:
    (inbound,) = (await pool.house.get("/Messages.json", To=OURS)).json["messages"]
    assert inbound["messaging_service_sid"] == pool.sid


async def test_a_sender_stands_in_one_pool_and_leaves_it_with_its_channel(pool: Any) -> None:
    again = await pool.house.post(f"{SERVICES}/{pool.sid}/ChannelSenders", Sid=pool.sender["sid"])
    assert (again.status, again.json["code"]) == (409, 21710)
    other = await pool.service()
    elsewhere = await pool.house.post(f"{SERVICES}/{other}/ChannelSenders", Sid=pool.sender["sid"])
    assert (elsewhere.status, elsewhere.json["code"]) == (409, 21712)
    assert (await pool.house.delete(f"/messaging/v2/Channels/Senders/{pool.sender['sid']}")).status == 204
    assert (await pool.house.get(f"{SERVICES}/{pool.sid}/ChannelSenders")).json["senders"] == []
    failed = await pool.ended(await pool.send(pool.sid, to=THEIRS))
    assert (failed["status"], failed["error_code"]) == ("failed", 21703)

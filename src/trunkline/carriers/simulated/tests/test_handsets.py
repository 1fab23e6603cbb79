"""Phones: what they hold, what they send, what becomes of texts to them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from .traffic import NUMBER, PHONE, declare, held, idle, own_number, reaches, text


@pytest.fixture
async def phone(house: Any) -> Any:
    await own_number(house)
    made = await house.post("/network/v1/Handsets", PhoneNumber="(555) 123-0001", FriendlyName="Ann")
    assert made.status == 201, made.text
    return made.json


async def test_a_handset_is_kept_as_e164_and_found_by_number_and_sid(house: Any, phone: Any) -> None:
    assert (phone["phone_number"], phone["iso_country"], phone["behaviour"]) == (PHONE, "US", "reachable")
    for key in (PHONE, phone["sid"], "15551230001"):
        assert (await house.get(f"/network/v1/Handsets/{key}")).json["sid"] == phone["sid"]
    assert (await house.get("/network/v1/Handsets/+15559999999")).status == 404
    assert (await house.post("/network/v1/Handsets", PhoneNumber=PHONE)).status == 409
    assert (await house.post("/network/v1/Handsets", PhoneNumber="phone")).json["code"] == 21211
    assert (await house.post("/network/v1/Handsets", PhoneNumber="+15551230002", Behaviour="asleep")).status == 400
    assert (await house.post("/network/v1/Handsets", PhoneNumber="+15551230002", Delay="-1")).status == 400


async def test_a_text_arrives_and_is_counted(house: Any, phone: Any) -> None:
    sid = await text(house, PHONE, "first")
    assert await reaches(house, sid, "delivered") == ("delivered", None)
    (got,) = await held(house)
    assert (got["message_sid"], got["from"], got["body"], got["state"]) == (sid, NUMBER, "first", "received")
    assert not got["possible_duplicate"]
    assert (await house.get(f"/network/v1/Handsets/{PHONE}")).json["unread"] == 1
    assert (await house.post(f"/network/v1/Handsets/{PHONE}", Unread="0")).json["unread"] == 0
    assert (await house.post(f"/network/v1/Handsets/{PHONE}", Unread="7")).status == 400


async def test_a_handset_sends_to_the_platform(house: Any, phone: Any) -> None:
    sent = await house.post(f"/network/v1/Handsets/{PHONE}/Messages", To=NUMBER, Body="hi there")
    assert sent.status == 201, sent.text
    message = (await house.get(f"/Messages/{sent.json['message_sid']}.json")).json
    assert (message["direction"], message["from"], message["to"], message["body"]) == ("inbound", PHONE, NUMBER, "hi there")
    assert [m["state"] for m in await held(house)] == ["sent"]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"To": "+15550000042", "Body": "x"}, 21211),
        ({"To": NUMBER}, 21602),
        ({"Body": "x"}, 21604),
        ({"To": NUMBER, "Body": "x" * 1601}, 21617),
        ({"To": NUMBER, "MediaUrl": ["http://127.0.0.1/a"] * 11}, 21623),
    ],
)
async def test_what_a_handset_cannot_send(house: Any, phone: Any, parameters: dict[str, Any], code: int) -> None:
    answer = await house.post(f"/network/v1/Handsets/{PHONE}/Messages", **parameters)
    assert (answer.status, answer.json["code"]) == (400, code)
    assert await held(house) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Behaviour": "no_coverage"}, 30003),
        ({"Behaviour": "full_inbox"}, 30003),
        ({"Behaviour": "blocked"}, 30004),
        ({"Behaviour": "unassigned"}, 30005),
        ({"LineType": "landline"}, 30006),
        ({"Behaviour": "filtered"}, 30007),
    ],
)
async def test_behaviour_decides(house: Any, phone: Any, changes: dict[str, str], code: int) -> None:
    assert (await house.post(f"/network/v1/Handsets/{PHONE}", **changes)).status == 200
    sid = await text(house, PHONE)
    assert await reaches(house, sid, "undelivered", "delivered") == ("undelivered", code)
    assert await held(house) == []


async def test_numbers_that_nobody_holds_leave_no_row(house: Any, phone: Any) -> None:
    sid = await text(house, "+15551239999")
    assert await reaches(house, sid, "delivered", "undelivered") == ("delivered", None)
    assert len((await house.get("/network/v1/Handsets")).json["handsets"]) == 1


async def test_a_text_to_a_number_of_the_platform_comes_in_there(house: Any, phone: Any) -> None:
    from trunkline.products.numbers.actions.provision_number import provision_number

    work = house.platform.work()
    await provision_number(work, house.account_sid, "+15557770002")
    await work.commit()
    sid = await text(house, "+15557770002", "to myself")
    await reaches(house, sid, "delivered")
    found = (await house.get("/Messages.json", To="+15557770002")).json["messages"]
    assert sorted(m["direction"] for m in found) == ["inbound", "outbound-api"]


async def test_another_account_has_another_network(house: Any, phone: Any) -> None:
    from trunkline.foundations.accounts.actions.create_account import create_main_account

    work = house.platform.work()
    other, token, *_ = create_main_account(work, "Other")
    await work.commit()
    auth = (other.sid, token)
    assert (await house.get(f"/network/v1/Handsets/{PHONE}", auth=auth)).status == 404
    assert (await house.get(f"/network/v1/Handsets/{PHONE}/Messages", auth=auth)).status == 404
    assert (await house.post("/network/v1/Handsets", auth=auth, PhoneNumber=PHONE)).status == 201
    await reaches(house, await text(house, PHONE), "delivered")
    assert len(await held(house)) == 1
    assert (await house.get(f"/network/v1/Handsets/{PHONE}/Messages", auth=auth)).json["messages"] == []


async def test_who_waits_hears_of_what_is_committed(house: Any, phone: Any) -> None:
    await declare(house, "latency", Milliseconds=0)
    await reaches(house, await text(house, PHONE, "old"), "delivered")
    (old,) = await held(house)
    waiting = asyncio.create_task(held(house, After=old["sid"], Wait=20))
    await house.until(_watched(house, phone["sid"]))
    await text(house, PHONE, "new")
    assert [m["body"] for m in await waiting] == ["new"]
    assert not house.platform.jobs.platform.ports[_network()].watched(phone["sid"])
    assert await held(house, After=(await held(house))[0]["sid"], Wait=0) == []
    assert (await house.get(f"/network/v1/Handsets/{PHONE}/Messages", After="x")).status == 400
    assert (await house.get(f"/network/v1/Handsets/{PHONE}/Messages", Wait="-1")).status == 400
    await idle(house)


def _network() -> Any:
    from trunkline.carriers.simulated.network import SimulatedNetwork

    return SimulatedNetwork


def _watched(house: Any, sid: str) -> Any:
    async def check() -> bool:
        return bool(house.platform.ports[_network()].watched(sid))

    return check


async def test_a_removed_handset_takes_its_texts_along(house: Any, phone: Any) -> None:
    await reaches(house, await text(house, PHONE), "delivered")
    assert (await house.delete(f"/network/v1/Handsets/{PHONE}")).status == 204
    assert (await house.get(f"/network/v1/Handsets/{PHONE}/Messages")).status == 404
    assert (await house.post("/network/v1/Handsets", PhoneNumber=PHONE)).status == 201
    assert await held(house) == []


async def test_a_second_hand_over_is_marked_and_an_arrival_that_runs_again_is_not_stored_twice(house: Any, phone: Any) -> None:
    from trunkline.carriers.simulated.actions.deliver_text import arrive
    from trunkline.carriers.simulated.messages import SimulatedCarrier
    from trunkline.products.messaging.ports import Handover

    work = house.platform.work()
    carrier = SimulatedCarrier(house.platform.ports[_network()])
    sid = f"SM{'0' * 32}"
    await carrier.submit(Handover(sid, house.account_sid, NUMBER, PHONE, "once more", 1, again=True), work)
    content = {"from_": NUMBER, "to": PHONE, "body": "once more", "segments": 1, "handset_sid": phone["sid"], "again": True}
    await work.commit()

    async def arrived() -> bool:
        return bool(await held(house))

    await house.until(arrived)
    work.enqueue(arrive, message_sid=sid, text=content)
    await work.commit()
    await idle(house)
    assert [(m["body"], m["possible_duplicate"]) for m in await held(house)] == [("once more", True)]
    assert (await house.get(f"/network/v1/Handsets/{PHONE}")).json["unread"] == 1


async def test_a_picture_that_the_phone_took_lies_with_the_message(house: Any) -> None:
    await own_number(house)
    await house.post("/network/v1/Handsets", PhoneNumber=PHONE)
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    sent = await house.post(f"/network/v1/Handsets/{PHONE}/Messages", To=NUMBER, MediaUrl=f"data:image/png;base64,{dot}")
    assert (sent.status, sent.json["media"]) == (201, ["data:image/png"])
    files = f"/Messages/{sent.json['message_sid']}/Media.json"

    async def stored() -> bool:
        found = (await house.get(files)).json["media_list"]
        return [media["content_type"] for media in found] == ["image/png"]

    await house.until(stored)
    broken = await house.post(f"/network/v1/Handsets/{PHONE}/Messages", To=NUMBER, Body="x", MediaUrl="data:image/png;base64,***")
    assert broken.status == 201

    async def received() -> bool:
        return bool((await house.get(f"/Messages/{broken.json['message_sid']}.json")).json["status"] == "received")

    await house.until(received)

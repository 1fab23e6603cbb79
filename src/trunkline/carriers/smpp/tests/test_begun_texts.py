"""A carrier that has the beginning of a long text keeps it: no other carrier is given the text, so that nothing arrives twice."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from trunkline.carriers.routing.running import RunningCarriers
from trunkline.kernel.clock import MINUTE
from trunkline.products.messaging.ports import Handover

from .smsc import Smsc, run_smsc
from .traffic import NUMBER, PHONE, reaches, send

LONG = "A long text, which goes in several parts. " * 8
SUBMIT_FAILED, THROTTLED, QUEUE_FULL = 69, 88, 20


@pytest.fixture
async def second(npm_folder: Path) -> AsyncIterator[Smsc]:
    async with run_smsc(npm_folder) as running:
        yield running


async def carrier(house: Any, smsc: Smsc, name: str, priority: int, **settings: Any) -> str:
    given = {"host": "127.0.0.1", "port": smsc.port, "system_id": "trunkline", "reconnect": 0.05, **settings}
    made = await house.post("/network/v1/Carriers", FriendlyName=name, Kind="smpp", Settings=json.dumps(given), Secret="secret")
    assert made.status == 201, made.text
    assert (await house.post("/network/v1/Routes", CarrierSid=made.json["sid"], Priority=str(priority))).status == 201

    async def up() -> bool:
        return bool((await house.get(f"/network/v1/Carriers/{made.json['sid']}/Health")).json["state"] == "up")

    await house.until(up)
    return str(made.json["sid"])


@pytest.fixture
async def two(house: Any, number: str, smsc: Smsc, second: Smsc) -> AsyncIterator[tuple[str, str]]:
    """The first by priority, which pauses long when it is throttled; and the second."""
    first = await carrier(house, smsc, "first", 1, throttle_pause=20, throttle_most=20)
    other = await carrier(house, second, "second", 2)
    assert (await house.post("/compliance/v1/Policy", Preset="twilio")).status == 200
    yield first, other


async def hops(house: Any, sid: str) -> list[tuple[str, str, str]]:
    found = (await house.get("/network/v1/Hops", MessageSid=sid)).json["hops"]
    return [(one["carrier_sid"], one["outcome"], one["reason"]) for one in sorted(found, key=lambda one: one["sid"])]


async def test_a_text_whose_second_part_is_refused_ends_and_is_not_sent_again(
    house: Any, smsc: Smsc, second: Smsc, two: tuple[str, str]
) -> None:
    await smsc.order(policy={"status": [0, SUBMIT_FAILED]})
    sid = await send(house, LONG)
    assert await reaches(house, sid, "failed", "sent") == ("failed", 30008)
    assert second.count("submit") == 0
    ((where, outcome, reason),) = await hops(house, sid)
    assert (where, outcome) == (two[0], "refused") and "it has the beginning" in reason


async def test_a_text_whose_first_part_is_refused_goes_to_the_other_carrier_whole(
    house: Any, smsc: Smsc, second: Smsc, two: tuple[str, str]
) -> None:
    await smsc.order(policy={"status": [SUBMIT_FAILED]})
    sid = await send(house, LONG)
    assert await reaches(house, sid, "failed", "sent") == ("sent", None)
    assert smsc.count("submit") == 1 and second.count("submit") == 3
    assert [(where, outcome) for where, outcome, _ in await hops(house, sid)] == [(two[0], "refused"), (two[1], "submitted")]


async def test_a_text_that_got_stuck_waits_for_the_carrier_that_has_its_beginning(
    house: Any, smsc: Smsc, second: Smsc, two: tuple[str, str]
) -> None:
    await smsc.order(policy={"status": [0, THROTTLED]})
    sid = await send(house, LONG)
    running = house.platform.ports[RunningCarriers]

    async def stuck() -> bool:
        return bool(await hops(house, sid))

    await house.until(stuck)
    ((where, outcome, reason),) = await hops(house, sid)
    assert (where, outcome) == (two[0], "unavailable") and "it has the beginning" in reason
    held = running._open[two[0]]
    for link in held.carrier.links.all:
        link.paused_until = 0.0
    house.platform.clock.advance(MINUTE)
    assert await reaches(house, sid, "failed", "sent") == ("sent", None)
    assert second.count("submit") == 0
    assert smsc.count("submit") == 4, "three parts, of which the second was asked twice"


async def test_the_beginning_from_one_sender_is_none_from_another(house: Any, smsc: Smsc, second: Smsc, two: tuple[str, str]) -> None:
    await smsc.order(policy={"status": [0, SUBMIT_FAILED]})
    sid = await send(house, LONG)
    await reaches(house, sid, "failed")
    held = house.platform.ports[RunningCarriers]._open[two[0]].carrier
    work = house.platform.work()
    for sender, begun in ((NUMBER, True), ("+15557770009", False)):
        assert await held.has_begun(Handover(sid, house.account_sid, sender, PHONE, LONG, 3), work) is begun

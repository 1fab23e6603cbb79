"""FallbackToLongCode when the network says only later that a short code's text did not arrive."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.record_delivery import record_delivery
from trunkline.products.messaging.ports import Handover, MessageCarrier
from trunkline.products.messaging.resources.message import Message

NUMBER, CODE, HANDSET = "+15557770001", "24681", "+15551230001"


class Told:
    """A carrier that takes everything and reports nothing by itself."""

    def __init__(self) -> None:
        self.taken: list[Handover] = []

    async def submit(self, handover: Handover, work: Work) -> str:
        self.taken.append(handover)
        return f"remote-{len(self.taken)}"


@pytest.fixture
def carrier(desk: Any) -> Told:
    found = desk.house.platform.ports[MessageCarrier] = Told()
    return found


async def pool(desk: Any, **settings: Any) -> str:
    service = await desk.service(NUMBER, **settings)
    await desk.short_code(service, CODE)
    return str(service)


async def report(desk: Any, sid: str, outcome: str, code: int | None = None, carrier_id: str = "") -> bool:
    work = desk.house.platform.work()
    counted = await record_delivery(work, sid, outcome, code, carrier_id=carrier_id)
    await work.commit()
    await desk.house.settle()
    return counted


@pytest.mark.parametrize(("outcome", "code"), [("undelivered", 30005), ("undelivered", 30006), ("failed", 30008)])
async def test_a_text_that_did_not_arrive_goes_from_a_number(desk: Any, carrier: Told, outcome: str, code: int) -> None:
    sid = await desk.send(await pool(desk))
    await desk.ended(sid, "sent")
    assert await report(desk, sid, outcome, code, "remote-1")
    again = await desk.ended(sid, "sent")
    assert [one.from_ for one in carrier.taken] == [CODE, NUMBER]
    assert (again["from"], again["error_code"]) == (NUMBER, None)
    assert (await desk.why(sid))["tried"] == [CODE]
    assert not await report(desk, sid, "undelivered", code, "remote-1"), "a repeated report of the first hand-over is of no account"
    assert await report(desk, sid, "delivered", None, "remote-2")
    assert (await desk.message(sid))["status"] == "delivered"
    assert len(await desk.house.platform.work().select(Entry, cause_sid=sid)) == 1, "one text, one charge"


async def test_the_second_sender_is_the_last_word(desk: Any, carrier: Told) -> None:
    sid = await desk.send(await pool(desk))
    await desk.ended(sid, "sent")
    assert await report(desk, sid, "undelivered", 30006)
    await desk.ended(sid, "sent")
    assert await report(desk, sid, "undelivered", 30006)
    assert (await desk.message(sid))["error_code"] == 30006
    assert len(carrier.taken) == 2


@pytest.mark.parametrize(("setting", "code"), [("false", 30006), ("true", 30007), ("true", 30003)])
async def test_what_ends_as_it_is_reported(desk: Any, carrier: Told, setting: str, code: int) -> None:
    sid = await desk.send(await pool(desk, FallbackToLongCode=setting))
    await desk.ended(sid, "sent")
    assert await report(desk, sid, "undelivered", code)
    done = await desk.message(sid)
    assert (done["status"], done["error_code"], done["from"]) == ("undelivered", code, CODE)
    assert len(carrier.taken) == 1


async def test_a_provider_s_failed_after_sent_is_undelivered(desk: Any, carrier: Told) -> None:
    await desk.buy(NUMBER)
    sent = await desk.house.post("/Messages.json", To=HANDSET, From=NUMBER, Body="x")
    await desk.ended(sent.json["sid"], "sent")
    assert await report(desk, sent.json["sid"], "failed", 30005)
    row = await desk.house.platform.work().fetch(Message, sent.json["sid"])
    assert (row.status, row.error_code) == ("undelivered", 30005)

"""What a carrier staged is kept, and a text is charged once, whatever overtakes the settlement of its hand-over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from trunkline.foundations.ledger.actions.book_entry import book_use, entry_sid
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.record_delivery import record_delivery
from trunkline.products.messaging.ports import Handover, MessageCarrier
from trunkline.products.messaging.resources.cookie_jar import CookieJar
from trunkline.products.messaging.resources.message import Message

NUMBER, HANDSET = "+15005550006", "+15551230301"
ran: list[str] = []


@task()
async def note_hand_over(work: Work, message_sid: str) -> None:
    ran.append(message_sid)


class Overtaken:
    """Stages a row and a job, and lets something happen before it answers."""

    def __init__(self, meanwhile: Callable[[Handover, Work], Awaitable[None]]) -> None:
        self.meanwhile, self.taken = meanwhile, 0

    async def submit(self, handover: Handover, work: Work) -> str:
        self.taken += 1
        work.add(CookieJar(account_sid=handover.account_sid, far="far", near="near", cookies={}))
        work.enqueue(note_hand_over, message_sid=handover.message_sid)
        other = work.platform.work()
        await self.meanwhile(handover, other)
        await other.commit()
        return "remote-1"


@pytest.fixture
async def owned(house: Any) -> Any:
    from trunkline.products.numbers.actions.provision_number import provision_number

    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    ran.clear()
    return house


async def _send(house: Any, meanwhile: Callable[[Handover, Work], Awaitable[None]]) -> tuple[str, Overtaken]:
    carrier = house.platform.ports[MessageCarrier] = Overtaken(meanwhile)
    sent = await house.post("/Messages.json", To=HANDSET, From=NUMBER, Body="hello")
    assert sent.status == 201, sent.text
    await house.settle()
    return sent.json["sid"], carrier


async def _kept(house: Any, sid: str, carrier: Overtaken) -> None:
    assert carrier.taken == 1
    work = house.platform.work()
    assert len(await work.select(CookieJar, account_sid=house.account_sid, far="far")) == 1
    assert ran == [sid]


async def _charges(house: Any, sid: str) -> int:
    return len(await house.platform.work().select(Entry, cause_sid=sid))


@pytest.mark.parametrize("said", ["sent", "delivered", "undelivered"])
async def test_a_report_that_overtakes_the_answer_loses_neither_rows_nor_jobs(owned: Any, said: str) -> None:
    async def report(handover: Handover, other: Work) -> None:
        assert await record_delivery(other, handover.message_sid, said)

    sid, carrier = await _send(owned, report)
    row = await owned.platform.work().fetch(Message, sid)
    assert (row.status, row.carrier_id) == (said, "remote-1") and row.date_sent is not None
    await _kept(owned, sid, carrier)
    assert await _charges(owned, sid) == 1


async def test_a_text_that_was_charged_already_is_settled_and_not_handed_over_again(owned: Any) -> None:
    async def book(handover: Handover, other: Work) -> None:
        book_use(
            other, account_sid=handover.account_sid, cause_sid=handover.message_sid, category="sms-outbound-longcode", amount=7900,
            currency="USD",
        )  # fmt: skip

    sid, carrier = await _send(owned, book)
    row = await owned.platform.work().fetch(Message, sid)
    assert (row.status, row.carrier_id) == ("sent", "remote-1")
    await _kept(owned, sid, carrier)
    assert await _charges(owned, sid) == 1
    assert await owned.platform.work().fetch(Entry, entry_sid(sid)) is not None


async def test_a_text_that_was_deleted_meanwhile_keeps_what_its_carrier_staged(owned: Any) -> None:
    async def erase(handover: Handover, other: Work) -> None:
        found = await other.fetch(Message, handover.message_sid)
        assert found is not None
        other.remove(found)

    sid, carrier = await _send(owned, erase)
    assert await owned.platform.work().fetch(Message, sid) is None
    await _kept(owned, sid, carrier)

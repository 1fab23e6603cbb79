"""One connection: its numbers, its window of answers, its silence, and an owner that fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from trunkline.carriers.smpp.protocol import commands, statuses
from trunkline.carriers.smpp.protocol.pdus import Answer, Pdu, ShortMessage
from trunkline.carriers.smpp.session import LAST_SEQUENCE, Closed, NoAnswer, Session, Timers


class End:
    """One end. `answers`: whether requests get an answer; `fails`: whether taking one raises."""

    def __init__(self, timers: Timers, *, answers: bool = True, fails: bool = False) -> None:
        self.answers, self.fails = answers, fails
        self.taken: list[Pdu] = []
        self.why = ""
        self.session = Session(self, timers, lenient=False)

    def received(self, session: Session, pdu: Pdu) -> None:
        self.taken.append(pdu)
        if self.fails:
            raise RuntimeError("a fault of ours")
        if self.answers:
            session.send(Answer(command=pdu.command | commands.RESPONSE, sequence=pdu.sequence, message_id="1"))

    def lost(self, session: Session, why: str) -> None:
        self.why = why


@pytest.fixture
async def pair() -> AsyncIterator[Any]:
    servers: list[asyncio.Server] = []
    ends: list[End] = []

    async def make(timers: Timers, **other: Any) -> tuple[End, End]:
        loop = asyncio.get_running_loop()
        far = End(Timers(5, 0), **other)
        server = await loop.create_server(lambda: far.session, "127.0.0.1", 0)
        near = End(timers)
        await loop.create_connection(lambda: near.session, *server.sockets[0].getsockname()[:2])
        servers.append(server)
        ends.extend((near, far))
        return near, far

    yield make
    for end in ends:
        end.session.close("over")
    for server in servers:
        server.close()


def submit() -> ShortMessage:
    return ShortMessage(command=commands.SUBMIT_SM, destination="1", text=b"x")


async def test_numbers_begin_again_and_pass_over_those_that_wait(pair: Any) -> None:
    near, far = await pair(Timers(5, 0))
    near.session._sequence = LAST_SEQUENCE - 1
    answers = await asyncio.gather(*(near.session.request(submit()) for _ in range(3)))
    assert [answer.sequence for answer in answers] == [LAST_SEQUENCE, 1, 2]
    far.answers = False
    waiting = near.session.request(submit())
    near.session._sequence = 2
    assert waiting is not near.session.request(submit())
    assert near.session._sequence == 4


async def test_who_gets_no_answer_is_told_and_the_others_wait_on(pair: Any) -> None:
    near, far = await pair(Timers(0.1, 0), answers=False)
    with pytest.raises(NoAnswer, match="submit_sm"):
        await near.session.request(submit())
    far.answers = True
    assert (await near.session.request(submit())).status == statuses.ROK
    late = far.taken[0]
    far.session.send(Answer(command=late.command | commands.RESPONSE, sequence=late.sequence, message_id="late"))
    assert (await near.session.request(submit())).status == statuses.ROK


async def test_who_waits_is_told_of_the_end(pair: Any) -> None:
    near, far = await pair(Timers(5, 0), answers=False)
    waiting = near.session.request(submit())
    await asyncio.sleep(0.02)
    assert far.session.transport is not None
    far.session.transport.abort()
    with pytest.raises(Closed):
        await waiting
    with pytest.raises(Closed):
        await near.session.request(submit())


async def test_a_fault_of_ours_costs_one_request(pair: Any) -> None:
    near, far = await pair(Timers(5, 0), fails=True)
    assert (await near.session.request(submit())).status == statuses.RSYSERR
    far.fails = False
    assert (await near.session.request(submit())).status == statuses.ROK


async def test_an_answer_of_another_kind_is_none(pair: Any) -> None:
    near, far = await pair(Timers(0.2, 0), answers=False)
    waiting = near.session.request(submit())
    await asyncio.sleep(0.02)
    far.session.send(Pdu(command=commands.ENQUIRE_LINK | commands.RESPONSE, sequence=far.taken[0].sequence))
    far.session.send(Pdu(command=commands.GENERIC_NACK, status=statuses.RSYSERR, sequence=far.taken[0].sequence))
    answer = await waiting
    assert (answer.command, answer.status) == (commands.GENERIC_NACK, statuses.RSYSERR)


async def test_what_was_written_leaves_before_the_close(pair: Any) -> None:
    near, far = await pair(Timers(5, 0))
    for _ in range(50):
        near.session.request(submit())
    near.session.close("enough")
    async with asyncio.timeout(5):
        while not far.why:  # noqa: ASYNC110 (seen from outside)
            await asyncio.sleep(0.01)
    assert len(far.taken) == 50

"""A customer's system, made with our own session: for what no library lets one send."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from trunkline.carriers.smpp.protocol import commands, statuses
from trunkline.carriers.smpp.protocol.pdus import Answer, Bind, Pdu, ShortMessage
from trunkline.carriers.smpp.session import Session, Timers

P = TypeVar("P", bound=Pdu)


class Peer:
    """`delivered`: the deliver_sm that came; `status` is what each is answered with, None for no answer."""

    def __init__(self) -> None:
        self.session = Session(self, Timers(10, 0), lenient=True)
        self.delivered: list[ShortMessage] = []
        self.status: int | None = statuses.ROK
        self.news = asyncio.Event()
        self.ended: str | None = None

    @classmethod
    async def connect(cls, port: int) -> Peer:
        peer = cls()
        await asyncio.get_running_loop().create_connection(lambda: peer.session, "127.0.0.1", port)
        return peer

    @classmethod
    async def bind(cls, port: int, credential: Any, mode: int = commands.BIND_TRANSCEIVER, **fields: Any) -> Peer:
        peer = await cls.connect(port)
        answer = await peer.ask(Bind(command=mode, system_id=credential["system_id"], password=credential["password"], **fields))
        assert answer.status == statuses.ROK, statuses.name_of(answer.status)
        return peer

    def received(self, session: Session, pdu: Pdu) -> None:
        assert isinstance(pdu, ShortMessage)
        if self.status is not None:
            session.send(Answer(command=pdu.command | commands.RESPONSE, status=self.status, sequence=pdu.sequence))
        self.delivered.append(pdu)
        self.news.set()

    def lost(self, session: Session, why: str) -> None:
        self.ended = why
        self.news.set()

    async def ask(self, pdu: Pdu) -> Pdu:
        async with asyncio.timeout(15):
            return await self.session.request(pdu)

    async def submit(self, text: bytes = b"hello", **fields: Any) -> Answer:
        given = {"source_ton": 1, "source": "15557770001", "destination_ton": 1, "destination": "15551230001", **fields}
        answer = await self.ask(ShortMessage(command=commands.SUBMIT_SM, text=text, **given))
        assert isinstance(answer, Answer), answer
        return answer

    async def until(self, count: int) -> list[ShortMessage]:
        async with asyncio.timeout(15):
            while len(self.delivered) < count:
                self.news.clear()
                await self.news.wait()
        return self.delivered

    async def until_ended(self) -> str:
        async with asyncio.timeout(15):
            while self.ended is None:
                self.news.clear()
                await self.news.wait()
        return self.ended

    async def leave(self) -> None:
        if self.ended is None:
            self.session.close("left")
            await self.until_ended()

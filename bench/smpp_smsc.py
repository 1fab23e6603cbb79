"""An SMSC for the measurements: takes every submit_sm, and sends a receipt for each that asks for one.

Prints its port when it is ready. A line on its standard input is answered by a line of JSON: what it took and what was acknowledged since
the line before, and when the last of it was, in seconds since 1970. It is ours, so that it takes as little of the processors as it can.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass

import uvloop

from trunkline.carriers.smpp.protocol import commands
from trunkline.carriers.smpp.protocol.pdus import Answer, Bind, BindAnswer, Pdu, ShortMessage
from trunkline.carriers.smpp.session import Session, Timers

R = commands.RESPONSE


@dataclass
class Tally:
    """Since the last report."""

    submits: int = 0
    acknowledged: int = 0
    last: float = 0.0

    def report(self) -> str:
        told = json.dumps({"submits": self.submits, "acknowledged": self.acknowledged, "last": self.last})
        self.submits = self.acknowledged = 0
        return told


class Smsc:
    """One connection. `window`: receipts that are under way at once."""

    window = 200

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.receives = False
        self.waiting: list[ShortMessage] = []
        self.count = 0
        self.session = Session(self, Timers(60, 0), lenient=True)

    def lost(self, session: Session, why: str) -> None:
        """Whoever is measured comes again."""

    def received(self, session: Session, pdu: Pdu) -> None:
        if isinstance(pdu, Bind):
            session.send(BindAnswer(command=pdu.command | R, sequence=pdu.sequence, system_id="bench"))
        elif isinstance(pdu, ShortMessage):
            self.count += 1
            self.tally.submits += 1
            self.tally.last = time.time()
            message_id = f"{id(self) & 0xFFFF:x}{self.count}"
            session.send(Answer(command=pdu.command | R, sequence=pdu.sequence, message_id=message_id))
            if pdu.registered_delivery & 1:
                self.waiting.append(receipt(pdu, message_id))
                self.send()
        else:
            session.refuse(pdu.command, pdu.sequence, 3)

    def send(self) -> None:
        while self.waiting and self.session.outstanding < self.window:
            self.session.request(self.waiting.pop()).add_done_callback(self.acknowledged)

    def acknowledged(self, answer: asyncio.Future[Pdu]) -> None:
        if not answer.cancelled() and answer.exception() is None:
            self.tally.acknowledged += answer.result().status == 0
            self.tally.last = time.time()
        self.send()


def receipt(pdu: ShortMessage, message_id: str) -> ShortMessage:
    text = f"id:{message_id} sub:001 dlvrd:001 submit date:2611221800 done date:2611221801 stat:DELIVRD err:000 text:"
    return ShortMessage(
        command=commands.DELIVER_SM, source_ton=1, source_npi=1, source=pdu.destination, destination_ton=1, destination_npi=1,
        destination=pdu.source, esm_class=4, text=text.encode(),
    )  # fmt: skip


async def serve() -> None:
    tally = Tally()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Smsc(tally).session, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        print(tally.report(), flush=True)


if __name__ == "__main__":
    uvloop.run(serve())

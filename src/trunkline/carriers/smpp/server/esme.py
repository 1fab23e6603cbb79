"""A customer's system on one connection: it binds, and then its requests are answered."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from trunkline.kernel.errors import Problem, Unrecorded

from ..protocol import commands, statuses, tags
from ..protocol.pdus import Answer, Bind, BindAnswer, Cancel, DataMessage, Pdu, Query, ShortMessage
from ..rules.outcomes import status_of
from ..session import Closed, NoAnswer, Session
from .answer_query import answer_query, cancel_text
from .bound import Bound
from .refusal import Refusal
from .take_submit import take_submit

if TYPE_CHECKING:
    from .server import SmppServer

log = logging.getLogger("trunkline.smpp.server")
NAME = "Trunkline"
VERSION = 0x34


class Esme:
    """`bound` is None until it has proved who it is."""

    def __init__(self, server: SmppServer) -> None:
        self.server = server
        self.session = Session(self, server.timers, lenient=False)
        self.bound: Bound | None = None
        self.mode = 0
        self.version = 0
        self.under_way = 0
        self._binding = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def receives(self) -> bool:
        return self.bound is not None and self.mode != commands.BIND_TRANSMITTER and not self.session.closing

    @property
    def room(self) -> int:
        assert self.bound is not None
        return self.bound.credential.window - self.session.outstanding

    def deliver(self, pdu: ShortMessage) -> asyncio.Future[Pdu]:
        """deliver_sm; without optional parameters for a system of an earlier version, which has none."""
        if self.version < VERSION:
            pdu.tlvs = {}
        return self.session.request(pdu)

    # What the session tells

    def lost(self, session: Session, why: str) -> None:
        self.server.left(self, why)

    async def finish(self, seconds: float) -> None:
        """Let what it asked be answered, unbind and close."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)
        if self.bound is not None and not self.session.closing:
            try:
                async with asyncio.timeout(seconds):
                    await self.session.request(Pdu(command=commands.UNBIND))
            except (TimeoutError, Closed, NoAnswer):
                pass
        self.session.close("the server stops")

    def received(self, session: Session, pdu: Pdu) -> None:
        if isinstance(pdu, Bind):
            self._bind(pdu)
            return
        if self.bound is None:
            session.refuse(pdu.command, pdu.sequence, statuses.RINVBNDSTS)
            return
        match pdu:
            case ShortMessage() | DataMessage() if pdu.command in (commands.SUBMIT_SM, commands.DATA_SM):
                self._submit(pdu, self.bound)
            case Query() | Cancel():
                self._ask(pdu, self.bound)
            case _:
                session.refuse(pdu.command, pdu.sequence, statuses.RINVCMDID)

    def _start(self, work: asyncio.Task[None]) -> None:
        self._tasks.add(work)
        work.add_done_callback(self._tasks.discard)

    # Binding

    def _bind(self, pdu: Bind) -> None:
        if self.bound is not None or self._binding:
            self.session.refuse(pdu.command, pdu.sequence, statuses.RALYBND)
            return
        self._binding = True
        self._start(asyncio.get_running_loop().create_task(self._admit(pdu)))

    async def _admit(self, pdu: Bind) -> None:
        try:
            found = await self.server.admit(self, pdu)
        except Unrecorded:
            found = statuses.RSYSERR
        self._binding = False
        if self.session.closing:
            if isinstance(found, Bound):
                self.server.release(found)
            return
        if isinstance(found, int):
            self.session.refuse(pdu.command, pdu.sequence, found)
            self.session.close(f"the bind is refused: {statuses.name_of(found)}")
            return
        self.mode, self.version, self.bound = pdu.command, pdu.interface_version, found
        found.esmes.append(self)
        tlvs = {tags.SC_INTERFACE_VERSION: bytes((VERSION,))} if self.version >= VERSION else {}
        answer = BindAnswer(command=pdu.command | commands.RESPONSE, sequence=pdu.sequence, system_id=NAME, tlvs=tlvs)
        self.session.send(answer)
        found.wake()

    # Requests

    def _submit(self, pdu: ShortMessage | DataMessage, bound: Bound) -> None:
        if self.mode == commands.BIND_RECEIVER:
            self.session.refuse(pdu.command, pdu.sequence, statuses.RINVBNDSTS)
        elif self.under_way >= bound.credential.window:
            self.session.refuse(pdu.command, pdu.sequence, statuses.RMSGQFUL)
        elif not bound.allows():
            self.session.refuse(pdu.command, pdu.sequence, statuses.RTHROTTLED)
        else:
            self.under_way += 1
            self._start(asyncio.get_running_loop().create_task(self._take(pdu, bound)))

    async def _take(self, pdu: ShortMessage | DataMessage, bound: Bound) -> None:
        status, message_id, tlvs = statuses.ROK, "", dict[int, bytes]()
        try:
            message_id = await take_submit(self.server.platform, bound.credential, pdu, self.server.turns, self.server.join_after)
        except Problem as why:
            status = status_of(why.code, why.status)
            if self.version >= VERSION:
                words = why.message.encode("latin-1", "replace")[:255]
                tlvs = {tags.PLATFORM_CODE: why.code.to_bytes(4, "big"), tags.ADDITIONAL_STATUS_INFO_TEXT: words + b"\0"}
        except Refusal as why:
            status = why.status
        except Unrecorded:
            status = statuses.RSYSERR
        except Exception:
            log.exception("a submit_sm could not be taken")
            status = statuses.RSYSERR
        finally:
            self.under_way -= 1
        if not self.session.closing:
            command = pdu.command | commands.RESPONSE
            self.session.send(Answer(command=command, status=status, sequence=pdu.sequence, message_id=message_id, tlvs=tlvs))

    def _ask(self, pdu: Query | Cancel, bound: Bound) -> None:
        async def ask() -> None:
            work = self.server.platform.work()
            try:
                answer = await (
                    answer_query(work, bound.credential, pdu) if isinstance(pdu, Query) else cancel_text(work, bound.credential, pdu)
                )
            except Unrecorded:
                answer = Pdu(command=pdu.command | commands.RESPONSE, status=statuses.RSYSERR)
            answer.sequence = pdu.sequence
            if not self.session.closing:
                self.session.send(answer)

        self._start(asyncio.get_running_loop().create_task(ask()))

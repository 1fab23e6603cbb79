"""One SMPP connection, seen from either end: frames, sequence numbers, answers awaited, a link that is asked whether it lives.

It knows no binds and no messages: its owner is told of each request that the peer sends, and of the end.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from .protocol import commands, statuses
from .protocol.framing import BrokenStream, Framing
from .protocol.pdus import ANSWER_COMMANDS, Answer, Pdu
from .protocol.wire import Malformed, decode, encode

log = logging.getLogger("trunkline.smpp")
LAST_SEQUENCE = 0x7FFFFFFF
CLOSING = 5.0
"""Seconds in which the peer must take what was written before the close."""
Trace = Callable[[str, bytes], None]
"""Told `sent` or `received`, and the whole PDU."""


class NoAnswer(Exception):
    """The peer did not answer a request in time: whether it took it is not known."""


class Closed(Exception):
    """The connection ended before the answer came: whether the peer took the request is not known."""


class Owner(Protocol):
    def received(self, session: Session, pdu: Pdu) -> None:
        """A request of the peer, other than enquire_link and unbind."""
        ...

    def lost(self, session: Session, why: str) -> None:
        """The end, told once."""
        ...


@dataclass(frozen=True, slots=True)
class Timers:
    """Seconds. `response`: for the peer's answers. `enquire`: of silence after which it is asked whether it lives; 0 never asks."""

    response: float = 30.0
    enquire: float = 30.0


class Session(asyncio.Protocol):
    """`lenient` reading is a client's, strict a server's (protocol/wire.py)."""

    def __init__(self, owner: Owner, timers: Timers, *, lenient: bool, trace: Trace | None = None) -> None:
        self.owner, self.timers, self.lenient, self.trace = owner, timers, lenient, trace
        self.transport: asyncio.Transport | None = None
        self.closing = False
        self._framing = Framing()
        self._sequence = 0
        self._outstanding: dict[int, tuple[asyncio.Future[Pdu], float, int]] = {}
        self._out: list[bytes] = []
        self._heard = 0.0
        self._asked = False
        self._ticking: asyncio.TimerHandle | None = None
        self._why = ""
        self._held = 0

    # The connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._loop = asyncio.get_running_loop()
        self._heard = self._loop.time()
        self._pace = max(0.02, min(1.0, self.timers.response / 4, self.timers.enquire / 4 or 1.0))
        self._ticking = self._loop.call_later(self._pace, self._tick)

    @property
    def peer(self) -> tuple[str, int] | None:
        """Address and port of the other end."""
        return self.transport.get_extra_info("peername") if self.transport is not None else None

    def connection_lost(self, exc: Exception | None) -> None:
        self.closing = True
        if self._ticking is not None:
            self._ticking.cancel()
        why = self._why or (str(exc) if exc else "the peer closed the connection")
        outstanding, self._outstanding = self._outstanding, {}
        for future, _, _ in outstanding.values():
            if not future.done():
                future.set_exception(Closed(why))
                future.exception()  # whoever waits is told; nobody has to
        self.owner.lost(self, why)

    def pause_writing(self) -> None:
        """The peer does not read what it is sent: no more requests are taken from it until it does."""
        self.hold()

    def resume_writing(self) -> None:
        self.release()

    def hold(self) -> None:
        """Read nothing until `release` was called as often."""
        self._held += 1
        if self._held == 1 and self.transport is not None:
            self.transport.pause_reading()

    def release(self) -> None:
        self._held -= 1
        if self._held == 0 and self.transport is not None and not self.transport.is_closing():
            self.transport.resume_reading()

    def close(self, why: str) -> None:
        """After what is written."""
        self._why = self._why or why
        self.closing = True
        self._flush()
        if self.transport is not None:
            self.transport.close()
            self._loop.call_later(CLOSING, self.transport.abort)  # the peer may not read what is written

    def _tick(self) -> None:
        self._ticking = self._loop.call_later(self._pace, self._tick)
        now = self._loop.time()
        while self._outstanding:
            sequence, (future, deadline, command) = next(iter(self._outstanding.items()))
            if deadline > now and not future.done():
                break
            del self._outstanding[sequence]
            if not future.done():
                future.set_exception(NoAnswer(f"no answer to {commands.name_of(command)} in {self.timers.response:g} s"))
                future.exception()
        if self.timers.enquire and not self._asked and now - self._heard >= self.timers.enquire and not self.closing:
            self._asked = True
            self.request(Pdu(command=commands.ENQUIRE_LINK)).add_done_callback(self._enquired)

    def _enquired(self, asked: asyncio.Future[Pdu]) -> None:
        self._asked = False
        if not asked.cancelled() and isinstance(asked.exception(), NoAnswer):
            self._why = "no answer to enquire_link"
            if self.transport is not None:
                self.transport.abort()

    # Sending

    @property
    def outstanding(self) -> int:
        return len(self._outstanding)

    async def drain(self, seconds: float) -> None:
        """Until all requests that are under way now are answered, or that time is over."""
        if waiting := [future for future, _, _ in self._outstanding.values()]:
            await asyncio.wait(waiting, timeout=seconds)

    def request(self, pdu: Pdu) -> asyncio.Future[Pdu]:
        """Send it under the next sequence number; its answer, or NoAnswer or Closed. ValueError for what cannot be written."""
        future: asyncio.Future[Pdu] = self._loop.create_future()
        if self.closing:
            future.set_exception(Closed(self._why or "the connection is closing"))
            future.exception()
            return future
        pdu.sequence = self._next()
        self._write(encode(pdu))
        self._outstanding[pdu.sequence] = future, self._loop.time() + self.timers.response, pdu.command
        return future

    def _next(self) -> int:
        while True:
            self._sequence = self._sequence % LAST_SEQUENCE + 1
            if self._sequence not in self._outstanding:
                return self._sequence

    def send(self, pdu: Pdu) -> None:
        """A PDU that is an answer, or awaits none."""
        self._write(encode(pdu))

    def refuse(self, command: int, sequence: int, status: int) -> None:
        """Answer a request with a status alone; generic_nack where there is no response to it."""
        answered = commands.is_known(command) and command not in commands.UNANSWERED and not command & commands.RESPONSE
        reply = command | commands.RESPONSE if answered else commands.GENERIC_NACK
        kind = Answer if reply in ANSWER_COMMANDS else Pdu  # the message_id of a refusal is empty, but there
        self.send(kind(command=reply, status=status, sequence=sequence))

    def _write(self, octets: bytes) -> None:
        """Once for all that is sent in one turn of the loop."""
        if self.trace is not None:
            self.trace("sent", octets)
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(octets)

    def _flush(self) -> None:
        out, self._out = self._out, []
        if out and self.transport is not None and not self.transport.is_closing():
            self.transport.write(b"".join(out) if len(out) > 1 else out[0])

    # Receiving

    def data_received(self, data: bytes) -> None:
        self._heard = self._loop.time()
        broken: BrokenStream | None = None
        try:
            frames = self._framing.feed(data)
        except BrokenStream as why:
            frames, broken = why.frames, why
        for frame in frames:
            if self.trace is not None:
                self.trace("received", frame)
            self._take(frame)
        if broken is not None and not self.closing:
            log.warning("closing a connection: %s", broken)
            self.send(Pdu(command=commands.GENERIC_NACK, status=statuses.RINVCMDLEN, sequence=broken.sequence))
            self.close(str(broken))

    def _take(self, frame: bytes) -> None:
        try:
            pdu = decode(frame, lenient=self.lenient)
        except Malformed as why:
            log.warning("a PDU is refused: %s", why)
            if not why.command & commands.RESPONSE:
                self.refuse(why.command, why.sequence, why.status)
            return
        if pdu.command & commands.RESPONSE:
            self._answered(pdu)
        elif pdu.command == commands.ENQUIRE_LINK:
            self.send(Pdu(command=pdu.command | commands.RESPONSE, sequence=pdu.sequence))
        elif pdu.command == commands.UNBIND:
            self.send(Pdu(command=pdu.command | commands.RESPONSE, sequence=pdu.sequence))
            self.close("the peer has unbound")
        elif not self.closing:
            try:
                self.owner.received(self, pdu)
            except Exception:  # raised into the event loop, it would cost the connection
                log.exception("%s could not be taken", pdu.name)
                self.refuse(pdu.command, pdu.sequence, statuses.RSYSERR)

    def _answered(self, pdu: Pdu) -> None:
        """An answer that nobody awaits (it came too late, or its number was never used) is let go; the connection is none the worse."""
        found = self._outstanding.get(pdu.sequence)
        if found is None or pdu.command not in (found[2] | commands.RESPONSE, commands.GENERIC_NACK):
            log.info("%s %d answers nothing that waits", pdu.name, pdu.sequence)
            return
        del self._outstanding[pdu.sequence]
        if not found[0].done():
            found[0].set_result(pdu)

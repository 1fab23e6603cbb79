"""One HTTP/1.1 connection: writes a request, reads its answer, and says whether it can be used again.

Written on asyncio's Protocol with httptools' parser, since the cost of a call decides how many callbacks a core delivers. There
is one timer per connection, which is moved only when it would fire too late, instead of one per read.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, cast

import httptools

from trunkline.foundations.webhooks.ports import Headers, Phase

LARGEST_HEAD: Final = 64 * 1024
"""Bytes of status line and headers; the parser itself has no limit."""


class Stale(Exception):
    """A kept connection turned out to be closed before any byte of the answer came; the request may be sent once more."""


class Broken(Exception):
    """The exchange failed. `timed_out` tells a deadline from a fault of the peer."""

    def __init__(self, message: str, phase: Phase, *, timed_out: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.phase: Phase = phase
        self.timed_out = timed_out


class RawAnswer:
    """An answer as it came off the wire: body still encoded, `cut` when reading stopped at the limit."""

    __slots__ = ("body", "cut", "headers", "status")

    def __init__(self, status: int, headers: Headers, body: bytes, cut: bool) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.cut = cut


class Connection(asyncio.Protocol):
    """A connection that carries one exchange at a time. `on_lost` is called once, when it is gone."""

    def __init__(self, loop: asyncio.AbstractEventLoop, on_lost: Callable[["Connection"], None]) -> None:
        self._loop = loop
        self._on_lost = on_lost
        self._transport: asyncio.Transport | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0.0
        self._waiter: asyncio.Future[RawAnswer] | None = None
        self._deadline = 0.0
        self._read_s = 0.0
        self._quiet_since = 0.0
        self._most = 0
        self._is_head = False
        self._forget()
        self.remote = ""
        self.exchanges = 0
        self.idle_since = 0.0
        self.idle_s = 0.0
        self.usable = False

    def _forget(self) -> None:
        self._headers: list[tuple[bytes, bytes]] = []
        self._chunks: list[bytes] = []
        self._size = 0
        self._received = 0
        self._head_done = False
        self._failure: str | None = None

    # What the pool calls

    def exchange(self, request: bytes, deadline: float, read_s: float, most: int, *, is_head: bool) -> "asyncio.Future[RawAnswer]":
        """Send a request; the future ends in its answer, `Stale` or `Broken`. `deadline` is in the loop's time."""
        waiter: asyncio.Future[RawAnswer] = self._loop.create_future()
        self._forget()
        self._waiter = waiter
        self._deadline = deadline
        self._read_s = read_s
        self._most = most
        self._is_head = is_head
        self._quiet_since = self._loop.time()
        self.exchanges += 1
        if not self.usable or self._transport is None:
            self._fail("the connection was closed")
        else:
            self._transport.write(request)
            self._watch(min(deadline, self._quiet_since + read_s))
        return waiter

    def rest(self, idle_s: float) -> None:
        """Be kept for a later exchange, for at most `idle_s` seconds."""
        self.idle_since = self._loop.time()
        self.idle_s = idle_s
        self._watch(self.idle_since + idle_s)

    def close(self) -> None:
        """Close at once; nothing unsent matters any more."""
        self.usable = False
        if self._transport is not None:
            self._transport.abort()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # create_connection with a Protocol gives a Transport; uvloop's is none by inheritance, so no isinstance.
        self._transport = cast(asyncio.Transport, transport)
        self._parser = httptools.HttpResponseParser(self)
        peer: Any = transport.get_extra_info("peername")
        if peer:
            self.remote = f"[{peer[0]}]:{peer[1]}" if ":" in peer[0] else f"{peer[0]}:{peer[1]}"
        self.usable = True

    def data_received(self, data: bytes) -> None:
        if self._waiter is None or self._parser is None:
            # Nothing was asked: the peer says good-bye (408) or is out of step. Either way this connection is over.
            self.close()
            return
        self._quiet_since = self._loop.time()
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._fail("the server wants another protocol")
        except httptools.HttpParserError as error:
            if self._waiter is not None:
                self._fail(self._failure or f"not HTTP/1.1: {error}")
            else:
                self.close()
        if self._waiter is not None and not self._head_done and self._received > LARGEST_HEAD:
            self._fail(f"the answer's headers exceed {LARGEST_HEAD} bytes")
        # Chunks of a byte each, and endless trailers, must not make us read for ever.
        if self._waiter is not None and self._received > 8 * self._most + LARGEST_HEAD:
            self._finish(cut=True, keep=False)

    def eof_received(self) -> None:
        if self._waiter is None:
            return
        if self._head_done and self._ends_with_connection():
            self._finish(cut=False, keep=False)
        else:
            self._fail("the connection was closed in the middle of the answer" if self._received else "no answer came")

    def connection_lost(self, error: Exception | None) -> None:
        self.usable = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiter is not None:
            if error is None and self._head_done and self._ends_with_connection():
                self._finish(cut=False, keep=False)
            else:
                self._fail(f"the connection was lost: {error}" if error else "the connection was closed")
        self._transport = None
        # The parser holds this object's methods: cut the cycle so that memory is free at once.
        self._parser = None
        self._on_lost(self)

    # What the parser calls

    def on_message_begin(self) -> None:
        if self._waiter is None:
            # A second answer behind the first would be taken for that of the next request.
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        parser = self._parser
        if parser is None:
            return
        status = parser.get_status_code()
        if status < 200:
            # 100 Continue, 103 Early Hints: the real answer is still to come.
            self._headers = []
            return
        self._head_done = True
        if self._is_head:
            # The parser would wait for the body that Content-Length promises and HEAD never has.
            self._finish(cut=False, keep=False)

    def on_body(self, body: bytes) -> None:
        if self._waiter is None:
            return
        room = self._most - self._size
        self._size += len(body)
        if len(body) > room:
            self._chunks.append(body[:room])
            self._finish(cut=True, keep=False)
        else:
            self._chunks.append(body)

    def on_message_complete(self) -> None:
        if self._waiter is not None and self._head_done and self._parser is not None:
            self._finish(cut=False, keep=self._parser.should_keep_alive())

    # Inside

    def _ends_with_connection(self) -> bool:
        names = {name.lower() for name, _ in self._headers}
        return b"content-length" not in names and b"transfer-encoding" not in names

    def _finish(self, *, cut: bool, keep: bool) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is None:
            return
        status = self._parser.get_status_code() if self._parser is not None else 0
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in self._headers)
        chunks = self._chunks
        body = chunks[0] if len(chunks) == 1 else b"".join(chunks)
        if not keep:
            self.close()
        if not waiter.done():
            waiter.set_result(RawAnswer(status, headers, body, cut))

    def _fail(self, message: str, *, timed_out: bool = False) -> None:
        waiter, self._waiter = self._waiter, None
        self.close()
        if waiter is None or waiter.done():
            return
        if self.exchanges > 1 and not self._received and not timed_out:
            waiter.set_exception(Stale(message))
        else:
            phase: Phase = "read" if self._received else "await"
            waiter.set_exception(Broken(message, phase, timed_out=timed_out))

    def _watch(self, at: float) -> None:
        if self._timer is not None:
            if self._timer_at <= at:
                return
            self._timer.cancel()
        self._timer_at = at
        self._timer = self._loop.call_at(at, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._transport is None:
            return
        busy = self._waiter is not None
        due = min(self._deadline, self._quiet_since + self._read_s) if busy else self.idle_since + self.idle_s
        # Loop clocks tick in milliseconds; a timer may come that much early.
        if self._loop.time() < due - 0.001:
            self._watch(due)
        elif busy:
            self._fail("no answer in time" if not self._received else "the answer stopped", timed_out=True)
        else:
            self.close()

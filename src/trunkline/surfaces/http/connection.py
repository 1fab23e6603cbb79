"""One connection of a client: reads requests (RFC 9112), answers them in order and one at a time.

A request is handed over as soon as its head is there. Whatever does not parse strictly is refused and ends the connection, since nobody
knows where the next request would begin. Seconds are counted by the server's ticks, so that a connection needs no timer.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import deque
from typing import TYPE_CHECKING, Any, Final, cast

import httptools

from trunkline.kernel.errors import Problem

from .exchange import Answer, Asked
from .request_head import LONGEST_HEAD, METHODS, MOST_REPEATED, NAMES, Wrong, long_head, malformed, read_target, understand

if TYPE_CHECKING:
    from .server import Server

MOST_DRAINED: Final = 4 * 1024 * 1024
"""Octets of an unwanted body that are read to keep the connection; for a longer one it is closed."""
SMALL: Final = 64 * 1024
"""Octets of an answer that may wait for others; larger ones are written at once, so that they can hold up what follows them."""
HEAD_SECONDS, BODY_SECONDS, IDLE_SECONDS, WRITE_SECONDS, LINGER_SECONDS = 15, 30, 75, 75, 2
log = logging.getLogger("trunkline.http")


class Connection(asyncio.Protocol):
    def __init__(self, server: Server) -> None:
        self._server, self._application = server, server.application
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpRequestParser(self)
        self._url = b""
        self._headers: dict[str, str] = {}
        self._repeated = 0
        self._fruitless = 0  # octets since something was whole, less what the latest piece had before that
        self._largest = 0  # at least the octets of the head that is read
        self._in_head = False
        self._receiving: Asked | None = None  # what the parser is in
        self._split: Asked | None = None  # what another parser has to finish
        self._newest: Asked | None = None  # whose head was read last
        self._current: Asked | None = None  # what is being answered
        self.task: asyncio.Task[None] | None = None  # of the request that runs
        self._waiting: deque[Asked] = deque()
        self._refusal: Problem | None = None  # comes after all that is waiting
        self._deaf = self._held = self._full = self._lingering = self._last = self._ended = False
        self._unsent, self._peer = 0, ""
        self._since = server.seconds

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._server.connections.add(self)
        peer: Any = transport.get_extra_info("peername")
        self._peer = str(peer[0]) if isinstance(peer, tuple) and peer else ""
        taken: Any = transport.get_extra_info("socket")
        if taken is not None and taken.family in (socket.AF_INET, socket.AF_INET6):
            taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connection_lost(self, why: Exception | None) -> None:
        self._transport = None
        self._deaf = True
        self._waiting.clear()
        if self._receiving is not None:
            self._receiving.break_off(malformed("the client has gone"))
        if self._current is None or self._current.answered:
            self._server.leave(self)

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        between = self._receiving is self._split is self._current is None and not (self._in_head or self._fruitless or self._waiting)
        if between and not self._full and (known := self._server.heads.recall(data)) is not None:
            self._since = self._server.seconds
            known.want = self._want
            self._start(known)
            return
        self._newest = None
        self._fruitless += len(data)
        self._largest = len(data) + (self._largest if self._in_head else 0)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._ignore_upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            why = error.__context__
            if self._deaf:
                return  # after the last request, whatever comes is not looked at
            if isinstance(why, Wrong):
                self._refuse(why.problem)
            elif isinstance(error, httptools.HttpParserCallbackError):
                log.error("a request could not be taken", exc_info=why or error)
                self._refuse(Problem(20500, "An internal server error has occurred", 500))
            else:
                self._refuse(malformed())
        else:
            if self._fruitless > LONGEST_HEAD and not self._deaf:
                self._refuse(long_head())
            elif between and self._newest is not None:
                self._server.heads.learn(data, self._newest)

    def _ignore_upgrade(self, rest: bytes) -> None:
        """No other protocol is spoken here (RFC 9110, 7.8). The parser leaves the body of such a request to that protocol, so another one
        is told how long the body is, and reads it."""
        self._parser = httptools.HttpRequestParser(self)
        if self._deaf:
            return
        self._fruitless = 0
        if self._split is not None:
            name = "transfer-encoding" if "transfer-encoding" in self._split.headers else "content-length"
            rest = f"POST / HTTP/1.1\r\n{name}: {self._split.headers[name]}\r\n\r\n".encode("latin-1") + rest
        if rest:
            self.data_received(rest)

    def eof_received(self) -> bool:
        """A client may close its half and still read: what is whole is answered."""
        self._server.flush()
        self._deaf = self._last = self._ended = True
        if self._receiving is not None:
            self._receiving.break_off(malformed("the body ends early"))
        runs = self._current is not None and not self._current.answered
        return not self._lingering and (runs or bool(self._waiting) or self._refusal is not None)

    def pause_writing(self) -> None:
        self._full = True
        self._since = self._server.seconds

    def resume_writing(self) -> None:
        self._full = False
        self._since = self._server.seconds
        if self._current is None:
            self._next()

    # What the parser calls

    def on_message_begin(self) -> None:
        self._url = b""
        self._headers = {}
        self._repeated = 0
        self._in_head = True
        self._since = self._server.seconds

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        key = NAMES.get(name) or name.decode("latin-1").lower()
        if key not in self._headers:
            self._headers[key] = value.decode("latin-1")
            return
        self._repeated += 1
        if key == "host":
            raise Wrong(malformed("two Host headers"))
        if self._repeated > MOST_REPEATED:
            raise Wrong(long_head())
        self._headers[key] += (", " if key != "cookie" else "; ") + value.decode("latin-1")

    def on_headers_complete(self) -> None:
        url, headers, parser = self._url, self._headers, self._parser
        if self._deaf:
            raise Wrong(malformed())  # follows, in one piece, what ended the connection
        if self._split is not None:
            self._receiving, self._split, self._in_head = self._split, None, False
            return
        if self._largest > LONGEST_HEAD and len(url) + sum(len(n) + len(v) + 4 for n, v in headers.items()) > LONGEST_HEAD:
            raise Wrong(long_head())
        if b"%" not in url and url[:1] == b"/" and b"#" not in url:
            path, _, query = url.decode("ascii").partition("?")
        else:
            path, query = read_target(url)
        method = parser.get_method()
        asked = Asked(METHODS.get(method) or method.decode("ascii"), path, query, headers)
        if "transfer-encoding" in headers:
            self._headers = {}  # what follows the body is not for those who read heads
        understand(asked, parser.get_http_version())
        asked.keep = parser.should_keep_alive()
        asked.want = self._want
        self._in_head = False
        self._fruitless = 0
        self._receiving = self._newest = asked
        if "upgrade" in headers and parser.should_upgrade() and (asked.declared or "transfer-encoding" in headers):
            self._split = asked
        if self._current is None and not self._waiting and not self._full:
            self._start(asked)
        else:
            self._waiting.append(asked)
            self._hold()

    def on_body(self, part: bytes) -> None:
        asked = self._receiving
        assert asked is not None
        self._fruitless = 0
        self._since = self._server.seconds
        asked.size += len(part)
        asked.expects = False
        if asked.answered:
            if asked.size > MOST_DRAINED:
                self._linger()
            return
        asked.parts.append(part)
        if asked.size > asked.limit:
            self._hold()
            asked.wake()

    def on_message_complete(self) -> None:
        if self._split is not None:
            return
        asked, self._receiving = self._receiving, None
        assert asked is not None
        self._fruitless = 0
        asked.complete = True
        asked.wake()
        if not asked.keep:
            self._deaf = True
        if asked.answered:
            self._done()

    # One request after the other

    def _start(self, asked: Asked) -> None:
        self._current = asked
        asked.peer = self._peer
        self.task = self._server.loop.create_task(self._serve(asked))

    async def _serve(self, asked: Asked) -> None:
        try:
            answer = await self._application.answer(asked)
        except Exception:
            log.exception("%s %s failed", asked.method, asked.path)
            answer = self._application.refuse(Problem(20500, "An internal server error has occurred", 500), asked.path)
        except asyncio.CancelledError:
            self._server.leave(self)
            raise
        self.task = None
        self._answer(asked, answer)

    def _answer(self, asked: Asked, answer: Answer) -> None:
        asked.answered = True
        asked.parts.clear()
        if self._transport is None:
            self._server.leave(self)
            return
        if not asked.complete and (asked.broken or asked.expects or max(asked.size, asked.declared) > MOST_DRAINED):
            asked.keep = False
        if self._server.stopping or (self._last and not self._waiting and self._refusal is None):
            asked.keep = False
        try:
            written = self._server.write(answer, asked)
        except ValueError:
            log.exception("the answer to %s %s cannot be written", asked.method, asked.path)
            asked.keep = False
            refusal = self._application.refuse(Problem(20500, "An internal server error has occurred", 500), asked.path)
            written = self._server.write(refusal, asked)
        if asked.keep and asked.complete and len(written) <= SMALL:
            self._server.send(self, written)
        else:
            self.write(written)
        self._since = self._server.seconds
        if not asked.keep:
            self._close() if asked.complete else self._linger()
        elif asked.complete:
            self._done()
        elif self._held:
            self._release()

    def write(self, octets: bytes) -> None:
        """Now, and after what was to be written a moment later."""
        self._server.flush()
        self.write_late(octets)

    def write_late(self, octets: bytes) -> None:
        if self._transport is not None:
            self._transport.write(octets)

    def _done(self) -> None:
        """The current request is answered and read to its end."""
        self._current = None
        if self._waiting or self._refusal is not None:
            self._next()
        elif self._last:
            self._close()
        elif self._held:
            self._release()

    def _next(self) -> None:
        if self._full or self._transport is None or self._lingering:
            return
        if self._waiting:
            self._start(self._waiting.popleft())
            if self._held and not self._waiting:
                self._release()
        elif self._refusal is not None:
            self._send_refusal(self._refusal)
        elif self._last:
            self._close()

    def _want(self, asked: Asked) -> None:
        """The application waits for the body."""
        if asked.expects and self._transport is not None and asked is self._current:
            asked.expects = False
            self.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._since = self._server.seconds
        if self._held and not self._waiting and asked.size <= asked.limit:
            self._release()

    def _hold(self) -> None:
        if not self._held and self._transport is not None and not self._transport.is_closing():
            self._held = True
            self._transport.pause_reading()

    def _release(self) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._held = False
            self._transport.resume_reading()

    # Refusing and ending

    def _refuse(self, problem: Problem) -> None:
        """Nothing more is read; the refusal is written once those before it have their answers."""
        self._deaf = self._last = True
        asked, self._receiving = self._receiving, None
        if asked is not None and not asked.answered:
            asked.break_off(problem)  # whoever reads its body tells
        elif asked is not None:
            self._linger()
        else:
            self._refusal = problem
            if self._current is None and not self._waiting:
                self._next()

    def _send_refusal(self, problem: Problem) -> None:
        path = self._url.partition(b"?")[0].decode("latin-1")
        asked = Asked("GET", path, "", {}, b"")
        asked.keep = False
        self.write(self._server.write(self._application.refuse(problem, path), asked))
        self._linger()

    def _linger(self) -> None:
        """Close our half and read on for a moment: a reset would take the answer from a client that still sends."""
        self._server.flush()
        self._deaf = self._lingering = True
        self._current = None
        self._since = self._server.seconds
        if self._transport is None:
            self._server.leave(self)
        elif self._ended:
            self._transport.close()
        elif not self._transport.is_closing():
            if self._held:
                self._release()
            self._transport.write_eof()

    def _close(self) -> None:
        self._server.flush()
        self._deaf = True
        self._current = None
        if self._transport is not None:
            self._transport.close()

    def tick(self, seconds: int) -> None:
        """Called every second: give up what takes too long. A request that runs may take as long as it needs."""
        spent = seconds - self._since
        if spent < LINGER_SECONDS or self._transport is None:
            return
        if unsent := self._transport.get_write_buffer_size():
            if unsent != self._unsent:
                self._unsent, self._since = unsent, seconds
            elif spent >= WRITE_SECONDS:
                self._transport.abort()
        elif self._lingering:
            self._transport.abort()
        elif self._current is not None:
            if spent >= BODY_SECONDS:
                if self._current.answered:
                    self._linger()
                elif self._current.waiter is not None:
                    self._deaf = True
                    self._current.break_off(Problem(20408, "The rest of the request did not come in time", 408))
        elif self._in_head and spent >= HEAD_SECONDS:
            self._refuse(Problem(20408, "The request did not come in time", 408))
        elif spent >= IDLE_SECONDS:
            self._close()

    def stop(self) -> None:
        """The server stops: what runs is answered, nothing else is begun."""
        self._waiting.clear()
        if self._current is None or self._current.answered:
            self._close()

    def abort(self) -> None:
        if self.task is not None:
            self.task.cancel()
        if self._transport is not None:
            self._transport.abort()

"""Listens, counts the seconds for its connections, writes the heads of their answers, and stops gracefully."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from email.utils import formatdate
from http import HTTPStatus

from .connection import Connection
from .exchange import Answer, Application, Asked
from .request_head import KnownHeads
from .streaming import StreamingConnection

BACKLOG = 2048
STOP_SECONDS = 5.0
"""For what runs when the server is told to stop."""
_MOST_HEADS = 256
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]").search


class Server:
    """Serves one application on one listening socket."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.connections: set[Connection] = set()
        self.seconds = 0
        self.stopping = False
        self.heads = KnownHeads()
        self._late: list[tuple[Connection, bytes]] = []
        self._heads: dict[tuple[int, str], bytes] = {}
        self._ticking: asyncio.TimerHandle | None = None
        self._listener: asyncio.Server | None = None
        self._empty: asyncio.Event | None = None

    async def start(self, listener: socket.socket) -> None:
        """From now on requests are answered. The socket is bound and listening; it is closed by `stop`."""
        self.loop = asyncio.get_running_loop()
        self._listener = await self.loop.create_server(lambda: StreamingConnection(self), sock=listener, backlog=BACKLOG)
        self._tick()

    def _tick(self) -> None:
        self.seconds = int(self.loop.time())
        self._heads.clear()
        for connection in tuple(self.connections):
            connection.tick(self.seconds)
        self._ticking = self.loop.call_later(1.0, self._tick)

    def write(self, answer: Answer, asked: Asked) -> bytes:
        """Head and body in one piece. ValueError for a header that no head can hold."""
        if answer.stream is not None:
            return self._open(answer, asked)
        status, body = answer.status, answer.body
        head = self._heads.get((status, answer.kind)) or self._head(status, answer.kind)
        if answer.headers:
            head += "".join(map(_line, answer.headers.items())).encode("latin-1")
        if not asked.keep:
            head += b"Connection: close\r\n"
        elif asked.old:
            head += b"Connection: keep-alive\r\n"
        if status == 204 or status == 304:
            return head + b"\r\n"
        if asked.method == "HEAD":
            return b"%bContent-Length: %d\r\n\r\n" % (head, len(body))
        return b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body)

    def _open(self, answer: Answer, asked: Asked) -> bytes:
        """The head of a stream: in chunks, or as a client of HTTP/1.0 reads it, up to the end of the connection."""
        asked.keep = asked.keep and not asked.old
        head = self._head(answer.status, answer.kind) + "".join(map(_line, answer.headers.items())).encode("latin-1")
        if not asked.keep:
            head += b"Connection: close\r\n"
        return head + (b"\r\n" if asked.old else b"Transfer-Encoding: chunked\r\n\r\n")

    def _head(self, status: int, kind: str) -> bytes:
        """The lines that are the same for all such answers of this second."""
        try:
            phrase = HTTPStatus(status).phrase
        except ValueError:
            phrase = ""
        lines = f"HTTP/1.1 {status} {phrase}\r\nDate: {formatdate(time.time(), usegmt=True)}\r\n"
        head = (lines + (_line(("Content-Type", kind)) if kind else "")).encode("latin-1")
        if len(self._heads) < _MOST_HEADS:
            self._heads[status, kind] = head
        return head

    def send(self, connection: Connection, octets: bytes) -> None:
        """Write once everything that is ready to run has run. A client that is woken for each of many answers goes to sleep between
        them, and waking it is the largest part of what sending costs."""
        if not self._late:
            self.loop.call_soon(self.flush)
        self._late.append((connection, octets))

    def flush(self) -> None:
        """Write what waits. Comes before anything that is written or closed at once."""
        if late := self._late:
            self._late = []
            for connection, octets in late:
                connection.write_late(octets)

    def leave(self, connection: Connection) -> None:
        """The connection is gone, and nothing runs for it."""
        self.connections.discard(connection)
        if self._empty is not None and not self.connections:
            self._empty.set()

    async def stop(self, patience: float = STOP_SECONDS) -> None:
        """Take no more requests; wait for those that run, at most `patience` seconds, and cancel the rest."""
        self.stopping = True
        if self._listener is not None:
            self._listener.close()
        self._empty = asyncio.Event()
        for connection in tuple(self.connections):
            connection.stop()
        if self.connections:
            try:
                async with asyncio.timeout(patience):
                    await self._empty.wait()
            except TimeoutError:
                tasks = [c.task for c in self.connections if c.task is not None]
                for connection in tuple(self.connections):
                    connection.abort()
                await asyncio.gather(*tasks, return_exceptions=True)
        if self._ticking is not None:
            self._ticking.cancel()


def _line(header: tuple[str, str]) -> str:
    name, value = header
    if _CONTROL(value) or _CONTROL(name):
        raise ValueError(f"a control character in the header {name!r}")
    return f"{name}: {value}\r\n"

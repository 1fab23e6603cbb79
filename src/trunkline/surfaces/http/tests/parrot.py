"""An application that tells what it was asked, a server before it, and a client that reads octets."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from trunkline.kernel.errors import Problem
from trunkline.surfaces.http.exchange import Answer, Asked
from trunkline.surfaces.http.server import Server

LONGEST = 100_000


@dataclass
class Parrot:
    """Tells what it was asked. /unread leaves the body alone, /wait waits until it is told to go on, /fault breaks."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    finished: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    async def answer(self, asked: Asked) -> Answer:
        if asked.path == "/unread":
            return Answer(200, b"left")
        if asked.path == "/fault":
            raise RuntimeError("on purpose")
        if asked.path == "/nothing":
            return Answer(204)
        if asked.path == "/large":
            return Answer(200, b"x" * 8_000_000)
        if asked.path == "/torn":
            return Answer(200, b"", "text/plain", {"X-A": "b\r\nX-C: d"})
        try:
            if asked.path == "/wait":
                self.waiting.set()
                await self.go.wait()
            body = await asked.body(LONGEST)
        except Problem as problem:
            return self.refuse(problem, asked.path)
        except asyncio.CancelledError:
            self.cancelled.append(asked.path)
            raise
        self.finished.append(asked.path)
        told = {"method": asked.method, "path": asked.path, "query": asked.query, "body": body.decode("latin-1")}
        told |= {k: v for k, v in asked.headers.items() if k.startswith("x-")}
        return Answer(200, json.dumps(told).encode(), "application/json", {"X-Kept": "1"})

    def refuse(self, problem: Problem, path: str) -> Answer:
        return Answer(problem.status, json.dumps({"code": problem.code, "path": path}).encode(), "application/json")


@dataclass
class Site:
    parrot: Parrot
    server: Server
    port: int
    host: str = "127.0.0.1"

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self.host, self.port)

    async def ask(self, *pieces: bytes, close: bool = False) -> bytes:
        """All that comes back until the server closes; with `close`, our half is closed after writing."""
        reader, writer = await self.connect()
        try:
            for piece in pieces:
                writer.write(piece)
                for _ in range(3):
                    await asyncio.sleep(0)
            if close:
                writer.write_eof()
            async with asyncio.timeout(10):
                return await reader.read()
        finally:
            writer.close()

    def age(self, seconds: int) -> None:
        """As if these seconds had gone by."""
        for connection in tuple(self.server.connections):
            connection._since -= seconds
            connection.tick(self.server.seconds)


@asynccontextmanager
async def serving(host: str = "127.0.0.1") -> AsyncIterator[Site]:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.bind((host, 0))
    listener.listen(100)
    listener.setblocking(False)
    server = Server(parrot := Parrot())
    await server.start(listener)
    try:
        yield Site(parrot, server, listener.getsockname()[1], host)
    finally:
        parrot.go.set()
        await server.stop()


def get(path: str, *headers: str, version: str = "1.1") -> bytes:
    return "\r\n".join([f"GET {path} HTTP/{version}", "Host: x", *headers, "", ""]).encode()


def post(path: str, body: bytes, *headers: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", f"Content-Length: {len(body)}", *headers, "", ""]).encode() + body


def chunked(path: str, *parts: bytes, trailer: bytes = b"") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    return head + b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in parts) + b"0\r\n" + trailer + b"\r\n"


LAST = get("/last", "Connection: close")


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def read(octets: bytes, methods: Sequence[str] = ()) -> list[Got]:
    """Answers one after the other, each by its own Content-Length; whatever is left over fails."""
    found: list[Got] = []
    while octets:
        head, end, octets = octets.partition(b"\r\n\r\n")
        assert end, head
        first, *lines = head.decode("latin-1").split("\r\n")
        assert first.startswith("HTTP/1.1 "), first
        status = int(first.split()[1])
        if status == 100:
            continue
        headers = dict(line.lower().split(": ", 1) for line in lines)
        assert len(headers) == len(lines)
        assert "date" in headers
        assert "server" not in headers
        method = methods[len(found)] if len(found) < len(methods) else "GET"
        length = 0 if status == 204 or method == "HEAD" else int(headers["content-length"])
        assert len(octets) >= length
        found.append(Got(status, headers, octets[:length]))
        octets = octets[length:]
    return found

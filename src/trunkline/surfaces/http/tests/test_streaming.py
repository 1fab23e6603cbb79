"""Streams on real sockets: chunk by chunk, no faster than they are read, and over when either side is."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from trunkline.kernel.errors import Problem
from trunkline.surfaces.http.exchange import Answer, Asked
from trunkline.surfaces.http.server import Server
from trunkline.surfaces.http.tests.parrot import LAST, get

PART = b"y" * 65_536


@dataclass
class Spring:
    """/parts gives three, /endless ever more, /fault breaks off, /quiet waits for ever; anything else is no stream."""

    sent: int = 0
    closed: list[str] = field(default_factory=list)

    async def answer(self, asked: Asked) -> Answer:
        if asked.path not in ("/parts", "/endless", "/fault", "/quiet"):
            return Answer(200, b"whole", "text/plain")
        return Answer(200, b"", "text/plain", {"X-A": "b"}, self._flow(asked.path), lasting=asked.path == "/quiet")

    async def _flow(self, path: str) -> AsyncIterator[bytes]:
        try:
            if path == "/quiet":
                yield b"begun"
                await asyncio.Event().wait()
            for part in (b"one", b"", b"two"):
                yield part
            if path == "/fault":
                raise RuntimeError("on purpose")
            while path == "/endless":
                self.sent += 1
                yield PART
                await asyncio.sleep(0)
            yield b"three"
        finally:
            self.closed.append(path)

    def refuse(self, problem: Problem, path: str) -> Answer:
        return Answer(problem.status, b"refused")


@dataclass
class Place:
    spring: Spring
    server: Server
    port: int

    async def ask(self, octets: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(octets)
        async with asyncio.timeout(10):
            found = await reader.read()
        writer.close()
        return found


@asynccontextmanager
async def serving() -> AsyncIterator[Place]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(100)
    listener.setblocking(False)
    server = Server(spring := Spring())
    await server.start(listener)
    try:
        yield Place(spring, server, listener.getsockname()[1])
    finally:
        await server.stop(0.05)


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with serving() as found:
        yield found


async def _until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not check():  # noqa: ASYNC110 (what is waited for is seen from outside)
            await asyncio.sleep(0.005)


async def test_parts_come_as_chunks_and_the_next_request_is_answered(place: Place) -> None:
    octets = await place.ask(get("/parts") + LAST)
    head, _, rest = octets.partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head and b"X-A: b" in head and b"Content-Length" not in head
    body, _, following = rest.partition(b"0\r\n\r\n")
    assert body == b"3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n"
    assert following.endswith(b"whole") and place.spring.closed == ["/parts"]


async def test_a_head_is_all_that_head_gets(place: Place) -> None:
    octets = await place.ask(get("/parts").replace(b"GET", b"HEAD", 1) + LAST)
    assert octets.count(b"HTTP/1.1 200") == 2 and b"one" not in octets and octets.endswith(b"whole")


async def test_an_old_client_reads_up_to_the_end_of_the_connection(place: Place) -> None:
    octets = await place.ask(get("/parts", "Connection: keep-alive", version="1.0"))
    assert b"chunked" not in octets and octets.endswith(b"\r\n\r\nonetwothree")


async def test_what_breaks_off_is_not_taken_for_whole(place: Place) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(get("/fault"))
    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        async with asyncio.timeout(10):
            await reader.readuntil(b"0\r\n\r\n")
    writer.close()
    await _until(lambda: not place.server.connections)
    assert place.spring.closed == ["/fault"]


async def test_nothing_is_made_faster_than_it_is_read(place: Place) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port, limit=1000)
    writer.write(get("/endless"))
    await reader.readuntil(b"two")
    made = -1
    while made != place.spring.sent:  # until the sockets' own room is full
        made = place.spring.sent
        await asyncio.sleep(0.1)
    assert 0 < made * len(PART) < 64 * 1024 * 1024 and not place.spring.closed
    await reader.readexactly(2 * made * len(PART))
    assert place.spring.sent > made
    writer.transport.abort()
    await _until(lambda: place.spring.closed == ["/endless"] and not place.server.connections)


@pytest.mark.parametrize("how", ["closes", "closes its half"])
async def test_a_client_that_goes_ends_a_quiet_stream(place: Place, how: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(get("/quiet"))
    await reader.readuntil(b"begun")
    if how == "closes":
        writer.transport.abort()
    else:
        writer.write_eof()
    await _until(lambda: place.spring.closed == ["/quiet"] and not place.server.connections)


async def test_a_reader_that_never_reads_is_given_up(place: Place) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", place.port, limit=1000)
    writer.write(get("/endless"))
    await _until(lambda: bool(place.server.connections) and place.spring.sent > 0)
    made = -1
    while made != place.spring.sent:
        made = place.spring.sent
        await asyncio.sleep(0.1)
    for _ in range(2):
        for connection in tuple(place.server.connections):
            connection._since -= 1000
            connection.tick(place.server.seconds)
    await _until(lambda: place.spring.closed == ["/endless"] and not place.server.connections)
    writer.close()


async def test_a_stop_cancels_what_does_not_end() -> None:
    async with serving() as place:
        reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
        writer.write(get("/quiet"))
        await reader.readuntil(b"begun")
        async with asyncio.timeout(5):
            await place.server.stop(60)  # seconds that it need not wait
            assert await reader.read() == b"\r\n"  # of the chunk; no chunk says that this is all
    assert place.spring.closed == ["/quiet"] and not place.server.connections
    writer.close()


async def test_a_client_that_has_closed_its_half_reads_a_stream_to_its_end(place: Place) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(get("/parts"))
    writer.write_eof()
    assert (await reader.read()).endswith(b"5\r\nthree\r\n0\r\n\r\n")
    writer.close()


async def test_a_request_whose_body_is_not_whole_ends_with_its_stream(place: Place) -> None:
    octets = await place.ask(b"POST /parts HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
    assert b"Connection: close" in octets and octets.endswith(b"0\r\n\r\n")

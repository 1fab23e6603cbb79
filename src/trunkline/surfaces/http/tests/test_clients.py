"""The server on real sockets: clients that are slow, leave, or break off, and the server's own end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable

import pytest

from trunkline.surfaces.http import connection as limits
from trunkline.surfaces.http.tests.parrot import LAST, Site, get, post, read, serving


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as site:
        yield site


async def test_a_client_that_has_closed_its_half_is_answered(site: Site) -> None:
    site.parrot.go.set()
    got = read(await site.ask(get("/wait") + get("/b"), close=True))
    assert [g.json["path"] for g in got] == ["/wait", "/b"]
    [half] = read(await site.ask(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", close=True))
    assert (half.status, half.json["code"]) == (400, 20400)
    assert await site.ask(b"GET /a HT", close=True) == b""
    assert await site.ask(close=True) == b""


async def _until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not check():  # noqa: ASYNC110 (what is waited for is seen from outside only)
            await asyncio.sleep(0.005)


async def test_a_request_finishes_though_its_client_has_gone(site: Site) -> None:
    _, writer = await site.connect()
    writer.write(post("/wait", b"abc"))
    await site.parrot.waiting.wait()
    writer.transport.abort()
    await asyncio.sleep(0.02)
    site.parrot.go.set()
    await _until(lambda: site.parrot.finished == ["/wait"] and not site.server.connections)


async def test_a_body_that_breaks_off_is_never_taken_for_whole(site: Site) -> None:
    _, writer = await site.connect()
    writer.write(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
    await _until(lambda: any(c._current is not None for c in site.server.connections))
    writer.transport.abort()
    await _until(lambda: not site.server.connections)
    assert site.parrot.finished == []


async def test_large_answers_wait_for_a_slow_reader_and_so_does_the_next_request(site: Site) -> None:
    reader, writer = await site.connect()
    writer.write(get("/large") + get("/a") + LAST)
    await asyncio.sleep(0.05)
    assert site.parrot.finished == []
    site.age(limits.WRITE_SECONDS - 1)  # it takes its time, and it moves
    async with asyncio.timeout(20):
        large, one, two = read(await reader.read())
    assert (len(large.body), one.json["path"], two.json["path"]) == (8_000_000, "/a", "/last")
    writer.close()


async def test_a_reader_that_never_reads_is_given_up(site: Site) -> None:
    _, writer = await site.connect()
    writer.write(get("/large"))
    await _until(lambda: any(c._full for c in site.server.connections))
    site.age(2)  # sees what is unsent
    site.age(limits.WRITE_SECONDS)
    await _until(lambda: not site.server.connections)
    writer.close()


@pytest.mark.parametrize(
    ("begun", "seconds", "status"),
    [
        (b"", limits.IDLE_SECONDS, 0),
        (b"GET /a HTTP/1.1\r\nHo", limits.HEAD_SECONDS, 408),
        (b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", limits.BODY_SECONDS, 408),
    ],
)
async def test_a_slow_client_is_given_up(site: Site, begun: bytes, seconds: int, status: int) -> None:
    reader, writer = await site.connect()
    writer.write(begun)
    await asyncio.sleep(0.05)
    site.age(seconds - 1)
    assert site.server.connections
    site.age(1)
    async with asyncio.timeout(10):
        got = read(await reader.read())
    assert [g.status for g in got] == ([status] if status else [])
    writer.close()


async def test_a_request_may_run_as_long_as_it_needs(site: Site) -> None:
    reader, writer = await site.connect()
    writer.write(get("/wait"))
    await site.parrot.waiting.wait()
    for _ in range(3):
        site.age(3600)
    site.parrot.go.set()
    async with asyncio.timeout(10):
        assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200 ")
    writer.close()


async def test_a_stop_waits_for_what_runs_and_begins_nothing() -> None:
    async with serving() as site:
        idle, idle_writer = await site.connect()
        reader, writer = await site.connect()
        writer.write(get("/wait") + get("/never"))
        await site.parrot.waiting.wait()
        await asyncio.sleep(0.02)
        stopping = asyncio.create_task(site.server.stop())
        assert await idle.read() == b""
        with pytest.raises(ConnectionError):
            await site.connect()
        site.parrot.go.set()
        await stopping
        [one] = read(await reader.read())
        assert (one.json["path"], one.headers["connection"]) == ("/wait", "close")
        assert site.parrot.finished == ["/wait"]
        writer.close()
        idle_writer.close()


async def test_a_stop_does_not_wait_for_ever() -> None:
    async with serving() as site:
        _, writer = await site.connect()
        writer.write(get("/wait"))
        await site.parrot.waiting.wait()
        await site.server.stop(0.05)
        assert site.parrot.cancelled == ["/wait"]
        writer.close()


async def test_the_other_address_family() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    async with serving("::1") as site:
        [one] = read(await site.ask(LAST))
        assert one.status == 200


async def test_small_packets_are_not_held_back(site: Site) -> None:
    _, writer = await site.connect()
    await _until(lambda: bool(site.server.connections))
    [one] = site.server.connections
    assert one._transport is not None
    assert one._transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    writer.close()

"""Which webhooks a server calls: everything nearby in development, nothing inside the network in production, but for what is allowed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from tests.conftest import Live
from tests.faults.traffic import Sink, callbacks_told, client, listed, settled

Start = Callable[..., Live]


async def send(session: aiohttp.ClientSession, live: Live, callback: str) -> str:
    form = {"To": live.handsets[0], "From": live.numbers[0], "Body": "hello", "StatusCallback": callback}
    async with session.post(f"/2010-04-01/Accounts/{live.account_sid}/Messages.json", data=form) as answer:
        told = await answer.json()
    assert answer.status == 201, told
    return str(told["sid"])


async def alerts(session: aiohttp.ClientSession, sids: set[str], patience: float = 20.0) -> dict[str, list[dict[str, Any]]]:
    """The alerts about each message, once each has one."""
    async with asyncio.timeout(patience):
        while True:
            found: dict[str, list[dict[str, Any]]] = {sid: [] for sid in sids}
            for alert in await listed(session, "/monitor/v1/Alerts", "alerts"):
                if alert["resource_sid"] in found:
                    found[alert["resource_sid"]].append(alert)
            if all(found.values()):
                return found
            await asyncio.sleep(0.2)


@asynccontextmanager
async def redirecting(target: str) -> AsyncIterator[str]:
    async def take(_: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": target})

    application = web.Application()
    application.router.add_post("/", take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


def spellings(url: str) -> list[str]:
    """The same place by other names, and places that only an insider reaches."""
    port = url.split(":")[2].split("/")[0]
    hosts = [
        "127.0.0.1", "localhost", "LOCALHOST.", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "0", "[::1]", "[::ffff:127.0.0.1]", "[::]",
        "x.localhost", "user:secret@127.0.0.1",
    ]  # fmt: skip
    return [f"http://{host}:{port}/status" for host in hosts] + [
        "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://192.168.0.1/", "http://[fd00::1]/", "http://printer.local/",
    ]  # fmt: skip


async def test_production_reaches_nothing_inside(start: Start) -> None:
    async with Sink() as sink, redirecting(sink.url) as door:
        allowed = door.removeprefix("http://").rstrip("/")
        live = await asyncio.to_thread(start, TRUNKLINE_MODE="production", TRUNKLINE_WEBHOOK_ALLOW=f"{allowed}, 10.9.9.9:80")
        async with client(live) as session:
            refused = {await send(session, live, url) for url in (*spellings(sink.url), door)}
            assert set((await settled(live)).values()) == {"delivered"}  # a callback that fails does not touch its message
            for about in (await alerts(session, refused)).values():
                assert {alert["error_code"] for alert in about} <= {"11205", "11100", "11210"}, about
        assert not sink.told


async def test_production_reaches_what_is_allowed(start: Start) -> None:
    async with Sink() as sink:
        allowed = sink.url.removeprefix("http://").removesuffix("/status")
        live = await asyncio.to_thread(start, TRUNKLINE_MODE="production", TRUNKLINE_WEBHOOK_ALLOW=allowed)
        async with client(live) as session:
            sid = await send(session, live, sink.url)
            await callbacks_told(sink, [sid])
            assert await listed(session, "/monitor/v1/Alerts", "alerts") == []


async def test_development_reaches_loopback_but_no_metadata_service(start: Start) -> None:
    async with Sink() as sink, redirecting(sink.url) as door:
        live = await asyncio.to_thread(start)
        async with client(live) as session:
            sids = [await send(session, live, url) for url in (sink.url, sink.url.replace("127.0.0.1", "localhost"), door)]
            await callbacks_told(sink, sids)
            inside = await send(session, live, "http://169.254.169.254/latest/meta-data")
            assert {alert["error_code"] for alert in (await alerts(session, {inside}))[inside]} == {"11205"}

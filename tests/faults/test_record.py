"""The record cannot be written for a while: who asks is told so in Twilio's form, nothing is lost, and it goes on by itself."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest

from tests.conftest import Live
from tests.faults.traffic import Load, Sink, callbacks_told, client, jobs_left, on_the_phone, settled, until

Start = Callable[..., Live]


def limit_files(live: Live, octets: int) -> None:
    """No file of the server may grow beyond this; 0 lifts it. As on a full disk, what it has stays readable."""
    _, hard = resource.prlimit(live.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(live.process.pid, resource.RLIMIT_FSIZE, (octets or hard, hard))


async def send(session: aiohttp.ClientSession, live: Live) -> tuple[int, Any]:
    form = {"To": live.handsets[0], "From": live.numbers[0], "Body": "hello"}
    async with session.post(f"/2010-04-01/Accounts/{live.account_sid}/Messages.json", data=form) as answer:
        return answer.status, await answer.json()


async def ready(session: aiohttp.ClientSession) -> int:
    async with session.get("/healthz") as answer:
        return answer.status


def refusals(load: Load) -> set[tuple[int, int, int]]:
    return {(status, told["code"], told["status"]) for status, told in load.refused}


def log_of(live: Live) -> str:
    return (live.data.parent / f"{live.data.name}.log").read_text()


async def test_no_room_on_the_disk(start: Start, tmp_path: Path) -> None:
    async with Sink() as sink:
        live = await asyncio.to_thread(start)
        load = Load()
        running = asyncio.create_task(load.run(live, sink.url, clients=16))
        await asyncio.sleep(0.5)
        limit_files(live, (live.data / "trunkline.db-wal").stat().st_size + 65536)
        await until(lambda: len(load.refused) >= 50)
        before = len(load.accepted)
        async with client(live) as session:
            assert await ready(session) == 200
            async with session.get(f"/2010-04-01/Accounts/{live.account_sid}/Messages/{load.accepted[0]}.json") as answer:
                assert answer.status == 200
        limit_files(live, 0)
        await until(lambda: len(load.accepted) >= before + 50)
        load.stopped = True
        await running
        assert refusals(load) == {(503, 20503, 503)}
        states = await settled(live)
        assert {states[sid] for sid in load.accepted} == {"delivered"}
        # What was refused was not written.
        assert set(states) == set(load.accepted)
        held = await on_the_phone(live)
        assert all(sum(not mark for mark in held[sid]) <= 1 for sid in load.accepted)
        await callbacks_told(sink, load.accepted)
        assert not sink.disorder()
        live.stop()
    assert jobs_left(tmp_path / "data") == []
    assert "Traceback" not in log_of(live)


async def test_another_process_writes_for_a_moment(start: Start) -> None:
    """Writes wait; reads and the loop go on."""
    live = await asyncio.to_thread(start)
    other = sqlite3.connect(live.data / "trunkline.db", isolation_level=None)
    async with client(live) as session:
        assert (await send(session, live))[0] == 201
        await settled(live)
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(send(session, live))
        for _ in range(5):
            assert await ready(session) == 200
            async with session.get(f"/2010-04-01/Accounts/{live.account_sid}/Messages.json") as answer:
                assert answer.status == 200
        assert not waiting.done()
        other.execute("ROLLBACK")
        assert (await waiting)[0] == 201
        assert set((await settled(live)).values()) == {"delivered"}
    other.close()


@pytest.mark.slow
async def test_another_process_writes_for_too_long(start: Start) -> None:
    live = await asyncio.to_thread(start)
    other = sqlite3.connect(live.data / "trunkline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with client(live) as session:
        status, told = await send(session, live)
        assert (status, told["code"], told["status"]) == (503, 20503, 503)
        other.execute("ROLLBACK")
        assert (await send(session, live))[0] == 201
        assert list((await settled(live)).values()) == ["delivered"]
    other.close()
    assert "Traceback" not in log_of(live)


@pytest.mark.postgres
async def test_a_postgres_that_only_reads(start: Start, bare_postgres_url: str) -> None:
    """As a standby does after a failover to the wrong side, or a server that its operator has set so."""
    live = await asyncio.to_thread(start, "--database", bare_postgres_url)
    other = await asyncpg.connect(bare_postgres_url)
    name = await other.fetchval("SELECT current_database()")

    async def only_reads(yes: bool) -> None:
        await other.execute("SET default_transaction_read_only = off")
        await other.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {"on" if yes else "off"}')
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    async with client(live) as session:
        assert (await send(session, live))[0] == 201
        await settled(live)
        await only_reads(True)
        status, told = await send(session, live)
        assert (status, told["code"], told["status"]) == (503, 20503, 503)
        await only_reads(False)
        assert (await send(session, live))[0] == 201
        assert list((await settled(live)).values()) == ["delivered", "delivered"]
    await other.close()


async def test_a_stopped_clock_and_a_restart(start: Start) -> None:
    """What waits for a later hour still waits after a crash, and comes when its hour has come."""
    live = await asyncio.to_thread(start)
    path = "/network/v1/Clock"
    async with client(live) as session:
        async with session.post(path, data={"Mode": "stopped"}) as answer:
            assert answer.status == 200, await answer.text()
        status, told = await send(session, live)
        assert status == 201
    live.kill()
    live = await asyncio.to_thread(start)
    states = await settled(live)
    assert states == {told["sid"]: "delivered"}

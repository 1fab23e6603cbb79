"""What becomes of work when the server stops, restarts, or is out of reach."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from tools.local_postgres import LocalPostgres
from trunkline.adapters.postgres import database as module
from trunkline.adapters.postgres.connecting import Patience, Uncertain, Unreachable, Unusable
from trunkline.adapters.postgres.database import PostgresDatabase
from trunkline.kernel.ports import Condition, Insert, Query, Table, TableColumn

pytestmark = pytest.mark.postgres
NOTE = Table("note", (TableColumn("sid", "text", False), TableColumn("text", "text", False)))
ALL = Query(NOTE, order=(("sid", False),))


@pytest.fixture
async def server() -> AsyncIterator[LocalPostgres]:
    """A server of the test's own, as it is going to be stopped; it waits for the disk."""
    own = LocalPostgres(durable=True)
    try:
        own.start()
        connection = await asyncpg.connect(own.url())
        await connection.execute("CREATE TABLE note (sid TEXT PRIMARY KEY, text TEXT NOT NULL)")
        await connection.close()
        yield own
    finally:
        own.remove()


def _note(sid: str) -> list[Any]:
    return [Insert(NOTE, (sid, "words"))]


async def test_work_outlives_a_restart_and_a_crash(server: LocalPostgres) -> None:
    database = await PostgresDatabase.open(server.url())
    written: list[str] = []
    uncertain: list[str] = []
    stop, wrote = asyncio.Event(), asyncio.Event()

    async def progress(count: int) -> None:
        while len(written) < count:
            wrote.clear()
            await wrote.wait()

    async def write(writer: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            sid = f"NO{writer:02d}{number:06d}"
            try:
                await database.commit(_note(sid))
                written.append(sid)
                wrote.set()
            except Uncertain:
                uncertain.append(sid)
            await database.count(ALL)

    writers = [asyncio.create_task(write(n)) for n in range(8)]
    for how in (signal.SIGINT, signal.SIGQUIT):
        before = len(written)
        await progress(before + 50)
        await asyncio.to_thread(server.stop, how)
        await asyncio.to_thread(server.start)
    before = len(written)
    await progress(before + 50)
    stop.set()
    await asyncio.gather(*writers)
    there = {row[0] for row in await database.select(ALL)}
    assert set(written) <= there, "what was acknowledged is there"
    assert there - set(written) <= set(uncertain), "what is there was acknowledged, or called uncertain"
    await database.close()


async def test_a_server_that_stays_away_is_said_to_be(server: LocalPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    database = await PostgresDatabase.open(server.url())
    await database.commit(_note("NO1"))
    await asyncio.to_thread(server.stop)
    monkeypatch.setattr(module, "Patience", lambda: Patience(0.2))
    told = await asyncio.gather(database.commit(_note("NO2")), database.fetch(NOTE, "NO1"), return_exceptions=True)
    assert [type(why) for why in told] == [Unreachable, Unreachable]
    with pytest.raises(Unreachable, match="cannot be reached"):
        await PostgresDatabase.open(server.url())
    await asyncio.to_thread(server.start)
    await database.commit(_note("NO3"))
    assert [row[0] for row in await database.select(ALL)] == ["NO1", "NO3"]
    await database.close()


async def test_a_commit_that_gets_no_answer_is_looked_for(server: LocalPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    database = await PostgresDatabase.open(server.url())
    execute = asyncpg.Connection.execute
    lose_before = False

    async def lossy(self: Any, query: str, *arguments: Any, **options: Any) -> str:
        if query != "COMMIT":
            return await execute(self, query, *arguments, **options)
        if not lose_before:
            await execute(self, query)
        self.terminate()
        raise ConnectionResetError("cut")

    monkeypatch.setattr(asyncpg.Connection, "execute", lossy)
    await database.commit(_note("NO1"))
    lose_before = True
    with pytest.raises(Uncertain, match="may have been written, or not"):
        await database.commit(_note("NO2"))
    monkeypatch.undo()
    await database.commit(_note("NO3"))
    assert [row[0] for row in await database.select(ALL)] == ["NO1", "NO3"]
    await database.close()


async def test_what_another_node_takes_is_passed_over(server: LocalPostgres) -> None:
    one, two = await PostgresDatabase.open(server.url()), await PostgresDatabase.open(server.url())
    await one.commit([Insert(NOTE, (f"NO{n:03d}", "waits")) for n in range(300)])
    waiting = Query(NOTE, (Condition("text", "=", "waits"),), (("sid", False),), 10)
    taken = await asyncio.gather(*(node.take(waiting, {"text": name}) for _ in range(20) for node, name in ((one, "1"), (two, "2"))))
    sids = [row[0] for rows in taken for row in rows]
    assert sorted(sids) == [f"NO{n:03d}" for n in range(300)], "each row is taken once, and none is left"
    assert all(len(rows) <= 10 for rows in taken)
    for node in (one, two):
        await node.close()


async def test_a_refusal_says_what_is_wrong(server: LocalPostgres) -> None:
    with pytest.raises(Unusable, match="no_such"):
        await PostgresDatabase.open(server.url("no_such"))


async def test_a_text_with_nul_finds_nothing(server: LocalPostgres) -> None:
    database = await PostgresDatabase.open(server.url())
    assert await database.fetch(NOTE, "NO\x00") is None
    assert await database.count(Query(NOTE, (Condition("text", "prefix", "\x00"),))) == 0
    await database.close()

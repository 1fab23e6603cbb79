"""What a look-up sees, and how the adapter learns that others write to the file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from trunkline.adapters.sqlite.database import SqliteDatabase
from trunkline.kernel.ports import Change, Condition, Insert, Query, Table, TableColumn

NOTE = Table("note", (TableColumn("sid", "text", False), TableColumn("number", "integer", False)), clustered=True)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    path = tmp_path / "notes.db"
    made = SqliteDatabase(path)
    with sqlite3.connect(path) as connection:
        for statement in made.statements.definition(NOTE):
            connection.execute(statement)
    made.shared, made._seen = False, made._data_version()  # the table was made by another connection
    yield made
    await made.close()


async def number(database: SqliteDatabase, sid: str) -> int | None:
    row = await database.fetch(NOTE, sid)
    found = await database.select(Query(NOTE, (Condition("sid", "=", sid),), (), 1))
    assert ([row] if row else []) == found
    return None if row is None else int(row[1])


async def test_whoever_waited_for_a_commit_sees_it_however_many_look_at_once(database: SqliteDatabase) -> None:
    async def count_up(sid: str) -> None:
        assert await number(database, sid) is None
        await database.commit([Insert(NOTE, (sid, 0))])
        for n in range(50):
            assert await number(database, sid) == n
            await database.commit([Change(NOTE, sid, {"number": n + 1}, {"number": (n,)}, {})])
        assert await number(database, sid) == 50

    await asyncio.gather(*(count_up(f"NO{n:02d}") for n in range(20)))
    assert not database.shared


async def test_another_process_is_noticed_with_the_next_commit(database: SqliteDatabase) -> None:
    await database.commit([Insert(NOTE, ("NO1", 1))])
    await number(database, "NO1")
    await database.count(Query(NOTE))
    assert not database.shared
    with sqlite3.connect(database.path) as other:
        other.execute("INSERT INTO note VALUES ('NO2', 2)")
    assert await number(database, "NO2") == 2
    await database.commit([Insert(NOTE, ("NO3", 3))])
    assert database.shared


async def test_a_read_sees_what_was_committed_before_it_was_asked_and_who_asks_the_same_shares_it(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []
    answer = database._answer

    def count_and_answer(key: tuple[Any, ...], asked: asyncio.Future[list[tuple[Any, ...]]]) -> None:
        begun.append(key)
        answer(key, asked)

    monkeypatch.setattr(database, "_answer", count_and_answer)

    async def write_and_list(n: int) -> None:
        for m in range(20):
            sid = f"NO{n:02d}{m:02d}"
            await database.commit([Insert(NOTE, (sid, m))])
            found = await database.select(Query(NOTE))
            assert (sid, m) in found
            found.clear()  # everybody has a list of their own

    await asyncio.gather(*(write_and_list(n) for n in range(30)))
    assert await database.count(Query(NOTE)) == 600
    assert len(begun) < 400


async def test_who_stops_waiting_for_a_read_leaves_it_to_the_others(database: SqliteDatabase) -> None:
    await database.commit([Insert(NOTE, ("NO1", 1))])
    waiting = [asyncio.create_task(database.select(Query(NOTE))) for _ in range(10)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    told = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, asyncio.CancelledError) for one in told[::2])
    assert told[1::2] == [[("NO1", 1)]] * 5


async def test_a_read_that_is_refused_tells_all_who_ask(database: SqliteDatabase) -> None:
    missing = Query(Table("missing", NOTE.columns))
    told = await asyncio.gather(*(database.select(missing) for _ in range(5)), return_exceptions=True)
    assert [type(one) for one in told] == [sqlite3.OperationalError] * 5

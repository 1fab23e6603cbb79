"""What a look-up sees, and how the adapter learns that others write to the file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

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

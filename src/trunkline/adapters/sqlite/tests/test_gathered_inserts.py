"""Whatever stands in one group, it ends as if its units had been committed one after the other."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.adapters.sqlite.database import SqliteDatabase
from trunkline.adapters.sqlite.gathered import LONGEST
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.ports import Change, Condition, Insert, Operation, Query, Remove, Sweep, Table, TableColumn

COLUMNS = (
    TableColumn("sid", "text", False),
    TableColumn("word", "text", True),
    TableColumn("number", "integer", True),
)
LOOSE = Table("loose", COLUMNS)
STRICT = Table("strict", COLUMNS, unique=(("word",),))
ONE_MAY_BE_ABSENT = Table("pair", (TableColumn("number", "integer", True), TableColumn("sid", "text", False)), clustered=True)

tables = st.sampled_from([LOOSE, STRICT])
sids = st.sampled_from(["TH0", "TH1", "TH2", "TH3"])
words = st.none() | st.sampled_from(["a", "b"])
numbers = st.none() | st.integers(0, 2)
fields = st.fixed_dictionaries({}, optional={"word": words, "number": numbers}).filter(bool)
wheres = st.one_of(
    st.just(()),
    st.integers(0, 2).map(lambda n: (Condition("number", "=", n),)),
    st.just((Condition("word", "absent", True),)),
)
inserts = st.builds(lambda table, *values: Insert(table, values), tables, sids, words, numbers)
changes = st.builds(
    lambda table, sid, new, guard: Change(table, sid, new, {} if guard is None else {"number": (guard,)}, {}), tables, sids, fields, numbers
)
removals = st.builds(Remove, tables, sids, st.booleans())
sweeps = st.builds(Sweep, tables, wheres, st.none() | st.fixed_dictionaries({"number": numbers}))
units = st.lists(inserts | changes | removals | sweeps, min_size=1, max_size=4)


class Files:
    """Two databases on one event loop, which stays from example to example."""

    def __init__(self, runner: asyncio.Runner, grouped: SqliteDatabase, single: SqliteDatabase) -> None:
        self.runner, self.grouped, self.single = runner, grouped, single


async def open_file(path: Path) -> SqliteDatabase:
    made = SqliteDatabase(path)
    with sqlite3.connect(path) as connection:
        for table in (LOOSE, STRICT, ONE_MAY_BE_ABSENT):
            for statement in made.statements.definition(table):
                connection.execute(statement)
    return made


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    folder = tmp_path_factory.mktemp("gathered")
    with asyncio.Runner() as runner:
        opened = [runner.run(open_file(folder / name)) for name in ("grouped.db", "single.db")]
        yield Files(runner, *opened)
        for database in opened:
            runner.run(database.close())


async def commit(database: SqliteDatabase, unit: list[Operation]) -> Any:
    try:
        await database.commit(unit)
    except Stale as why:
        return "stale", why.table, why.sid
    except Duplicate as why:
        return "duplicate", why.table, why.columns
    return "done"


async def rows(database: SqliteDatabase) -> list[Any]:
    return [await database.select(Query(table, order=(("sid", False),))) for table in (LOOSE, STRICT)]


@settings(max_examples=300, deadline=None)
@given(st.lists(units, min_size=1, max_size=8))
def test_a_group_ends_as_its_units_would_one_after_the_other(files: Files, group: list[list[Operation]]) -> None:
    async def drive() -> None:
        empty: list[Operation] = [Sweep(LOOSE, ()), Sweep(STRICT, ())]
        await asyncio.gather(files.grouped.commit(empty), files.single.commit(empty))
        groups = files.grouped.groups
        together = await asyncio.gather(*(commit(files.grouped, unit) for unit in group))
        assert files.grouped.groups == groups + 1
        assert together == [await commit(files.single, unit) for unit in group]
        assert await rows(files.grouped) == await rows(files.single)

    files.runner.run(drive())


def test_more_rows_than_one_statement_takes_with_and_without_nulls(files: Files) -> None:
    made = [(n if n % 3 else None, f"TH{n:03d}") for n in range(3 * LONGEST + 5)]

    async def drive() -> None:
        await asyncio.gather(*(files.grouped.commit([Insert(ONE_MAY_BE_ABSENT, row)]) for row in made))
        found = await files.grouped.select(Query(ONE_MAY_BE_ABSENT, order=(("sid", False),)))
        assert found == made

    files.runner.run(drive())


def test_a_clash_in_the_committing_thread_refuses_its_unit_alone(files: Files) -> None:
    async def drive() -> None:
        await files.grouped.commit([Sweep(LOOSE, ()), Insert(LOOSE, ("TH1", None, 1))])
        told = await asyncio.gather(*(commit(files.grouped, [Insert(LOOSE, (f"TH{n}", None, 2))]) for n in range(3)))
        assert told == ["done", ("duplicate", "loose", ("sid",)), "done"]
        assert (await rows(files.grouped))[0] == [("TH0", None, 2), ("TH1", None, 1), ("TH2", None, 2)]

    files.runner.run(drive())

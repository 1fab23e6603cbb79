"""Both databases, driven with the same operations, answer the same and hold the same rows."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.adapters.postgres.database import PostgresDatabase
from trunkline.adapters.sqlite.database import SqliteDatabase
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.ports import Change, Condition, Database, Index, Insert, Operation, Query, Remove, Sweep, Table, TableColumn

pytestmark = pytest.mark.postgres

THING = Table(
    "thing",
    (
        TableColumn("sid", "text", False),
        TableColumn("name", "text", False),
        TableColumn("note", "text", True),
        TableColumn("number", "integer", False),
        TableColumn("extent", "integer", True),
        TableColumn("weight", "real", True),
        TableColumn("data", "blob", True),
        TableColumn("from_", "text", False),
    ),
    unique=(("from_", "name"),),
    indexes=(Index(("note", "sid")), Index(("name",), only=Condition("name", "empty", False))),
    clustered=True,
)
SIDS = [f"TH{letter}" for letter in "0129abAB_"]
texts = st.text(st.sampled_from("abAB09_%\\'\"-~ éÉßı中😀\U0010ffff"), max_size=4)
few = st.sampled_from(["a", "b", "B", "é", ""])
numbers = st.integers(-3, 3) | st.integers(-(2**50), 2**50)
reals = st.floats(-1e9, 1e9, allow_nan=False)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "sid": st.sampled_from(SIDS),
    "name": few,
    "note": st.none() | texts,
    "number": numbers,
    "extent": st.none() | numbers,
    "weight": st.none() | reals,
    "data": st.none() | st.binary(max_size=3),
    "from_": few,
}
PLAIN = ("note", "number", "extent", "weight", "data")


def _of(column: str) -> st.SearchStrategy[Any]:
    return VALUES[column].filter(lambda value: value is not None)


changes = st.fixed_dictionaries({}, optional={column: VALUES[column] for column in PLAIN})
guards = st.fixed_dictionaries({}, optional={c: st.lists(_of(c), min_size=1, max_size=3).map(tuple) for c in ("number", "note", "name")})
inserts = st.tuples(*VALUES.values()).map(lambda values: Insert(THING, values))
edits = st.builds(
    lambda sid, fields, guard, plus: Change(THING, sid, fields, guard, {} if "number" in fields else {"number": plus}),
    VALUES["sid"], changes, guards, st.integers(-2, 2),
)  # fmt: skip
removals = st.builds(lambda sid, must, guard: Remove(THING, sid, must, guard), VALUES["sid"], st.booleans(), guards)


@st.composite
def conditions(draw: st.DrawFn) -> tuple[Condition, ...]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        column = draw(st.sampled_from(list(VALUES)))
        text = column in ("sid", "name", "note", "from_")
        operator = draw(
            st.sampled_from(
                ["=", "!=", "<", "<=", ">", ">=", "in", "absent", "absent or >", *(("prefix", "like", "empty") if text else ())]
            )
        )
        value: Any
        if operator == "in":
            value = draw(st.lists(_of(column), max_size=3).map(tuple))
        elif operator in ("absent", "empty"):
            value = draw(st.booleans())
        elif operator in ("prefix", "like"):
            value = draw(texts | st.sampled_from(["TH", "TH%", "th_", "%b%", "\\%", "É"]))
        else:
            value = draw(_of(column))
        found.append(Condition(column, operator, value))
    return tuple(found)


sweeps = st.builds(lambda where, fields: Sweep(THING, where, fields or None), conditions(), changes)
orders = st.lists(st.tuples(st.sampled_from(list(VALUES)), st.booleans()), max_size=2, unique_by=lambda pair: pair[0]).map(
    lambda pairs: (*(pair for pair in pairs if pair[0] != "sid"), ("sid", False))
)
queries = st.builds(lambda where, order, limit: Query(THING, where, order, limit), conditions(), orders, st.none() | st.integers(0, 4))

# Units that stand in one group; a unique value is not freed there (see schedule), which is left to units on their own.
together = st.lists(st.lists(inserts | edits, min_size=1, max_size=4), min_size=1, max_size=6)
alone = st.lists(inserts | edits | removals | sweeps, min_size=1, max_size=4).map(lambda unit: [unit])
steps = st.lists(
    st.tuples(st.just("commit"), together | alone)
    | st.tuples(st.just("select"), queries)
    | st.tuples(st.just("take"), st.tuples(queries, changes.filter(bool))),
    max_size=8,
)


async def _commit(database: Database, unit: list[Operation]) -> Any:
    try:
        await database.commit(unit)
    except Stale as why:
        return "stale", why.table
    except Duplicate as why:
        # A row that clashes twice is told of either.
        return "duplicate", why.table
    return "done"


async def _step(database: Database, kind: str, what: Any) -> Any:
    if kind == "commit":
        return await asyncio.gather(*(_commit(database, unit) for unit in what))
    if kind == "select":
        rows = await database.select(what)
        found = [await database.fetch(THING, sid) for sid in SIDS[:2]]
        return rows, found, await database.count(what), await database.total(what, "extent")
    query, fields = what
    return sorted(await database.take(query, fields), key=lambda row: str(row[0]))


class Pair:
    """Both databases on one event loop, which stays from example to example."""

    def __init__(self, runner: asyncio.Runner, first: SqliteDatabase, second: PostgresDatabase) -> None:
        self.runner, self.first, self.second = runner, first, second

    def drive(self, plan: list[tuple[str, Any]]) -> None:
        self.runner.run(self._drive(plan))

    async def _drive(self, plan: list[tuple[str, Any]]) -> None:
        everything = Query(THING, order=(("sid", False),))
        for database in (self.first, self.second):
            await database.commit([Sweep(THING, ())])
        for kind, what in plan:
            one, other = await _step(self.first, kind, what), await _step(self.second, kind, what)
            assert one == other, f"{kind} {what}"
            assert await self.first.select(everything) == await self.second.select(everything), f"{kind} {what}"


@pytest.fixture(scope="module")
def pair(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    name = f"pair_{os.urandom(4).hex()}"

    async def start() -> tuple[SqliteDatabase, PostgresDatabase]:
        first = SqliteDatabase(tmp_path_factory.mktemp("pair") / "thing.db")
        for statement in first.statements.definition(THING):
            first._writer.execute(statement)
        connection = await asyncpg.connect(postgres.url())
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        second = await PostgresDatabase.open(postgres.url(name))
        connection = await asyncpg.connect(postgres.url(name))
        for statement in second.statements.definition(THING):
            await connection.execute(statement)
        await connection.close()
        return first, second

    async def stop() -> None:
        await opened[0].close()
        await opened[1].close()

    with asyncio.Runner() as runner:
        opened = runner.run(start())
        yield Pair(runner, *opened)
        runner.run(stop())


@settings(max_examples=60, deadline=None)
@given(plan=steps)
def test_the_same_operations_have_the_same_outcome(pair: Pair, plan: list[tuple[str, Any]]) -> None:
    pair.drive(plan)


def _thing(sid: str, name: str, note: str | None = None, number: int = 0) -> Insert:
    return Insert(THING, (sid, name, note, number, None, None, None, ""))


def test_what_each_unit_of_a_contended_group_is_told(pair: Pair) -> None:
    """One winner of each version, one holder of each name, and nobody else is harmed."""
    rivals = [[Change(THING, "TH0", {"note": str(n)}, {"number": (0,)}, {"number": 1})] for n in range(20)]
    names = [[_thing(f"TH{n:02d}", "same" if n % 3 else f"own {n}")] for n in range(20)]
    pair.drive([("commit", [[_thing("TH0", "first")]]), ("commit", [*rivals, *names]), ("select", Query(THING, order=(("sid", True),)))])


def test_a_clash_names_its_columns(pair: Pair) -> None:
    async def clash(database: Database) -> None:
        await database.commit([Sweep(THING, ()), _thing("TH0", "a")])
        for sid, name, columns in (("TH0", "b", ("sid",)), ("TH1", "a", ("from_", "name"))):
            with pytest.raises(Duplicate) as refused:
                await database.commit([_thing(sid, name)])
            assert refused.value.columns == columns

    pair.runner.run(clash(pair.first))
    pair.runner.run(clash(pair.second))


def test_adding_from_many_units_adds_up(pair: Pair) -> None:
    adding = [[_thing(f"TH{n}x", str(n)), Change(THING, "TH0", {}, {}, {"number": n})] for n in range(50)]
    groups = pair.second.groups
    pair.drive([("commit", [[_thing("TH0", "account")]]), ("commit", adding)])
    assert pair.second.groups - groups <= 4, "amounts commute: they need no stages, and one group is enough"

"""Migrations make the schema that the declarations say, on both databases, once, and keep what is there."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from tools.draft_migration import draft, draft_slice, write
from trunkline.adapters.migrations.migrate import WrongSchema, migrate, migrate_file, migrate_server
from trunkline.adapters.migrations.revisions import heads, revisions
from trunkline.adapters.migrations.schema import TableShape, declared, differences, found
from trunkline.adapters.postgres.dialect import PostgresStatements
from trunkline.adapters.sqlite.database import KINDS
from trunkline.adapters.statements import Statements
from trunkline.kernel import catalogue
from trunkline.kernel.catalogue import Slice
from trunkline.kernel.ports import Condition, Index, Table, TableColumn


@dataclass
class Bare:
    """A database without tables. `where` is what `migrate` takes."""

    where: Path | str
    statements: Statements
    execute: Callable[[str], Awaitable[list[Any]]]

    async def shapes(self) -> dict[str, TableShape]:
        if isinstance(self.where, Path):
            with sa.create_engine(f"sqlite:///{self.where}").begin() as connection:
                return found(connection)
        engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(str(self.where)))
        async with engine.begin() as asking:
            shapes = await asking.run_sync(found)
        await engine.dispose()
        return shapes

    async def upgrade(self, place: Path) -> list[str]:
        told: list[str] = []
        if isinstance(self.where, Path):
            migrate_file(self.where, told.append, [place])
        else:
            await migrate_server(self.where, told.append, [place])
        return told


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def bare(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bare]:
    if request.param == "sqlite":
        path = tmp_path / "bare.db"

        async def ask(sql: str) -> list[Any]:
            with sqlite3.connect(path) as connection:
                return connection.execute(sql).fetchall()

        yield Bare(path, Statements(lambda n: f"?{n}", KINDS), ask)
        return
    postgres = request.getfixturevalue("postgres")
    name = f"bare_{tmp_path.name.lower()}".replace("-", "_")[:60]
    connection = await asyncpg.connect(postgres.url())
    await connection.execute(f'CREATE DATABASE "{name}"')
    own = await asyncpg.connect(postgres.url(name))

    async def fetch(sql: str) -> list[Any]:
        return [tuple(record) for record in await own.fetch(sql)]

    yield Bare(postgres.url(name), PostgresStatements(), fetch)
    await own.close()
    await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await connection.close()


def _slices() -> Iterator[Slice]:
    names = [of.name for of in catalogue.slices()]
    assert len(names) == len(set(names)), "two slices of one name would share their revisions"
    yield from catalogue.slices()


def test_every_slice_is_up_to_date() -> None:
    behind = [of.name for of in _slices() if draft_slice(of) is not None]
    assert not behind, f"run python -m tools.draft_migration --write for {', '.join(behind)}"


async def test_the_migrated_schema_is_the_declared_one(bare: Bare) -> None:
    told: list[str] = []
    assert await migrate(bare.where, told.append)
    assert sorted(told) == sorted(r.name for of in catalogue.slices() for r in revisions(of))
    there = await bare.shapes()
    wanted = {kind.table.name: declared(kind.table) for kind in catalogue.resources()}
    told = [f"{name}: {what}" for name in sorted({*wanted, *there}) for what in differences(wanted.get(name), there.get(name))]
    assert told == []


async def test_the_created_schema_is_the_declared_one(bare: Bare) -> None:
    for kind in catalogue.resources():
        for statement in bare.statements.definition(kind.table):
            await bare.execute(statement)
    there = await bare.shapes()
    assert {name: differences(declared(kind.table), there[name]) for kind in catalogue.resources() if (name := kind.table.name)} == {
        name: [] for name in there
    }


async def test_a_second_start_has_nothing_to_do(bare: Bare) -> None:
    await migrate(bare.where, lambda name: None)
    told: list[str] = []
    assert not await migrate(bare.where, told.append)
    assert told == []


async def test_of_two_nodes_one_migrates(bare: Bare) -> None:
    told: list[str] = []
    await asyncio.gather(*(migrate(bare.where, told.append) for _ in range(3)))
    assert sorted(told) == sorted(r.name for of in catalogue.slices() for r in revisions(of))
    assert {name for (name,) in await bare.execute("SELECT version_num FROM alembic_version")} == heads()


def test_nothing_to_do_needs_no_alembic(tmp_path: Path) -> None:
    path = tmp_path / "bare.db"
    asyncio.run(migrate(path, lambda name: None))
    program = (
        "import asyncio, sys; from pathlib import Path; from trunkline.adapters.migrations.migrate import migrate\n"
        f"print(asyncio.run(migrate(Path({str(path)!r}), print)), [m for m in ('alembic', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout == "False []\n"


async def test_a_newer_database_is_left_alone(bare: Bare) -> None:
    await migrate(bare.where, lambda name: None)
    await bare.execute("UPDATE alembic_version SET version_num = 'kernel_9999' WHERE version_num LIKE 'kernel%'")
    with pytest.raises(WrongSchema, match="kernel_9999"):
        await migrate(bare.where, lambda name: None)


def _columns(*columns: tuple[str, str, bool]) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(*column) for column in columns)


BOOK = Table(
    "library_book",
    _columns(
        ("sid", "text", False), ("title", "text", False), ("pages", "integer", True), ("state", "text", False), ("mark", "text", True)
    ),
    unique=(("title",),),
    indexes=(Index(("state", "sid")), Index(("mark",))),
    checks={"state": ("in", "out")},
)
LATER = replace(
    BOOK,
    columns=_columns(
        ("sid", "text", False), ("title", "text", False), ("pages", "integer", False), ("state", "text", False), ("weight", "real", False),
        ("author", "text", False), ("cover", "blob", False), ("note", "text", True), ("loans", "integer", False),
    ),
    unique=(("title", "author"),),
    indexes=(
        Index(("author", "sid"), only=Condition("author", "empty", False)), Index(("state", "sid"), only=Condition("note", "absent", True)),
    ),
    checks={"state": ("in", "lost", "out")},
)  # fmt: skip
READER = Table("library_reader", _columns(("sid", "text", False), ("name", "text", False)), clustered=True)


async def test_a_drafted_change_keeps_the_rows(bare: Bare, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    library = Slice("library", "products", folder, "Library")
    for tables, expected in (([BOOK], ["library_0001"]), ([LATER, READER], ["library_0002"]), ([LATER], ["library_0003"])):
        drafted = draft(library, tables, {})
        assert drafted is not None
        write(library, *drafted, restart=False)
        assert draft(library, tables, {}) is None, "what was drafted is what was wanted"
        assert await bare.upgrade(folder / "migrations") == expected
        if tables == [BOOK]:
            await bare.execute("INSERT INTO library_book VALUES ('BK1', 'Emma', 474, 'in', 'x'), ('BK2', 'Ulysses', NULL, 'out', NULL)")
        there = await bare.shapes()
        assert {name: differences(declared(t), there.get(name)) for t in tables if (name := t.name)} == {t.name: [] for t in tables}
        assert set(there) == {t.name for t in tables}
    rows = await bare.execute("SELECT sid, title, pages, state, weight, author, note, loans FROM library_book ORDER BY sid")
    assert rows == [("BK1", "Emma", 474, "in", 0.0, "", None, 0), ("BK2", "Ulysses", 0, "out", 0.0, "", None, 0)]
    await bare.execute("UPDATE library_book SET state = 'lost' WHERE sid = 'BK1'")
    with pytest.raises((sqlite3.IntegrityError, asyncpg.CheckViolationError)):
        await bare.execute("UPDATE library_book SET state = 'burnt' WHERE sid = 'BK1'")


async def test_a_start_that_fails_leaves_the_database_as_it_was(bare: Bare, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    library = Slice("library", "products", folder, "Library")
    drafted = draft(library, [BOOK], {})
    assert drafted is not None
    path = write(library, *drafted, restart=False)
    path.write_text(path.read_text() + '    raise RuntimeError("half way")\n')
    with pytest.raises(RuntimeError, match="half way"):
        await bare.upgrade(folder / "migrations")
    assert await bare.shapes() == {}


def test_a_gap_in_the_numbers_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    (folder / "migrations").mkdir(parents=True)
    (folder / "migrations" / "0002_tables.py").touch()
    with pytest.raises(ValueError, match="0001, 0002"):
        revisions(Slice("library", "products", folder, "Library"))

"""Bring a database to the schema of this version, at every start. Reading that nothing is to be done takes one query.

All that is missing runs in one transaction under a lock, so that a start that fails leaves the database as it was, and of two nodes
that start at once one migrates and the other finds it done. Alembic and SQLAlchemy are imported only when there is something to do.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

from .revisions import folders, heads

if TYPE_CHECKING:
    from sqlalchemy import Connection

Report = Callable[[str], None]
VERSIONS = "alembic_version"
# Any number, the same on every node: PostgreSQL's advisory locks are numbered.
LOCK = 7_268_110_915_443
# Seconds that a node waits for another that migrates.
PATIENCE = 120


class WrongSchema(Exception):
    """The database was written by a version that this one does not know; the text says what to do."""


async def migrate(database: Path | str, report: Report) -> bool:
    """Migrate a SQLite file (a Path, made if need be) or a server (a postgresql:// URL). True when there was something to do.

    `report` is told each revision that runs. Raises WrongSchema, and what the database raises.
    """
    wanted = heads()
    if isinstance(database, Path):
        there = _read_file(database)
    else:
        there = await _read_server(database)
    if there == wanted:
        return False
    if isinstance(database, Path):
        await asyncio.to_thread(migrate_file, database, report)
    else:
        await migrate_server(database, report)
    return True


def _read_file(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        try:
            return frozenset(name for (name,) in connection.execute(f"SELECT version_num FROM {VERSIONS}"))  # noqa: S608 (a constant)
        except sqlite3.OperationalError as why:
            if "no such table" in str(why):
                return frozenset()
            raise


async def _read_server(url: str) -> frozenset[str]:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    try:
        return frozenset(r[0] for r in await connection.fetch(f"SELECT version_num FROM {VERSIONS}"))  # noqa: S608 (a constant)
    except asyncpg.UndefinedTableError:
        return frozenset()
    finally:
        await connection.close()


def migrate_file(path: Path, report: Report, places: list[Path] | None = None) -> None:
    """See `upgrade` for the places."""
    import sqlalchemy as sa

    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": PATIENCE})

    # The driver would begin a transaction late, and none before CREATE TABLE: it begins here, and at once for writing.
    @sa.event.listens_for(engine, "connect")
    def _no_driver_transactions(connection: Any, record: Any) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.begin() as connection:
            upgrade(connection, report, places)
    finally:
        engine.dispose()


async def migrate_server(url: str, report: Report, places: list[Path] | None = None) -> None:
    """See `upgrade` for the places."""
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    # asyncpg reads the URL itself: its form is libpq's, hosts and sockets included.
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            await connection.run_sync(upgrade, report, places)
    finally:
        await engine.dispose()


def upgrade(connection: Connection, report: Report, places: list[Path] | None = None) -> None:
    """Run what is missing, in the transaction that is open. `places`: folders with revisions, all slices' if None."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    where = folders() if places is None else places
    config = Config()
    script = ScriptDirectory(str(Path(__file__).parent), version_locations=[str(place) for place in where])

    def steps(there: Any, context: Any) -> Any:
        known = {found.revision for found in script.walk_revisions()}
        if unknown := sorted(set(there) - known):
            raise WrongSchema(
                f"the database is at {', '.join(unknown)}, which this version of Trunkline does not know: start the newer version that "
                "wrote it, or restore a backup of before"
            )
        found = script._upgrade_revs("heads", there)
        for step in found:
            report(step.revision.revision if hasattr(step, "revision") else str(step))
        return found

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=True, version_table=VERSIONS)
        try:
            environment.run_migrations()
        except CommandError as why:
            raise WrongSchema(f"the database cannot be migrated: {why}") from why

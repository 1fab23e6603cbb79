"""PostgreSQL behind the Database port.

Group commit: while one transaction is on its way, whatever arrives forms the next, and its statements run in batches (see schedule). A
missed guard or a clash rolls the group back; it is run again in savepoints, and those units alone are refused that were refused. A
group whose connection is lost before COMMIT was sent is run again when the server is back; one that is lost during COMMIT is
looked for, and where that tells nothing its units fail with Uncertain. Reads have connections of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Self, TypeVar

import asyncpg
from asyncpg.exceptions import CharacterNotInRepertoireError, UniqueViolationError

from trunkline.adapters.statements import unique_name
from trunkline.kernel.errors import Duplicate, Stale, Unrecorded
from trunkline.kernel.ports import Change, Insert, Operation, Query, Remove, Sweep, Table

from .connecting import CROSSED, UNABLE, Patience, Uncertain, Unreachable, Unusable, connect, is_lost, options, set_up, shown
from .dialect import PostgresStatements
from .schedule import Batch, Unit, batches, row_of, stages

T = TypeVar("T")
LARGEST_GROUP = 1000
READERS = 8


class _Missed(Exception):
    """Guards that met no row. `runs` is empty when the batch cannot tell which."""

    def __init__(self, table: Table, runs: list[tuple[Unit, str]]) -> None:
        super().__init__(table.name)
        self.table, self.runs = table, runs


class PostgresDatabase:
    """One server, shared with other nodes. Open it inside a running event loop; its tables are made by migrations."""

    def __init__(self, url: str, pool: asyncpg.Pool[Any]) -> None:
        self.url = url
        self.statements = PostgresStatements()
        self._pool = pool
        self._writer: asyncpg.Connection[Any] | None = None
        self._waiting: list[Unit] = []
        self._drainer: asyncio.Task[None] | None = None
        self._closed = False
        self.groups = 0
        self.units = 0
        self.shared = True

    @classmethod
    async def open(cls, url: str, readers: int = READERS) -> Self:
        """Connect; Unreachable after some seconds, Unusable at once. `readers`: connections for reads at most; one more writes."""
        patience = Patience()
        while True:
            try:
                pool = await asyncpg.create_pool(url, min_size=1, max_size=readers, init=set_up, reset=_nothing, **options())
                break
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as why:
                if not is_lost(why, None):
                    raise Unusable(f"PostgreSQL at {shown(url)} refuses: {why}") from why
                if not await patience.again():
                    raise Unreachable(f"PostgreSQL at {shown(url)} cannot be reached: {why}") from None
        encoding = await pool.fetchval("SHOW server_encoding")
        if encoding != "UTF8":
            await pool.close()
            raise Unusable(f"the database at {shown(url)} is encoded in {encoding}; Trunkline needs UTF8 (createdb --encoding UTF8)")
        return cls(url, pool)

    # Writing

    async def commit(self, operations: Sequence[Operation]) -> None:
        await self._join(Unit(operations, asyncio.get_running_loop().create_future()))

    async def take(self, query: Query, changes: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        statement = self.statements.take(query, dict(changes))
        found: list[tuple[Any, ...]] = await self._join(Unit((), asyncio.get_running_loop().create_future(), statement))
        return found

    async def _join(self, unit: Unit) -> Any:
        if self._closed:
            raise RuntimeError("the database is closed")
        self._waiting.append(unit)
        if self._drainer is None:
            self._drainer = asyncio.get_running_loop().create_task(self._drain())
        return await unit.done

    async def _drain(self) -> None:
        """Group after group, until nothing waits."""
        while self._waiting:
            group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
            try:
                await self._write(group)
            except BaseException as why:
                for unit in group:
                    unit.refused = why if isinstance(why, Exception) else ConnectionError("the database is being left")
                    unit.settle()
                if not isinstance(why, Exception):
                    raise
        self._drainer = None

    async def _write(self, group: list[Unit]) -> None:
        """Commit a group, again and again if the server goes away or other nodes are in the way."""
        patience = Patience()
        while True:
            for unit in group:
                unit.refused = None
            connection: asyncpg.Connection[Any] | None = None
            try:
                if self._writer is None or self._writer.is_closed():
                    self._writer = await connect(self.url)
                connection = self._writer
                kept = await self._prepare(connection, group)
                await self._finish(connection, kept)
            except Exception as why:
                self._let_go()
                lost = is_lost(why, connection)
                if isinstance(why, UNABLE):
                    raise Unrecorded(f"PostgreSQL at {shown(self.url)} cannot write: {why}") from None
                if isinstance(why, Uncertain) or not (lost or isinstance(why, CROSSED)):
                    raise
                if not await patience.again():
                    raise (Unreachable(f"PostgreSQL at {shown(self.url)} cannot be reached: {why}") if lost else why) from None
                continue
            self.groups += 1
            self.units += len(kept)
            for unit in group:
                unit.settle()
            return

    def _let_go(self) -> None:
        """The server rolls back what a connection leaves open."""
        if self._writer is not None:
            self._writer.terminate()
            self._writer = None

    async def _prepare(self, connection: asyncpg.Connection[Any], group: list[Unit]) -> list[Unit]:
        """Run a group's statements in an open transaction; the units that were not refused."""
        await connection.execute("BEGIN")
        try:
            for stage in stages(group):
                await self._run(connection, stage)
        except Exception as why:
            if is_lost(why, connection) or isinstance(why, (*CROSSED, *UNABLE)):
                raise
            await connection.execute("ROLLBACK; BEGIN")
            kept: list[Unit] = []
            for stage in stages(group):
                kept += await self._apart(connection, stage)
            return kept
        return group

    async def _finish(self, connection: asyncpg.Connection[Any], kept: list[Unit]) -> None:
        if not kept:
            await connection.execute("ROLLBACK")
            return
        try:
            tag = await connection.execute("COMMIT")
        except Exception as why:
            if not is_lost(why, connection):
                raise
            self._let_go()
            if not await self._is_there(kept):
                raise Uncertain(f"the connection to PostgreSQL was lost during COMMIT ({why}); it may have been written, or not") from None
            return
        if tag != "COMMIT":
            raise RuntimeError(f"PostgreSQL answered {tag} to COMMIT")

    async def _is_there(self, units: list[Unit]) -> bool:
        """Whether a row is found that only this transaction can have written: a SID is made once. False tells nothing."""
        for unit in units:
            for operation in unit.operations:
                if type(operation) is Insert:
                    with suppress(Unreachable):
                        return await self.fetch(operation.table, row_of(operation)) is not None
                    return False
        return False

    async def _apart(self, connection: asyncpg.Connection[Any], stage: list[Unit]) -> list[Unit]:
        """Run part of a stage in a savepoint; what is refused is marked, the others are returned."""
        if not stage:
            return []
        await connection.execute("SAVEPOINT part")
        try:
            await self._run(connection, stage, len(stage) == 1)
        except Exception as why:
            if is_lost(why, connection) or isinstance(why, (*CROSSED, *UNABLE)):
                raise
            await connection.execute("ROLLBACK TO part; RELEASE part")
            if isinstance(why, _Missed) and why.runs:
                culprits = dict(reversed(why.runs))  # of several, a unit is told its first
                for unit, sid in culprits.items():
                    unit.refused = Stale(why.table.name, sid)
                return await self._apart(connection, [unit for unit in stage if unit not in culprits])
            if len(stage) == 1:
                stage[0].refused = why
                return []
            half = len(stage) // 2
            return await self._apart(connection, stage[:half]) + await self._apart(connection, stage[half:])
        await connection.execute("RELEASE part")
        return stage

    async def _run(self, connection: asyncpg.Connection[Any], stage: list[Unit], apart: bool = False) -> None:
        for unit in stage:
            if unit.taking is not None:
                sql, values = unit.taking
                unit.result = [tuple(record) for record in await connection.fetch(sql, *values)]
        for batch in batches(stage, self._render, apart):
            try:
                await self._run_batch(connection, batch)
            except UniqueViolationError as why:
                if (columns := _columns(batch.table, why.constraint_name)) is None:
                    raise
                raise Duplicate(batch.table.name, columns) from None

    @staticmethod
    async def _run_batch(connection: asyncpg.Connection[Any], batch: Batch) -> None:
        if not batch.checked:
            await connection.executemany(batch.sql, batch.values)
            return
        met = await connection.fetchmany(batch.sql, batch.values)
        if len(met) != len(batch.values):
            raise _Missed(batch.table, batch.missed([record[0] for record in met]))

    def _render(self, operation: Operation) -> tuple[str, Sequence[Any]]:
        if type(operation) is Insert:
            return self.statements.insert(operation.table), operation.values
        if type(operation) is Change:
            return self.statements.change(operation)
        if type(operation) is Remove:
            return self.statements.removal(operation)
        assert type(operation) is Sweep
        return self.statements.sweep(operation)

    # Reading

    async def fetch(self, table: Table, sid: str) -> tuple[Any, ...] | None:
        sql = self.statements.fetch(table)
        rows = await self._ask(lambda reader: reader.fetch(sql, sid))
        return tuple(rows[0]) if rows else None

    async def select(self, query: Query) -> list[tuple[Any, ...]]:
        sql, values = self.statements.select(query)
        return [tuple(record) for record in await self._ask(lambda reader: reader.fetch(sql, *values))]

    async def count(self, query: Query) -> int:
        return await self._number(*self.statements.count(query))

    async def total(self, query: Query, column: str) -> int:
        return await self._number(*self.statements.total(query, column))

    async def tally(self, query: Query, columns: Sequence[str], every: int) -> list[tuple[Any, ...]]:
        sql, values = self.statements.tally(query, columns, every)
        return [tuple(row) for row in await self._ask(lambda reader: reader.fetch(sql, *values))]

    async def _number(self, sql: str, values: list[Any]) -> int:
        rows = await self._ask(lambda reader: reader.fetch(sql, *values))
        return int(rows[0][0]) if rows else 0

    async def _ask(self, ask: Callable[[Any], Awaitable[list[Any]]]) -> list[Any]:
        """Read; again, if the server went away meanwhile. Nothing is found by a text with NUL: no column can hold it."""
        patience = Patience()
        while True:
            try:
                async with self._pool.acquire() as reader:
                    return await ask(reader)
            except CharacterNotInRepertoireError:
                return []
            except Exception as why:
                if not is_lost(why, None) and "connection is closed" not in str(why):
                    raise
                if self._closed or not await patience.again():
                    raise Unreachable(f"PostgreSQL at {shown(self.url)} cannot be reached: {why}") from None
                await self._pool.expire_connections()

    async def close(self) -> None:
        """Finish what waits."""
        self._closed = True
        if self._drainer is not None:
            await self._drainer
        if self._writer is not None:
            await self._writer.close()
        await self._pool.close()


async def _nothing(connection: Any) -> None:
    """Readers leave nothing behind that a reset would have to clear."""


def _columns(table: Table, constraint: str | None) -> tuple[str, ...] | None:
    if constraint == f"{table.name}_pkey":
        return (table.key,)
    return next((columns for columns in table.unique if unique_name(table, columns) == constraint), None)

"""SQLite behind the Database port.

Group commit: statements run on the event loop's thread (each takes a few microseconds, in memory), and the COMMIT, which waits for
the disk, runs in a thread of its own. Whatever arrives meanwhile forms the next group, so that the busier the server, the more
units of work share one fsync. If one unit of a group is refused, the group is rolled back and run again unit by unit in savepoints.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from trunkline.adapters.statements import Statements
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.ports import Change, Insert, Operation, Query, Remove, Sweep, Table

KINDS = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "blob": "BLOB"}
_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")
# A thread that has finished its COMMIT gets the interpreter back within this time (seconds) even when the loop is busy.
SWITCH = 0.0005


class _Unit:
    """Operations that one caller wants on disk, or one `take`; and the future that it waits for."""

    __slots__ = ("done", "operations", "refused", "result", "taking")

    def __init__(self, operations: Sequence[Operation], done: asyncio.Future[Any], taking: tuple[str, list[Any]] | None = None) -> None:
        self.operations, self.done, self.taking = operations, done, taking
        self.result: Any = None
        self.refused: Exception | None = None


class SqliteDatabase:
    """One file. Create it inside a running event loop."""

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        self.statements = Statements(lambda n: f"?{n}", KINDS)
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH))
        self._writer = self._connect()
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._point = self._connect()
        self._readers: list[sqlite3.Connection] = []
        self._committer = ThreadPoolExecutor(1, "sqlite-commit")
        self._selector = ThreadPoolExecutor(2, "sqlite-select")
        self._waiting: list[_Unit] = []
        self._busy = False
        self._closed = False
        self._quiet: asyncio.Future[None] | None = None
        self.groups = 0
        self.units = 0

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, cached_statements=512)
        for pragma in (
            "synchronous = FULL", "busy_timeout = 10000", "cache_size = -65536", "temp_store = MEMORY",
            "mmap_size = 268435456", "wal_autocheckpoint = 4000", "foreign_keys = ON",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        return connection

    # Writing

    async def commit(self, operations: Sequence[Operation]) -> None:
        await self._join(_Unit(operations, asyncio.get_running_loop().create_future()))

    async def take(self, query: Query, changes: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        statement = self.statements.take(query, dict(changes))
        found: list[tuple[Any, ...]] = await self._join(_Unit((), asyncio.get_running_loop().create_future(), statement))
        return found

    async def _join(self, unit: _Unit) -> Any:
        if self._closed:
            raise RuntimeError("the database is closed")
        self._waiting.append(unit)
        if not self._busy:
            self._busy = True
            asyncio.get_running_loop().call_soon(self._start_group)
        return await unit.done

    def _start_group(self) -> None:
        group, self._waiting = self._waiting, []
        if not group:
            self._busy = False
            if self._quiet is not None:
                self._quiet.set_result(None)
            return
        loop = asyncio.get_running_loop()
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                for unit in group:
                    self._run(unit)
            except Exception:
                self._writer.execute("ROLLBACK")
                self._writer.execute("BEGIN IMMEDIATE")
                self._run_apart(group)
        except Exception as why:
            self._fail(group, why)
            loop.call_soon(self._start_group)
            return
        self.groups += 1
        self.units += len(group)
        self._committer.submit(self._finish, loop, group)

    def _finish(self, loop: asyncio.AbstractEventLoop, group: list[_Unit]) -> None:
        """In the committing thread."""
        why: Exception | None = None
        try:
            self._writer.execute("COMMIT")
        except Exception as refused:
            why = refused
        with suppress(RuntimeError):  # the loop has gone: nobody waits any more
            loop.call_soon_threadsafe(self._settle, group, why)

    def _settle(self, group: list[_Unit], why: Exception | None) -> None:
        if why is not None:
            self._fail(group, why)
        else:
            for unit in group:
                if unit.done.done():
                    continue
                if unit.refused is not None:
                    unit.done.set_exception(unit.refused)
                else:
                    unit.done.set_result(unit.result)
        self._start_group()

    def _fail(self, group: list[_Unit], why: Exception) -> None:
        with suppress(sqlite3.Error):
            self._writer.execute("ROLLBACK")
        for unit in group:
            if not unit.done.done():
                unit.done.set_exception(why)

    def _run_apart(self, group: list[_Unit]) -> None:
        """Each unit in a savepoint. Those that are refused learn it with the group's commit: they will read again at once, and must
        then see what they lost against."""
        for unit in group:
            self._writer.execute("SAVEPOINT unit")
            try:
                self._run(unit)
            except Exception as why:
                self._writer.execute("ROLLBACK TO unit")
                unit.refused = why
            self._writer.execute("RELEASE unit")

    def _run(self, unit: _Unit) -> None:
        execute = self._writer.execute
        if unit.taking is not None:
            unit.result = execute(*unit.taking).fetchall()
        for operation in unit.operations:
            if type(operation) is Insert:
                self._insert(operation)
            elif type(operation) is Change:
                sql, values = self.statements.change(operation)
                if self._write(operation.table, sql, values).rowcount != 1:
                    raise Stale(operation.table.name, operation.sid)
            elif type(operation) is Remove:
                if execute(*self.statements.removal(operation)).rowcount != 1 and operation.must:
                    raise Stale(operation.table.name, operation.sid)
            elif type(operation) is Sweep:
                execute(*self.statements.sweep(operation))

    def _insert(self, operation: Insert) -> None:
        self._write(operation.table, self.statements.insert(operation.table), operation.values)

    def _write(self, table: Table, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
        try:
            return self._writer.execute(sql, values)
        except sqlite3.IntegrityError as why:
            if found := _UNIQUE.match(str(why)):
                columns = tuple(part.split(".", 1)[1] for part in found[1].split(", "))
                raise Duplicate(table.name, columns) from None
            raise

    # Reading

    async def fetch(self, table: Table, sid: str) -> tuple[Any, ...] | None:
        """On the loop's thread: a look-up by key costs less than handing it to another thread."""
        row: tuple[Any, ...] | None = self._point.execute(self.statements.fetch(table), (sid,)).fetchone()
        return row

    async def select(self, query: Query) -> list[tuple[Any, ...]]:
        sql, values = self.statements.select(query)
        if query.limit == 1:  # finds by an index, as fetch does
            return list(self._point.execute(sql, values))
        found: list[tuple[Any, ...]] = await self._apart(lambda reader: reader.execute(sql, values).fetchall())
        return found

    async def count(self, query: Query) -> int:
        sql, values = self.statements.count(query)
        return int(await self._apart(lambda reader: reader.execute(sql, values).fetchone()[0]))

    async def total(self, query: Query, column: str) -> int:
        sql, values = self.statements.total(query, column)
        return int(await self._apart(lambda reader: reader.execute(sql, values).fetchone()[0]))

    async def _apart(self, ask: Callable[[sqlite3.Connection], Any]) -> Any:
        """In a reader's thread: a list may take long."""

        def run() -> Any:
            reader = self._readers.pop() if self._readers else self._connect()
            try:
                return ask(reader)
            finally:
                self._readers.append(reader)

        return await asyncio.get_running_loop().run_in_executor(self._selector, run)

    async def close(self) -> None:
        """Finish what waits, and fold the log into the file."""
        self._closed = True
        if self._busy:
            self._quiet = asyncio.get_running_loop().create_future()
            await self._quiet
        self._selector.shutdown()
        self._committer.shutdown()
        for reader in (*self._readers, self._point):
            reader.close()
        with suppress(sqlite3.Error):
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._writer.close()

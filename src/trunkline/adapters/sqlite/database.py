"""SQLite behind the Database port.

Group commit: changes run on the event loop's thread (each takes a few microseconds, in memory); the inserts, gathered into few
statements, and the COMMIT, which waits for the disk, run in a thread of their own, without the interpreter's lock for nearly all of
that time. Whatever arrives meanwhile forms the next group, so that the busier the server, the more units of work share one fsync. If
one unit of a group is refused, the group is rolled back and run again unit by unit in savepoints.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from trunkline.adapters.statements import Statements
from trunkline.kernel.errors import Duplicate, Stale, Unrecorded
from trunkline.kernel.ports import Change, Insert, Operation, Query, Remove, Sweep, Table

from .gathered import Gathered, Statement

KINDS = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "blob": "BLOB"}
_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")
# SQLite's words for: not now. A failed fsync is not among them, since what it leaves on the disk is not known.
_NOT_NOW = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE,
})  # fmt: skip
# Seconds: for how long a group waits for another process that writes to the file, and how often it asks.
PATIENCE, ASK_AGAIN = 10.0, 0.01
SCRUBBED = 512 * 1024 * 1024
# A thread that has finished its COMMIT gets the interpreter back within this time (seconds) even when the loop is busy.
SWITCH = 0.0005


def _passes(why: Exception) -> bool:
    code = getattr(why, "sqlite_errorcode", 0)
    return code in _NOT_NOW or code & 0xFF in _NOT_NOW


def _told(why: Exception) -> Exception:
    """The kernel's word for a fault that passes."""
    return Unrecorded(f"SQLite: {why}") if _passes(why) else why


def _settle_read(asked: asyncio.Future[list[tuple[Any, ...]]], rows: list[tuple[Any, ...]], refused: Exception | None) -> None:
    if refused is not None:
        asked.set_exception(refused)
    else:
        asked.set_result(rows)


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
        self._writer = self._connect(wait_ms=0)  # it runs on the loop's thread, which must not stand still: see `_locked`
        self._locked_since = 0.0
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._point = self._connect(wait_ms=250)
        self._looking = False
        self._readers: list[sqlite3.Connection] = []
        self._asked: dict[tuple[Any, ...], asyncio.Future[list[tuple[Any, ...]]]] = {}  # what no reader has begun with
        self._committer = ThreadPoolExecutor(1, "sqlite-commit")
        self._selector = ThreadPoolExecutor(2, "sqlite-select")
        self._loop = asyncio.get_running_loop()  # asking asyncio for it costs a system call each time
        self._waiting: list[_Unit] = []
        self._gathered = Gathered(self.statements)
        self._busy = False
        self._closed = False
        self._quiet: asyncio.Future[None] | None = None
        self.groups = 0
        self.units = 0
        self.shared = False
        self._seen = self._data_version()

    def _connect(self, wait_ms: int = 10_000) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, cached_statements=512)
        for pragma in (
            "synchronous = FULL", f"busy_timeout = {wait_ms}", "cache_size = -65536", "temp_store = MEMORY",
            "mmap_size = 268435456", "wal_autocheckpoint = 4000", "foreign_keys = ON",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _data_version(self) -> int:
        """Another number after every commit that did not come from the writing connection."""
        return int(self._writer.execute("PRAGMA data_version").fetchone()[0])

    # Writing

    async def commit(self, operations: Sequence[Operation]) -> None:
        await self._join(_Unit(operations, self._loop.create_future()))

    async def take(self, query: Query, changes: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        statement = self.statements.take(query, dict(changes))
        found: list[tuple[Any, ...]] = await self._join(_Unit((), self._loop.create_future(), statement))
        return found

    async def _join(self, unit: _Unit) -> Any:
        if self._closed:
            raise RuntimeError("the database is closed")
        self._waiting.append(unit)
        if not self._busy:
            self._busy = True
            self._loop.call_soon(self._start_group)
        return await unit.done

    def _start_group(self) -> None:
        if not self._waiting:
            self._busy = False
            if self._quiet is not None:
                self._quiet.set_result(None)
            return
        try:
            self._writer.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as why:
            if self._locked(why, self._loop.time()):
                self._loop.call_later(ASK_AGAIN, self._start_group)
                return
            group, self._waiting = self._waiting, []
            self._fail(group, why)
            self._loop.call_soon(self._start_group)
            return
        self._locked_since = 0.0
        if not self.shared and self._data_version() != self._seen:
            self.shared = True
        group, self._waiting = self._waiting, []
        self.groups += 1
        self.units += len(group)
        try:
            for unit in group:
                self._run(unit)
        except Exception as why:
            if _passes(why):
                self._fail(group, why)
                self._loop.call_soon(self._start_group)
            else:
                self._write_apart(group)
            return
        self._committer.submit(self._finish, group, self._gathered.statements())

    def _locked(self, why: sqlite3.Error, now: float) -> bool:
        """Whether another process writes, and has not done so for too long."""
        if why.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            return False
        self._locked_since = self._locked_since or now
        if now - self._locked_since < PATIENCE:
            return True
        self._locked_since = 0.0
        return False

    def _finish(self, group: list[_Unit], inserts: list[Statement]) -> None:
        """In the committing thread."""
        why: Exception | None = None
        written = False
        try:
            for statement in inserts:
                self._write(*statement)
            written = True
            self._writer.execute("COMMIT")
        except Exception as refused:
            why = refused
        with suppress(RuntimeError):  # the loop has gone: nobody waits any more
            self._loop.call_soon_threadsafe(self._settle, group, why, written)

    def _settle(self, group: list[_Unit], why: Exception | None, written: bool) -> None:
        if why is not None and not written and not _passes(why):
            self._write_apart(group)
            return
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

    def _write_apart(self, group: list[_Unit]) -> None:
        """The group again, after one of its units was refused."""
        try:
            self._gathered.statements()
            self._writer.execute("ROLLBACK")
            self._writer.execute("BEGIN IMMEDIATE")
            self._run_apart(group)
        except Exception as why:
            self._fail(group, why)
            self._loop.call_soon(self._start_group)
            return
        self._committer.submit(self._finish, group, [])

    def _fail(self, group: list[_Unit], why: Exception) -> None:
        self._gathered.statements()
        with suppress(sqlite3.Error):
            self._writer.execute("ROLLBACK")
        told = _told(why)
        for unit in group:
            if not unit.done.done():
                unit.done.set_exception(told)

    def _run_apart(self, group: list[_Unit]) -> None:
        """Each unit in a savepoint. Those that are refused learn it with the group's commit: they will read again at once, and must
        then see what they lost against."""
        for unit in group:
            self._writer.execute("SAVEPOINT unit")
            try:
                self._run(unit, apart=True)
                self._write_gathered()
            except Exception as why:
                self._gathered.statements()
                if _passes(why):  # and has rolled back everything already, if the disk is full
                    raise
                self._writer.execute("ROLLBACK TO unit")
                unit.refused = why
            self._writer.execute("RELEASE unit")

    def _run(self, unit: _Unit, apart: bool = False) -> None:
        """All but its inserts, which are gathered; `apart`: its operations in their order, so that the first that is refused tells."""
        execute, gathered = self._writer.execute, self._gathered
        if unit.taking is not None:
            self._write_gathered()
            unit.result = execute(*unit.taking).fetchall()
        for operation in unit.operations:
            if type(operation) is Insert:
                gathered.add(operation)
                continue
            table = operation.table
            if apart or gathered.holds(table, getattr(operation, "sid", None)):
                self._write_gathered()
            if type(operation) is Change:
                sql, values = self.statements.change(operation)
                if self._write(table, sql, values).rowcount != 1:
                    raise Stale(table.name, operation.sid)
            elif type(operation) is Remove:
                if execute(*self.statements.removal(operation)).rowcount != 1 and operation.must:
                    raise Stale(table.name, operation.sid)
            elif type(operation) is Sweep:
                execute(*self.statements.sweep(operation))

    def _write_gathered(self) -> None:
        for statement in self._gathered.statements():
            self._write(*statement)

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
        try:
            self._look()
            row: tuple[Any, ...] | None = self._point.execute(self.statements.fetch(table), (sid,)).fetchone()
        except sqlite3.Error as why:
            raise _told(why) from None
        return row

    async def select(self, query: Query) -> list[tuple[Any, ...]]:
        sql, values = self.statements.select(query)
        if query.limit == 1 and not query.offset:  # finds by an index, as fetch does
            try:
                self._look()
                return list(self._point.execute(sql, values))
            except sqlite3.Error as why:
                raise _told(why) from None
        return await self._apart(sql, values)

    def _look(self) -> None:
        """Look-ups of one turn of the loop share a read transaction, since its locks cost more than a look-up.

        Who waits for a commit wakes in a turn after the one in which it was settled, and so sees it.
        """
        if not self._looking:
            self._point.execute("BEGIN")
            self._looking = True
            self._loop.call_soon(self._look_away)

    def _look_away(self) -> None:
        self._looking = False
        with suppress(sqlite3.Error):
            self._point.execute("COMMIT")

    async def count(self, query: Query) -> int:
        sql, values = self.statements.count(query)
        return int((await self._apart(sql, values))[0][0])

    async def total(self, query: Query, column: str) -> int:
        sql, values = self.statements.total(query, column)
        return int((await self._apart(sql, values))[0][0])

    async def tally(self, query: Query, columns: Sequence[str], every: int) -> list[tuple[Any, ...]]:
        return await self._apart(*self.statements.tally(query, columns, every))

    async def _apart(self, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
        """In a reader's thread: a list may take long. Whoever asks the same before a reader has begun with it shares the answer, as when
        what many requests remember ends for all of them at once; it sees all that each of them may expect to see."""
        key = (sql, *values)
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = self._loop.create_future()
            self._selector.submit(self._answer, key, asked)
        return list(await asyncio.shield(asked))

    def _answer(self, key: tuple[Any, ...], asked: asyncio.Future[list[tuple[Any, ...]]]) -> None:
        """In a reader's thread."""
        del self._asked[key]
        rows: list[tuple[Any, ...]] = []
        refused: Exception | None = None
        try:
            reader = self._readers.pop() if self._readers else self._connect()
            try:
                rows = reader.execute(key[0], key[1:]).fetchall()
            finally:
                self._readers.append(reader)
        except Exception as why:
            refused = _told(why)
        with suppress(RuntimeError):  # the loop has gone: nobody waits any more
            self._loop.call_soon_threadsafe(_settle_read, asked, rows, refused)

    async def scrub(self) -> bool:
        """Rewrite the file, so that removed octets are in no free page and not in the log; writing waits meanwhile.

        False for a file of more than `SCRUBBED` octets, which would hold writers up for longer than they wait: its operator runs VACUUM.
        """
        while self._busy:  # noqa: ASYNC110 (whoever writes is not asked to tell of it, at every group)
            await asyncio.sleep(ASK_AGAIN)
        pages, octets = (self._writer.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        if self._closed or pages * octets > SCRUBBED:
            return False
        self._busy = True
        try:
            await self._loop.run_in_executor(self._committer, self._rewrite)
        finally:
            self._start_group()
        return True

    def _rewrite(self) -> None:
        """In the committing thread, on the writing connection: of another one's VACUUM it would think that a process came to write."""
        self._writer.execute("VACUUM")
        for _ in range(200):  # until readers of before have ended
            if not self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                return
            time.sleep(ASK_AGAIN)

    async def close(self) -> None:
        """Finish what waits, and fold the log into the file."""
        self._closed = True
        if self._busy:
            self._quiet = self._loop.create_future()
            await self._quiet
        await asyncio.sleep(0)  # the turn of the last look-up is over
        self._selector.shutdown()
        self._committer.shutdown()
        for reader in (*self._readers, self._point):
            reader.close()
        with suppress(sqlite3.Error):
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._writer.close()

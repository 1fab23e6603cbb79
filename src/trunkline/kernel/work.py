"""One unit of work: rows, moves and jobs commit together or not at all.

Staging never waits: `add`, `change`, `move`, `remove` and `enqueue` only write down what shall happen, and `commit` returns when it is on
disk. The values in memory are changed at once; after a refused commit (Stale, Duplicate) they are void: fetch again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from .codec import row_reader, row_writer, stored_value
from .errors import Duplicate, Problem, Stale, Unrecorded
from .jobs import Job
from .ports import Change, Condition, Insert, Operation, Query, Remove, Sweep
from .reactions import Task, answering
from .request import Caller
from .resource import Resource

if TYPE_CHECKING:
    from .platform import Platform

R = TypeVar("R", bound=Resource)
P = TypeVar("P")


class Work:
    def __init__(self, platform: Platform, caller: Caller | None = None) -> None:
        self.platform, self.caller = platform, caller
        self.operations: list[Operation] = []
        self.jobs: list[Job] = []
        self.ending: Operation | None = None
        self._told: list[tuple[Resource, str]] = []

    @property
    def now(self) -> int:
        return self.platform.clock.now()

    def port(self, kind: type[P]) -> P:
        """The implementation that the wiring put behind a port."""
        found: P = self.platform.ports[kind]
        return found

    def sid(self, prefix: str) -> str:
        return self.platform.sids.make(prefix)

    # Reading

    async def fetch(self, kind: type[R], sid: str, account_sid: str | None = None) -> R | None:
        """The row, or None; None too when it belongs to another account than `account_sid` (None means any: the platform itself asks)."""
        row = await self.platform.database.fetch(kind.table, sid)
        if row is None:
            return None
        found = row_reader(kind)(row)
        return found if account_sid is None or found.account_sid == account_sid else None

    async def select(
        self,
        kind: type[R],
        *conditions: Condition,
        order: tuple[tuple[str, bool], ...] = (("sid", False),),
        limit: int | None = None,
        **equal: Any,
    ) -> list[R]:
        """Rows that meet the conditions and hold these values (None means IS NULL)."""
        rows = await self.platform.database.select(Query(kind.table, self._where(kind, conditions, equal), order, limit))
        return list(map(row_reader(kind), rows))

    async def find(self, kind: type[R], *conditions: Condition, **equal: Any) -> R | None:
        """The first such row."""
        return next(iter(await self.select(kind, *conditions, limit=1, **equal)), None)

    async def count(self, kind: type[Resource], *conditions: Condition, **equal: Any) -> int:
        return await self.platform.database.count(Query(kind.table, self._where(kind, conditions, equal)))

    async def total(self, kind: type[Resource], column: str, *conditions: Condition, **equal: Any) -> int:
        return await self.platform.database.total(Query(kind.table, self._where(kind, conditions, equal)), column)

    @staticmethod
    def _where(kind: type[Resource], conditions: Iterable[Condition], equal: dict[str, Any]) -> tuple[Condition, ...]:
        named = (Condition(n, "absent", True) if v is None else Condition(n, "=", stored_value(kind, n, v)) for n, v in equal.items())
        return (*conditions, *named)

    # Staging

    def add(self, row: R, *, state: str = "") -> R:
        """Store a new row; `state` is required (and checked) for a resource with a lifecycle."""
        now = self.platform.clock.now()
        if not row.sid:
            row.sid = self.platform.sids.make(row.prefix)
        row.date_created = row.date_created or now
        if row.lifecycle is not None:
            if state not in row.lifecycle.begins.split():
                raise ValueError(f"{row.title} cannot begin as {state!r}")
            row.status, row.trail = state, f"{state} {now - row.date_created}"
        row.date_updated = now
        self.operations.append(Insert(row.table, row_writer(type(row))(row)))
        self._tell(row, state or "created")
        return row

    def change(self, row: R, *, quietly: bool = False, **changes: Any) -> R:
        """Write some fields, if nobody else has changed the row since it was read. `quietly`: no reaction and no new date."""
        self._stage(row, changes, {"version": (row.version,)})
        if not quietly:
            self._tell(row, "changed" if row.lifecycle is None else row.status + "+changed")
        return row

    def set(self, row: R, **changes: Any) -> R:
        """Write some fields whatever else has changed; for bookkeeping that commutes."""
        self._stage(row, changes, {})
        return row

    def add_to(self, row: Resource, **amounts: int) -> None:
        """Add to integer fields, safely beside other writers."""
        self.operations.append(Change(row.table, row.sid, {}, {}, {**amounts}))

    def move(self, row: Resource, move: str, **also: Any) -> None:
        """Stage a move of the lifecycle, with further fields; Stale at commit when the row is no longer in a source state."""
        assert row.lifecycle is not None
        sources, target = row.lifecycle.guards[move]
        row.status = target
        self._stage(row, {"status": target, **also}, {"status": sources}, target)
        self._tell(row, target)

    def remove(self, row: Resource) -> None:
        """Delete the row, if nobody else has changed it since it was read: a removal is decided on what was seen, as a change is."""
        self.operations.append(Remove(row.table, row.sid, guard={"version": (row.version,)}))
        self._tell(row, "removed")

    def sweep(self, kind: type[Resource], *conditions: Condition, changes: dict[str, Any] | None = None, **equal: Any) -> None:
        """Delete (or, with `changes`, write) all such rows; no reactions run."""
        stored = None if changes is None else {n: stored_value(kind, n, v) for n, v in changes.items()}
        self.operations.append(Sweep(kind.table, self._where(kind, conditions, equal), stored))

    def enqueue(self, task: Task, *, delay: int = 0, lane: str = "", **arguments: Any) -> None:
        """Run a task after the commit, `delay` microseconds later. Jobs of one `lane` run one after the other, in this order."""
        self._enqueue(task, arguments, delay, lane, None)

    def _enqueue(self, task: Task, arguments: dict[str, Any], delay: int, lane: str, subject: Resource | None) -> None:
        now = self.platform.clock.now()
        named = {"sid": self.platform.sids.make("JB"), "task": task.name, "arguments": arguments, "lane": lane}
        self.jobs.append(Job.of({**named, "run_at": now + delay, "date_created": now, "date_updated": now, "subject": subject}))

    def _stage(self, row: Resource, changes: dict[str, Any], guard: dict[str, tuple[Any, ...]], state: str = "") -> None:
        kind, now = type(row), self.platform.clock.now()
        row.__dict__.update(changes)
        row.date_updated, row.version = now, row.version + 1
        stored = {n: stored_value(kind, n, v) for n, v in changes.items()}
        stored["date_updated"] = now
        plus: dict[str, int | str] = {"version": 1}
        if state:  # appended by the database, so that a writer that was overtaken loses no step
            plus["trail"] = step = f",{state} {now - row.date_created}"
            row.trail += step
        self.operations.append(Change(row.table, row.sid, stored, guard, plus))

    def _tell(self, row: Resource, state: str) -> None:
        self._told.append((row, state))
        hooks, reactions = answering(type(row), state)
        for hook in hooks:
            hook(row, state, self)
        for reaction in reactions:
            self._enqueue(reaction, {"sid": row.sid}, 0, "", row)

    # Committing

    async def commit(self) -> None:
        """Return when everything staged is on disk, and hand the jobs over. Raises Stale or Duplicate."""
        operations, jobs, told = self.operations, self.jobs, self._told
        if not operations and not jobs:
            return
        self.operations, self.jobs, self._told = [], [], []
        for job in jobs:
            # Not sooner: work that is dropped without a commit must not take up the runner's room.
            self.platform.jobs.lease(job)
            operations.append(Insert(Job.table, row_writer(Job)(job)))
            if job.subject is not None:
                job.__dict__["subject"] = job.subject.copy() if job.leased_by else None
        try:
            await self.platform.database.commit(operations)
        except BaseException as why:
            self.platform.jobs.forget(jobs, certain=isinstance(why, Stale | Duplicate | Unrecorded))
            raise
        if jobs:
            self.platform.jobs.offer(jobs)
        if self.platform.news is not None:
            self.platform.news(told)

    async def settle(self) -> None:
        """Commit, and with it the end of the job that this work is done for: the last thing that a task does. Raises as `commit` does,
        and then the job has not ended. A task that leaves its last changes staged need not call it."""
        if (ending := self.ending) is not None:
            self.operations.append(ending)
        await self.commit()
        self.ending = None

    async def claim(self, row: Resource, move: str, **also: Any) -> bool:
        """Move and commit; False when another writer was first. The usual beginning of a reaction."""
        self.move(row, move, **also)
        try:
            await self.commit()
        except Stale:
            return False
        return True

    def refuse(self, code: int, message: str, status: int = 400) -> Problem:
        """Drop what is staged and give the problem to raise."""
        self.operations, self.jobs, self._told = [], [], []
        return Problem(code, message, status)

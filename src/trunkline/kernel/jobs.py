"""Durable work. A job is a row, written in the commit that asks for it and deleted in the commit that finishes it.

A node keeps the jobs that it wrote in memory, leased to itself, and runs them at once; what does not fit stays in the database and is
taken from there in batches. A job whose node died is taken by another when its lease ends, or by the same node when it starts again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from .clock import SECOND, Alarm
from .codec import row_reader
from .errors import Duplicate, Stale, Unrecorded
from .job import ALIVE, FREE, LANED, LEASED, GiveUp, Job, Later
from .ports import Change, Condition, Query, Remove, Sweep
from .reactions import TASKS, Task

if TYPE_CHECKING:
    from .platform import Platform

__all__ = ["GiveUp", "Job", "Jobs", "Later"]

log = logging.getLogger("trunkline.jobs")
LEASE = 300 * SECOND  # longer than any task's timeout
NEAR = 60 * SECOND  # jobs due within this wait in memory
BATCH = 500
WATCH = 0.25  # seconds by which a task's timeout may come late
LOOK_FOR_DEAD = 60 * SECOND  # how often the leases of dead nodes are looked for
_MOST_LANES = 100_000


def _real() -> int:
    return time.time_ns() // 1000


class Jobs:
    """The runner of one node. `room`: jobs held in memory at most; `width`: tasks under way at once; `poll`: seconds between looks."""

    def __init__(self, platform: Platform, node: str, *, room: int = 4000, width: int = 256, poll: float = 1.0) -> None:
        self.platform, self.node = platform, node
        self.room, self.width, self.poll = room, width, poll
        self.held: dict[str, Job] = {}
        self._ready: deque[Job] = deque()
        self._lanes: dict[str, deque[Job]] = {}
        # The lanes of which jobs may wait in the database that are not held here; None when that is not known.
        self._outside: set[str] | None = None
        self._unsure_until = self._looked_for_dead = 0  # real microseconds
        self._running: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, Alarm] = {}
        self._deadlines: dict[asyncio.Task[Any], float] = {}  # of what runs, in the loop's time; infinite once it was cancelled for it
        self._watched = False
        self._look = asyncio.Event()
        self._next: Alarm | None = None
        self._looker: asyncio.Task[None] | None = None
        self._open = False

    # Taking in

    def lease(self, job: Job) -> None:
        """Called before a job is committed: keep it here if it is due soon and there is room."""
        if self._open and len(self.held) < self.room and job.run_at - self.platform.clock.now() <= NEAR:
            job.leased_by, job.leased_until = self.node, _real() + LEASE
            self.held[job.sid] = job

    def forget(self, jobs: Sequence[Job], certain: bool = True) -> None:
        """Their commit was refused; unless that is `certain`, they may be on disk all the same, leased, until their leases end."""
        for job in jobs:
            self.held.pop(job.sid, None)
        if not certain:
            self._lose_track()

    def offer(self, jobs: Sequence[Job]) -> None:
        """Called when jobs are on disk."""
        for job in jobs:
            if job.sid in self.held:
                self._hold(job)
            else:
                self._note_outside(job.lane)
                self._expect(job.run_at)

    def _note_outside(self, lane: str) -> None:
        if lane and self._outside is not None:
            self._outside.add(lane)
            if len(self._outside) > _MOST_LANES:
                self._outside = None

    def _lose_track(self) -> None:
        """Jobs that nobody holds may be leased to this node: they are found when their leases have ended."""
        self._outside = None
        self._unsure_until = _real() + LEASE + NEAR + 2 * LOOK_FOR_DEAD

    def _hold(self, job: Job) -> None:
        if job.lane:
            lane = self._lanes.get(job.lane)
            if lane is not None:
                lane.append(job)
                return
            self._lanes[job.lane] = deque([job])
        self._schedule(job)

    def _schedule(self, job: Job) -> None:
        if job.run_at <= self.platform.clock.now():
            self._ready.append(job)
            self._pump()
        else:
            self._waiting[job.sid] = self.platform.clock.alarm(job.run_at, lambda: self._due(job))

    def _due(self, job: Job) -> None:
        if self._waiting.pop(job.sid, None) is not None:
            self._ready.append(job)
            self._pump()

    def _pump(self) -> None:
        while self._ready and len(self._running) < self.width and self._open:
            running = asyncio.get_running_loop().create_task(self._run(self._ready.popleft()))
            self._running.add(running)
            running.add_done_callback(self._ended)

    def _ended(self, running: asyncio.Task[None]) -> None:
        self._running.discard(running)
        if not running.cancelled() and (why := running.exception()) is not None:
            log.error("the job runner failed", exc_info=why)
        self._pump()
        if len(self.held) < self.room // 2:
            self._look.set()

    # Running

    async def _run(self, job: Job) -> None:
        found = TASKS.get(job.task)
        try:
            if job.lane and job.attempts == 0 and self._lanes[job.lane][0] is job and self._may_be_behind(job) and await self._behind(job):
                return
            if found is None:
                await self._give_up(job, None, f"no task is named {job.task}")
                return
            work = self.platform.work()
            try:
                work.ending = Remove(Job.table, job.sid, must=False)
                await self._perform(found, job, work)
                if work.ending is not None:
                    await work.settle()
            except Later as later:
                await self._again(job, later.delay, job.attempts, "")
                return
            except Unrecorded:
                raise
            except Exception as why:
                await self._failed(found, job, why)
                return
            self._done(job)
        except Unrecorded as why:
            # What it did is not on record: it is done again, and those of its lane wait behind it.
            log.warning("job %s (%s) waits for the record: %s", job.sid, job.task, why)
            job.__dict__["subject"] = None
            job.run_at = self.platform.clock.now()
            await asyncio.sleep(1)
            self._schedule(job)
        except Exception:
            # The record itself failed: keep the lease's promise by looking again later.
            log.exception("job %s (%s) could not be settled", job.sid, job.task)
            self._drop(job)
            await asyncio.sleep(1)
            self._look.set()

    async def _perform(self, found: Task, job: Job, work: Any) -> None:
        """As `asyncio.timeout` would bound it, with one timer for all that run: most tasks take a thousandth of their time."""
        running, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert running is not None
        self._deadlines[running] = loop.time() + found.timeout
        if not self._watched:
            self._watched = True
            loop.call_later(WATCH, self._watch, loop)
        try:
            if found.kind is None:
                await found.run(work, **job.arguments)
                return
            row = job.subject or await work.fetch(found.kind, job.arguments["sid"])
            if row is not None:
                await found.run(row, work)
        except asyncio.CancelledError:
            if self._deadlines[running] == inf and running.uncancel() <= 0:
                raise TimeoutError(f"{found.name} took longer than {found.timeout:g} s") from None
            raise
        finally:
            del self._deadlines[running]

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for running, deadline in self._deadlines.items():
            if deadline <= now:
                self._deadlines[running] = inf
                running.cancel()
        self._watched = bool(self._deadlines)
        if self._watched:
            loop.call_later(WATCH, self._watch, loop)

    async def _failed(self, found: Task, job: Job, why: Exception) -> None:
        attempts = job.attempts + 1
        words = f"{type(why).__name__}: {why}"[:2000]
        if isinstance(why, GiveUp):
            await self._give_up(job, found, words)
            return
        if not isinstance(why, Stale | Duplicate):
            log.warning("job %s (%s) failed, attempt %d of %d", job.sid, job.task, attempts, found.attempts, exc_info=why)
        if attempts >= found.attempts:
            await self._give_up(job, found, words)
        else:
            wait = found.wait(attempts, self.platform.dice.fraction())
            await self._again(job, wait // 100 if isinstance(why, Stale) else wait, attempts, words)

    async def _give_up(self, job: Job, found: Task | None, words: str) -> None:
        work = self.platform.work()
        if found is not None and found.on_dead is not None:
            await found.on_dead(work, error=words, **job.arguments)
        work.operations.append(
            Change(Job.table, job.sid, {"dead": 1, "last_error": words, "leased_by": "", "leased_until": 0}, {}, {"attempts": 1})
        )
        await work.commit()
        log.error("job %s (%s) is given up: %s", job.sid, job.task, words)
        self._done(job)

    async def _again(self, job: Job, delay: int, attempts: int, words: str) -> None:
        job.run_at, job.attempts = self.platform.clock.now() + delay, attempts
        job.__dict__["subject"] = None  # as it was staged: too old for another attempt
        near = delay <= NEAR
        job.leased_by, job.leased_until = (self.node, _real() + LEASE + delay) if near else ("", 0)
        lease = {"leased_by": job.leased_by, "leased_until": job.leased_until}
        changes = {"run_at": job.run_at, "attempts": attempts, "last_error": words, **lease}
        await self.platform.database.commit([Change(Job.table, job.sid, changes, {}, {})])
        if near:
            self._schedule(job)
        else:
            await self._release_lane(job, job.run_at)

    def _may_be_behind(self, job: Job) -> bool:
        """Whether only the database can tell. Where no other process writes, every job of a lane that is not in `_outside` is held here,
        and the lane's own queue has them in order.
        """
        return self._outside is None or job.lane in self._outside or self.platform.database.shared

    async def _behind(self, job: Job) -> bool:
        """True, and the lane let go, when an earlier job of the lane waits in the database or at another node."""
        earlier = await self.platform.database.select(
            Query(
                Job.table,
                (Condition("lane", "=", job.lane), LANED, Condition("sid", "<", job.sid), ALIVE),
                (("sid", False),),
                1,
            )
        )
        if not earlier:
            return False
        head = row_reader(Job)(earlier[0])
        now = self.platform.clock.now()
        await self._release_lane(job, head.run_at if head.run_at > now else now + SECOND // 2)
        return True

    async def _release_lane(self, job: Job, run_at: int) -> None:
        """Give a job, and those that wait behind it, back to the database, due no earlier than `run_at`."""
        behind = list(self._lanes.pop(job.lane, ())) if job.lane else [job]
        self._note_outside(job.lane)  # before it is so, for those that are offered meanwhile, and after: a look may have seen nothing yet
        await self.platform.database.commit(
            [Change(Job.table, j.sid, {"run_at": max(run_at, j.run_at), "leased_by": "", "leased_until": 0}, {}, {}) for j in behind]
        )
        self._note_outside(job.lane)
        for j in behind:
            self.held.pop(j.sid, None)
        self._expect(run_at)

    def _done(self, job: Job) -> None:
        self.held.pop(job.sid, None)
        self._advance_lane(job)

    def _drop(self, job: Job) -> None:
        self._lose_track()
        self.held.pop(job.sid, None)
        for other in self._lanes.pop(job.lane, ()) if job.lane else ():
            self.held.pop(other.sid, None)

    def _advance_lane(self, job: Job) -> None:
        lane = self._lanes.get(job.lane) if job.lane else None
        if lane is None:
            return
        lane.popleft()
        if lane:
            self._schedule(lane[0])
        else:
            del self._lanes[job.lane]

    # Taking from the database

    def _expect(self, moment: int) -> None:
        """Look into the database at that moment; a node that is not open looks when it starts."""
        if not self._open:
            return
        if self._next is None or self._next.cancelled or moment < self._next.moment:
            if self._next is not None:
                self._next.cancel()
            self._next = self.platform.clock.alarm(moment, self._reached)

    def _reached(self) -> None:
        self._next = None
        self._look.set()

    async def _look_forever(self) -> None:
        while self._open:
            try:
                await self._take()
            except Unrecorded as why:
                log.warning("no jobs are taken for now: %s", why)
            except Exception:
                log.exception("could not take jobs from the database")
            try:
                async with asyncio.timeout(self.poll):
                    await self._look.wait()
            except TimeoutError:
                pass
            self._look.clear()

    async def _take(self) -> None:
        space = self.room - len(self.held)
        if space < self.room // 4:
            return
        now, real = self.platform.clock.now(), _real()
        if real - self._looked_for_dead >= LOOK_FOR_DEAD:
            self._looked_for_dead = real
            await self._free_expired(real)
        due = (ALIVE, FREE, Condition("run_at", "<=", now))
        limit = min(space, BATCH)
        rows = await self.platform.database.take(
            Query(Job.table, due, (("run_at", False), ("sid", False)), limit), {"leased_by": self.node, "leased_until": real + LEASE}
        )
        jobs = sorted((row_reader(Job)(row) for row in rows), key=lambda j: (j.run_at, j.sid))
        for job in jobs:
            if job.sid not in self.held:
                self.held[job.sid] = job
                self._hold(job)
        if len(rows) == limit:
            self._look.set()
            return
        later = Query(Job.table, (ALIVE, FREE, Condition("run_at", ">", now)), (("run_at", False),), 1)
        coming = await self.platform.database.select(later)
        if coming:
            self._expect(row_reader(Job)(coming[0]).run_at)
        if self._outside != set() and not self.platform.database.shared and real >= self._unsure_until:
            waiting = await self.platform.database.select(Query(Job.table, (LANED, FREE, ALIVE), (), 1))
            if not waiting:
                self._outside = set()

    async def _free_expired(self, real: int) -> None:
        """Jobs whose node has died are free again; of those that are held here the lease goes on."""
        expired = (LEASED, Condition("leased_until", "<=", real))
        rows = await self.platform.database.select(Query(Job.table, expired, (("sid", False),), BATCH))
        sids = [row_reader(Job)(row).sid for row in rows]
        for found, changes in (
            ([sid for sid in sids if sid not in self.held], {"leased_by": "", "leased_until": 0}),
            ([sid for sid in sids if sid in self.held], {"leased_by": self.node, "leased_until": real + LEASE}),
        ):
            if found:
                which = (Condition("sid", "in", tuple(found)), Condition("leased_until", "<=", real))
                await self.platform.database.commit([Sweep(Job.table, which, changes)])
        if len(rows) == BATCH:
            self._looked_for_dead = 0
            self._look.set()

    # Life

    async def start(self) -> None:
        """Free what this node had leased before it died, and begin."""
        await self.platform.database.commit(
            [Sweep(Job.table, (Condition("leased_by", "=", self.node),), {"leased_by": "", "leased_until": 0})]
        )
        self._open = True
        self._looker = asyncio.create_task(self._look_forever())

    async def stop(self, patience: float = 5.0) -> None:
        """Let what runs finish (for `patience` seconds), and give the rest back."""
        self._open = False
        if self._looker is not None:
            self._look.set()
            await self._looker
        if self._running:
            _, pending = await asyncio.wait(set(self._running), timeout=patience)
            for running in pending:
                running.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
        for alarm in self._waiting.values():
            alarm.cancel()
        await self.platform.database.commit(
            [Sweep(Job.table, (Condition("leased_by", "=", self.node),), {"leased_by": "", "leased_until": 0})]
        )

"""Work that is to be done once a day, for as long as the platform lives: a job that plans its own successor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from trunkline.kernel.clock import DAY
from trunkline.kernel.job import ALIVE, Job
from trunkline.kernel.platform import Platform
from trunkline.kernel.reactions import Task, task
from trunkline.kernel.work import Work

DAILY: list[Task] = []
Rounds = Callable[[Work], Awaitable[None]]


def daily(function: Rounds) -> Task:
    """Run `function(work)` once a day. It may commit as often as it likes; when it fails, it is tried again, and at the latest tomorrow."""

    async def plan_next(work: Work, **_: Any) -> None:
        work.enqueue(found, delay=DAY, lane=found.name)

    @task(attempts=6, cap=3600.0, timeout=240.0, on_dead=plan_next)
    @wraps(function)
    async def found(work: Work) -> None:
        await function(work)
        await plan_next(work)

    DAILY.append(found)
    return found


async def begin_daily(platform: Platform) -> None:
    """Enqueue each daily task that is not under way; called as a process starts. A task that two nodes begin at once runs twice a day."""
    work = platform.work()
    for one in DAILY:
        # any account: jobs are the platform's own
        if await work.find(Job, ALIVE, task=one.name) is None:
            work.enqueue(one, lane=one.name)
    await work.commit()

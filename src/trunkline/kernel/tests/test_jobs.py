"""Durable jobs: delays, retries, lanes, dead letters, other nodes, little room."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from trunkline.kernel import jobs as module
from trunkline.kernel.clock import DAY, HOUR, SECOND
from trunkline.kernel.jobs import LEASE, Job, Later
from trunkline.kernel.platform import Platform
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

DONE: list[tuple[str, int]] = []
FAILURES: Counter[str] = Counter()
DEAD: list[str] = []
GATE = asyncio.Event()


@pytest.fixture(autouse=True)
def _afresh() -> None:
    global GATE
    DONE.clear()
    FAILURES.clear()
    DEAD.clear()
    GATE = asyncio.Event()


@task(base=8.0, cap=20.0, attempts=4)
async def stumble(work: Work, name: str) -> None:
    """Fails as often as FAILURES says."""
    if FAILURES[name] > 0:
        FAILURES[name] -= 1
        raise RuntimeError(f"{name} stumbled")
    DONE.append((name, work.now))


async def bury(work: Work, *, error: str, name: str) -> None:
    DEAD.append(f"{name}: {error}")


@task(timeout=0.05, attempts=1, on_dead=bury)
async def endless(work: Work, name: str) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        DONE.append((name, work.now))


@task(base=1.0, attempts=2, on_dead=bury)
async def doomed(work: Work, name: str) -> None:
    raise RuntimeError("always")


@task()
async def come_back(work: Work, name: str) -> None:
    FAILURES[name] += 1
    if FAILURES[name] < 4:
        raise Later(2 * HOUR)
    DONE.append((name, work.now))


@task()
async def wait_at_the_gate(work: Work, name: str) -> None:
    await GATE.wait()
    DONE.append((name, work.now))


async def rows(platform: Any) -> list[Job]:
    found: list[Job] = await platform.work().select(Job)
    return found


async def enqueue(platform: Any, what: Any, *names: str, delay: int = 0, lane: str = "") -> None:
    work = platform.work()
    for name in names:
        work.enqueue(what, delay=delay, lane=lane, name=name)
    await work.commit()


def names() -> list[str]:
    return [name for name, _ in DONE]


async def until_done(house: Any, count: int) -> None:
    async def enough() -> bool:
        return len(DONE) >= count

    await house.until(enough)


async def until_gone(house: Any) -> None:
    async def none() -> bool:
        return not [j for j in await rows(house.platform) if not j.dead]

    await house.until(none)


@asynccontextmanager
async def another(house: Any, node: str, **room: int) -> AsyncIterator[Platform]:
    """A second node on the same database and clock."""
    house.platform.database.shared = True  # as it would be if the other node were another process
    platform = Platform(house.platform.database, house.platform.clock, node=node, poll=0.02)
    for name, value in room.items():
        setattr(platform.jobs, name, value)
    await platform.jobs.start()
    try:
        yield platform
    finally:
        await platform.jobs.stop()


def crash(platform: Any) -> None:
    """Nothing is settled and nothing given back, as when the process is killed."""
    jobs = platform.jobs
    jobs._open = False
    for running in (*jobs._running, jobs._looker):
        running.cancel()


async def test_a_task_that_takes_too_long_is_ended_and_counts_as_failed(house: Any) -> None:
    await enqueue(house.platform, endless, "a")

    async def buried() -> bool:
        return bool(DEAD)

    await house.until(buried)
    assert names() == ["a"] and DEAD[0].startswith("a: TimeoutError: ") and "longer than 0.05 s" in DEAD[0]


@pytest.mark.parametrize("delay", [SECOND, 59 * SECOND, 2 * DAY])
async def test_not_before_its_time(house: Any, delay: int) -> None:
    clock = house.platform.clock
    clock.stop()
    due = clock.now() + delay
    await enqueue(house.platform, stumble, "a", delay=delay)
    clock.advance(delay - 1)
    await house.settle()
    assert DONE == []
    clock.advance(1)
    await until_gone(house)
    assert [("a", due)] == DONE


async def test_retries_wait_longer_and_longer_with_jitter(house: Any) -> None:
    clock = house.platform.clock
    clock.stop()
    FAILURES["a"] = 3
    await enqueue(house.platform, stumble, "a")
    for attempt, longest in ((1, 8), (2, 16), (3, 20)):

        async def recorded(attempt: int = attempt) -> bool:
            return [j.attempts for j in await rows(house.platform)] == [attempt]

        await house.until(recorded)
        job = (await rows(house.platform))[0]
        wait = job.run_at - clock.now()
        assert longest * SECOND // 2 <= wait <= longest * SECOND
        assert job.last_error == "RuntimeError: a stumbled"
        clock.advance(wait - 1)
        await house.settle()
        assert (await rows(house.platform))[0].attempts == attempt
        clock.advance(1)
    await until_gone(house)
    assert names() == ["a"]


async def test_a_job_that_never_succeeds_is_kept_as_dead(house: Any) -> None:
    clock = house.platform.clock
    clock.stop()
    await enqueue(house.platform, doomed, "a", lane="l")
    await enqueue(house.platform, stumble, "b", lane="l")
    await house.settle()
    assert DONE == []

    async def dead() -> bool:
        clock.advance(SECOND)
        return any(j.dead for j in await rows(house.platform))

    await house.until(dead)
    await until_done(house, 1)
    await until_gone(house)
    assert names() == ["b"]
    left = await rows(house.platform)
    assert [(j.dead, j.attempts, j.last_error, j.leased_by) for j in left] == [(True, 2, "RuntimeError: always", "")]
    assert DEAD == ["a: RuntimeError: always"]
    clock.advance(DAY)
    await house.settle()
    assert len(await rows(house.platform)) == 1


async def test_a_job_of_a_task_that_no_longer_exists_is_dead(house: Any) -> None:
    work = house.platform.work()
    work.add(Job(task="gone.for.good", arguments={}))
    await work.commit()

    async def dead() -> bool:
        house.platform.jobs._look.set()
        return any(j.dead and "gone.for.good" in j.last_error for j in await rows(house.platform))

    await house.until(dead)


async def test_later_is_no_failure(house: Any) -> None:
    clock = house.platform.clock
    clock.stop()
    await enqueue(house.platform, come_back, "a")
    start = clock.now()
    for n in range(3):

        async def put_off(n: int = n) -> bool:
            return [(j.run_at, j.attempts) for j in await rows(house.platform)] == [(start + (n + 1) * 2 * HOUR, 0)]

        await house.until(put_off)
        clock.advance(2 * HOUR)
    await until_gone(house)
    assert [("a", start + 6 * HOUR)] == DONE


async def test_a_lane_keeps_its_order_while_its_head_fails(house: Any) -> None:
    clock = house.platform.clock
    clock.stop()
    FAILURES.update({"a0": 2, "a2": 3, "b1": 1})
    for n in range(4):
        await enqueue(house.platform, stumble, f"a{n}", lane="a")
        await enqueue(house.platform, stumble, f"b{n}", lane="b")
        await enqueue(house.platform, stumble, f"free{n}")

    async def over() -> bool:
        clock.advance(SECOND)
        return not await rows(house.platform)

    await house.until(over)
    assert [n for n in names() if n[0] == "a"] == ["a0", "a1", "a2", "a3"]
    assert [n for n in names() if n[0] == "b"] == ["b0", "b1", "b2", "b3"]
    assert names().index("free3") < names().index("a0")


async def test_one_lane_over_two_nodes_keeps_its_order(house: Any) -> None:
    async with another(house, "second") as second:
        for n in range(30):
            await enqueue((house.platform, second)[n % 2], stumble, f"{n:02d}", lane="both")

        async def over() -> bool:
            return not await rows(house.platform)

        await house.until(over, patience=40)
    assert names() == sorted(names())
    assert len(DONE) == 30


async def test_the_jobs_of_a_node_that_died_wait_for_their_lease(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with another(house, "mortal") as mortal:
        await enqueue(mortal, wait_at_the_gate, "a", "b")
        await enqueue(mortal, wait_at_the_gate, "later", delay=5 * SECOND)
        await asyncio.sleep(0)
        crash(mortal)
        GATE.set()
        await asyncio.sleep(0.1)
        assert DONE == []
        assert {j.leased_by for j in await rows(house.platform)} == {"mortal"}
        real = module._real
        monkeypatch.setattr(module, "_real", lambda: real() + LEASE + SECOND)
        house.platform.clock.advance(5 * SECOND)
        house.platform.jobs._look.set()
        await until_done(house, 3)
        await until_gone(house)
        assert sorted(names()) == ["a", "b", "later"]
        mortal.jobs._looker = None  # it is dead: stop() has nothing to wait for


async def test_a_node_that_starts_again_takes_up_its_own_at_once(house: Any) -> None:
    first = Platform(house.platform.database, house.platform.clock, node="again", poll=0.02)
    await first.jobs.start()
    await enqueue(first, wait_at_the_gate, "a", "b", "c")
    await asyncio.sleep(0)
    crash(first)
    GATE.set()
    async with another(house, "again"):
        await until_done(house, 3)
        await until_gone(house)
    assert sorted(names()) == ["a", "b", "c"]


async def test_what_a_node_gives_back_when_it_stops_is_taken_by_another(house: Any) -> None:
    async with another(house, "leaving") as leaving:
        leaving.jobs.width = 1
        await enqueue(leaving, wait_at_the_gate, *map(str, range(5)))
        await asyncio.sleep(0)
        await leaving.jobs.stop(patience=0.01)
        assert {j.leased_by for j in await rows(house.platform)} <= {"", house.platform.node}
        leaving.jobs._looker = None
    GATE.set()
    house.platform.jobs._look.set()
    await until_done(house, 5)
    await until_gone(house)
    assert sorted(names()) == list("01234")


@pytest.mark.parametrize("seed", range(3))
async def test_with_little_room_nothing_is_lost_doubled_or_out_of_order(house: Any, seed: int) -> None:
    """The clock runs: nodes order a lane by the moments in its SIDs, which a stopped clock would make up for each node alone."""
    dice, clock = random.Random(seed), house.platform.clock  # noqa: S311 (the seed names the case)
    house.platform.jobs.room, house.platform.jobs.width = 12, 4
    expected: defaultdict[str, list[str]] = defaultdict(list)
    async with another(house, "second", room=8, width=3) as second:
        for n in range(120):
            lane = dice.choice(["", "x", "y", "z"])
            name = f"{lane}-{n:03d}"
            FAILURES[name] = dice.choice([0, 0, 0, 1, 3])
            expected[lane].append(name)
            delay = 0 if lane else dice.choice([0, SECOND, 90 * SECOND])
            await enqueue(dice.choice([house.platform, second]), stumble, name, delay=delay, lane=lane)

        async def over() -> bool:
            clock.advance(SECOND)
            second.jobs._look.set()
            house.platform.jobs._look.set()
            return not await rows(house.platform)

        await house.until(over, patience=60)
    assert sorted(names()) == sorted(name for lane in expected.values() for name in lane)
    for lane in ("x", "y", "z"):
        assert [n for n in names() if n.startswith(f"{lane}-")] == expected[lane]
    assert house.platform.jobs.held == second.jobs.held == {}


@pytest.mark.parametrize("seed", range(4))
async def test_alone_with_little_room_and_a_death_between_lanes_keep_their_order(
    house: Any, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is alone with the database knows of most lanes, without asking it, that nothing waits there."""
    dice, clock = random.Random(seed), house.platform.clock  # noqa: S311 (the seed names the case)
    await house.platform.jobs.stop()
    asked = 0

    async def behind(jobs: module.Jobs, job: Job, ask: Any = module.Jobs._behind) -> bool:
        nonlocal asked
        asked += 1
        return bool(await ask(jobs, job))

    monkeypatch.setattr(module.Jobs, "_behind", behind)
    expected: defaultdict[str, list[str]] = defaultdict(list)
    platform = Platform(house.platform.database, clock, node="alone", poll=0.02)
    for part in range(3):
        if part:
            crash(platform)
            platform = Platform(house.platform.database, clock, node="alone", poll=0.02)
        platform.jobs.room, platform.jobs.width = 12, 4
        await platform.jobs.start()
        for n in range(60):
            lane = dice.choice(["", "x", "y", "z"])
            name = f"{lane}-{part}-{n:03d}"
            FAILURES[name] = dice.choice([0, 0, 0, 1])
            expected[lane].append(name)
            await enqueue(platform, stumble, name, lane=lane)

    async def over() -> bool:
        clock.advance(SECOND)
        platform.jobs._look.set()
        return not await rows(platform)

    await house.until(over, patience=60)
    for lane in ("x", "y", "z"):
        first = list(dict.fromkeys(n for n in names() if n.startswith(f"{lane}-")))  # a death between doing and recording repeats
        assert first == expected[lane]
    await house.until(lambda: _nothing_outside(platform))
    if not platform.database.shared:
        asked = 0
        for n in range(20):
            await enqueue(platform, stumble, f"late-{n}", lane=f"{n % 3}")
        await house.until(lambda: _nothing_left(platform))
        assert asked == 0
    await platform.jobs.stop()


async def _nothing_outside(platform: Platform) -> bool:
    platform.jobs._look.set()
    return platform.database.shared or platform.jobs._outside == set()


async def _nothing_left(platform: Platform) -> bool:
    return not await rows(platform)

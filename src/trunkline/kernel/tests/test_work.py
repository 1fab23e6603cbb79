"""Units of work that share a group: each whole or not at all, whatever becomes of its neighbours."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.jobs import Job
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work
from trunkline.products.sync.resources.service import Service
from trunkline.products.voice.resources.call import Call

RAN: list[str] = []


@task()
async def note(work: Work, what: str) -> None:
    RAN.append(what)


def service(house: Any, name: str) -> Service:
    return Service(account_sid=house.account_sid, unique_name=name)


@pytest.mark.parametrize("seed", range(3))
async def test_the_refused_leave_nothing_and_the_others_everything(house: Any, seed: int) -> None:
    dice, platform = random.Random(seed), house.platform  # noqa: S311 (the seed names the case)
    RAN.clear()
    setup = platform.work()
    setup.add(service(house, "taken"))
    stale = setup.add(service(house, "stale"))
    await setup.commit()
    fresh = await platform.work().fetch(Service, stale.sid)
    await bump(house, fresh)

    async def unit(n: int, fate: str) -> str:
        work = platform.work()
        work.add(service(house, f"{n} first"))
        work.enqueue(note, what=f"{n}")
        if fate == "duplicate":
            work.add(service(house, "taken"))
        elif fate == "stale":
            row = await work.fetch(Service, stale.sid)
            row.version -= 1
            work.change(row, friendly_name=f"{n}")
        elif fate == "gone":
            work.remove(Service(sid="IS" + "0" * 32))
        work.add(service(house, f"{n} last"))
        try:
            await work.commit()
        except (Duplicate, Stale) as why:
            return type(why).__name__
        return "done"

    fates = [dice.choice(["fine", "fine", "duplicate", "stale", "gone"]) for _ in range(120)]
    outcomes = await asyncio.gather(*(unit(n, fate) for n, fate in enumerate(fates)))
    expected = {"fine": "done", "duplicate": "Duplicate", "stale": "Stale", "gone": "Stale"}
    assert outcomes == [expected[fate] for fate in fates]
    names = {s.unique_name for s in await platform.work().select(Service)}
    good = [n for n, fate in enumerate(fates) if fate == "fine"]
    assert names == {"taken", "stale", *(f"{n} first" for n in good), *(f"{n} last" for n in good)}
    await house.until(lambda: no_jobs(house))
    assert sorted(RAN) == sorted(map(str, good))
    assert platform.jobs.held == {}


async def bump(house: Any, row: Any) -> None:
    work = house.platform.work()
    work.change(row, friendly_name="newer")
    await work.commit()


async def no_jobs(house: Any) -> bool:
    return int(await house.platform.work().count(Job)) == 0


async def test_who_loses_sees_the_winner_at_once(house: Any) -> None:
    async def one(n: int) -> str:
        work = house.platform.work()
        made = work.add(service(house, "the one"))
        try:
            await work.commit()
        except Duplicate:
            held = await work.find(Service, account_sid=house.account_sid, unique_name="the one")
            assert held is not None
            return str(held.sid)
        return str(made.sid)

    assert len(set(await asyncio.gather(*(one(n) for n in range(40))))) == 1


async def test_counts_that_commute_all_arrive(house: Any) -> None:
    work = house.platform.work()
    row = work.add(service(house, "sum"))
    await work.commit()

    async def add() -> None:
        one = house.platform.work()
        one.add_to(row, reachability_debouncing_window=1)
        await one.commit()

    await asyncio.gather(*(add() for _ in range(60)))
    assert (await work.fetch(Service, row.sid)).reachability_debouncing_window == 5060
    assert await work.total(Service, "reachability_debouncing_window", unique_name="sum") == 5060


async def test_a_change_of_what_has_changed_is_refused(house: Any) -> None:
    work = house.platform.work()
    row = work.add(service(house, "a"))
    await work.commit()
    other = await work.fetch(Service, row.sid)
    await bump(house, row)
    work.remove(other)
    with pytest.raises(Stale):
        await work.commit()
    work.change(other, friendly_name="late")
    with pytest.raises(Stale):
        await work.commit()
    assert (await work.fetch(Service, row.sid)).friendly_name == "newer"
    again = await work.fetch(Service, row.sid)
    work.change(again, friendly_name="now")
    work.remove(again)
    await work.commit()
    assert await work.fetch(Service, row.sid) is None


async def test_dropped_work_takes_up_no_room(house: Any) -> None:
    for _ in range(3):
        work = house.platform.work()
        work.enqueue(note, what="never")
    work = house.platform.work()
    work.enqueue(note, what="never")
    work.refuse(20001, "no")
    await work.commit()
    assert house.platform.jobs.held == {}
    assert await work.count(Job) == 0


async def test_every_state_is_kept_with_its_moment_by_the_write_that_enters_it(house: Any) -> None:
    platform = house.platform
    platform.clock.stop()
    work = platform.work()
    row = work.add(Call(account_sid=house.account_sid, to="+15005550006", from_="+15005550006"), state="queued")
    assert len(work.operations) == 1
    await work.commit()
    overtaken, late = row.copy(), row.copy()
    platform.clock.advance(1500)
    work = platform.work()
    work.move(row, "ring")
    assert len(work.operations) == 1
    await work.commit()
    platform.clock.advance(200)
    work = platform.work()
    work.move(overtaken, "miss")  # read before the call rang, and as good
    await work.commit()
    kept = await platform.work().fetch(Call, row.sid)
    assert kept.trail == "queued 0,ringing 1500,no-answer 1700"
    work = platform.work()
    work.move(late, "cancel")
    with pytest.raises(Stale):
        await work.commit()
    assert (await platform.work().fetch(Call, row.sid)).trail == kept.trail


async def test_a_row_from_before_trails_were_kept_goes_on_from_there(house: Any) -> None:
    work = house.platform.work()
    row = work.add(Call(account_sid=house.account_sid, to="+15005550006", from_="+15005550006"), state="queued")
    await work.commit()
    work = house.platform.work()
    work.set(row, trail="")
    await work.commit()
    work.move(row, "cancel")
    await work.commit()
    kept = await house.platform.work().fetch(Call, row.sid)
    assert kept.trail.startswith(",canceled ")
    assert kept.trail == row.trail

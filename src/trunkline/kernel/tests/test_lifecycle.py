"""Lifecycles as data, and their moves as compare-and-swap on a real database."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from trunkline.kernel import catalogue
from trunkline.kernel.errors import Stale
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.products.voice.lifecycle import CALL
from trunkline.products.voice.resources.call import Call

WITH_STATES = [kind for kind in catalogue.resources() if kind.lifecycle is not None]


@pytest.mark.parametrize("kind", WITH_STATES, ids=lambda k: k.__name__)
def test_every_state_is_reached(kind: Any) -> None:
    reached, before = set(kind.lifecycle.begins.split()), set[str]()
    while reached != before:
        before = set(reached)
        reached |= {target for sources, target in kind.lifecycle.guards.values() if reached & set(sources)}
    assert reached == kind.lifecycle.states
    assert kind.table.checks == {"status": tuple(sorted(kind.lifecycle.states))}


@pytest.mark.parametrize("kind", WITH_STATES, ids=lambda k: k.__name__)
def test_every_move_is_in_the_diagram_once(kind: Any) -> None:
    arrows = [line for line in kind.lifecycle.diagram().splitlines() if "-->" in line]
    assert len(arrows) == len(set(arrows)) == len(kind.lifecycle.begins.split()) + sum(len(s) for s, _ in kind.lifecycle.guards.values())


def test_what_is_announced_must_exist() -> None:
    with pytest.raises(ValueError, match="never reached: gone"):
        Lifecycle(begins="new", moves={"end": ("new", "old")}, announced="old gone")


async def a_call(house: Any, state: str = "queued") -> Call:
    work = house.platform.work()
    call: Call = work.add(Call(account_sid=house.account_sid, to="+14155552671", from_="+14155552672"), state=state)
    await work.commit()
    return call


async def test_of_many_writers_one_wins(house: Any) -> None:
    call = await a_call(house)

    async def one(n: int) -> str:
        work = house.platform.work()
        row = await work.fetch(Call, call.sid)
        move = ("answer", "cancel", "fail", "miss", "find_busy")[n % 5]
        if await work.claim(row, move, caller_name=str(n)):
            return f"{CALL.guards[move][1]} {n}"
        return ""

    # `fail` may follow `answer`, so that it can win as second; whoever else comes after a final state loses.
    won = [w for w in await asyncio.gather(*(one(n) for n in range(50))) if w]
    row = await house.platform.work().fetch(Call, call.sid)
    last = f"{row.status} {row.caller_name}"
    assert last in won
    others = [w for w in won if w != last]
    assert len(others) <= 1
    assert all(w.startswith("in-progress") for w in others)
    assert row.version == 1 + len(won)


async def test_the_same_move_by_many_is_made_once(house: Any) -> None:
    for _ in range(5):
        call = await a_call(house)
        rows = await asyncio.gather(*(house.platform.work().fetch(Call, call.sid) for _ in range(20)))
        assert sum(await asyncio.gather(*(house.platform.work().claim(row, "cancel") for row in rows))) == 1


@pytest.mark.parametrize("state", sorted(CALL.states))
async def test_a_move_from_elsewhere_is_refused(house: Any, state: str) -> None:
    call = await a_call(house)
    path = {"in-progress": ["answer"], "completed": ["answer", "complete"], "ringing": ["ring"], "queued": []}
    work = house.platform.work()
    for move in path.get(state, [next((m for m, (_, t) in CALL.guards.items() if t == state), "")]):
        work.move(call, move)
        await work.commit()
    for move in CALL.moves:
        if not CALL.allows(move, state):
            row = await work.fetch(Call, call.sid)
            work.move(row, move)
            with pytest.raises(Stale):
                await work.commit()
    assert (await work.fetch(Call, call.sid)).status == state


async def test_a_row_cannot_begin_anywhere(house: Any) -> None:
    with pytest.raises(ValueError, match="cannot begin as 'completed'"):
        await a_call(house, "completed")

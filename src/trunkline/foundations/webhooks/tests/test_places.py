"""Places: never more than allowed, none lost, whoever waits, comes late or is cancelled."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.foundations.webhooks.places import Full, Places


@settings(deadline=None, max_examples=40)
@given(
    most=st.integers(1, 4),
    visits=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=25),
)
def test_the_bound_holds_and_all_places_come_back(most: int, visits: list[tuple[int, int, bool]]) -> None:
    async def play() -> None:
        places, inside, worst = Places(most, patience=0.002), 0, 0

        async def visit(before: int, stay: int) -> None:
            nonlocal inside, worst
            await asyncio.sleep(before / 1000)
            try:
                async with places.at("host"):
                    inside += 1
                    worst = max(worst, inside)
                    try:
                        await asyncio.sleep(stay / 1000)
                    finally:
                        inside -= 1
            except Full as full:
                assert full.seconds >= 1

        tasks = [asyncio.create_task(visit(before, stay)) for before, stay, _ in visits]
        await asyncio.sleep(0.002)
        for task, (_, _, leaves) in zip(tasks, visits, strict=True):
            if leaves:
                task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            assert ended is None or isinstance(ended, asyncio.CancelledError)
        assert worst <= most
        assert places.taken("host") == 0

    asyncio.run(play())


async def test_a_place_is_handed_to_the_one_who_waited_longest() -> None:
    places, order = Places(1, patience=5), []

    async def visit(name: str) -> None:
        async with places.at("host"):
            order.append(name)
            await asyncio.sleep(0)

    await asyncio.gather(*(visit(name) for name in "abcd"))
    assert order == list("abcd")


async def test_hosts_do_not_wait_for_each_other() -> None:
    places = Places(1, patience=0.01)
    async with places.at("slow"):
        async with places.at("other"):
            assert (places.taken("slow"), places.taken("other")) == (1, 1)
        with pytest.raises(Full):
            await places.take("slow")
        with pytest.raises(Full):  # sent away at once: somebody has just waited in vain
            async with asyncio.timeout(0.005):
                await places.take("slow")
    assert places.taken("slow") == 0

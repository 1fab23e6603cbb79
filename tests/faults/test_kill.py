"""Nothing that got a 201 is lost, whenever the process dies."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from asyncio.subprocess import DEVNULL
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TRUNKLINE, Live, start_live
from tests.faults.traffic import FINAL, Load, Sink, books_agree, callbacks_told, jobs_left, listed, on_the_phone, settled
from tests.faults.traffic import client as client_of

Start = Callable[..., Live]


async def _begin(start: Start, *flags: str, **more: Any) -> Live:
    return await asyncio.to_thread(start, *flags, **more)


async def kill_in_rounds(start: Start, flags: tuple[str, ...], rounds: int, seed: int, longest: float = 1.5) -> dict[str, int]:
    """Load, kill -9 at a random moment, start again on the same folder; at the end everything is accounted for. Gives the figures."""
    moments = random.Random(seed)  # noqa: S311 (which moments were hit must be known again)
    accepted: list[str] = []
    async with Sink() as sink:
        for _ in range(rounds):
            live = await _begin(start, *flags)
            load = Load()
            running = asyncio.create_task(load.run(live, sink.url))
            await asyncio.sleep(moments.uniform(0.05, longest))
            live.kill()
            await running
            assert not load.refused, load.refused[:3]
            accepted += load.accepted
        live = await _begin(start, *flags)
        states = await settled(live)
        lost = [sid for sid in accepted if sid not in states]
        assert not lost, f"{len(lost)} of {len(accepted)} accepted messages are gone"
        assert {states[sid] for sid in accepted} <= FINAL
        held = await on_the_phone(live)
        assert set(accepted) <= {sid for sid in held if states.get(sid) == "delivered"}
        twice = {sid: marks for sid, marks in held.items() if sum(not mark for mark in marks) > 1}
        assert not twice
        await callbacks_told(sink, accepted)
        assert not sink.disorder()
        await books_agree(live)
        live.stop()
    return {
        "accepted": len(accepted),
        "possible duplicates": sum(any(marks) for marks in held.values()),
        "on the phone twice": sum(len(marks) > 1 for marks in held.values()),
        "callbacks told again": sum(len(states) - len(set(states)) for states in sink.told.values()),
    }


@pytest.mark.parametrize("seed", [1])
async def test_kill_under_load(start: Start, tmp_path: Path, seed: int) -> None:
    figures = await kill_in_rounds(start, (), rounds=3, seed=seed)
    assert figures["accepted"] > 100
    assert jobs_left(tmp_path / "data") == []


@pytest.mark.postgres
async def test_kill_under_load_on_postgres(start: Start, bare_postgres_url: str) -> None:
    figures = await kill_in_rounds(start, ("--database", bare_postgres_url), rounds=2, seed=2)
    assert figures["accepted"] > 100


@pytest.mark.parametrize("after", [0.2, 0.6, 0.9, 1.2])
async def test_kill_during_the_first_start(tmp_path: Path, start: Start, after: float) -> None:
    """Wherever it dies, the next start makes a whole platform of what it finds: one account, its numbers and handsets."""
    data = tmp_path / "data"
    process = await asyncio.create_subprocess_exec(
        *TRUNKLINE, "up", "--json", "--port", "0", "--data", str(data), stdout=DEVNULL, stderr=DEVNULL, env={**os.environ}, cwd=tmp_path
    )
    await asyncio.sleep(after)
    process.kill()
    await process.wait()
    live = await _begin(start)
    assert len(live.numbers) == 2
    assert len(live.handsets) == 2
    load = Load()
    await load.run(live, clients=4, most=8)
    assert not load.refused
    states = await settled(live)
    assert {states[sid] for sid in load.accepted} == {"delivered"}
    async with client_of(live) as session:
        assert len(await listed(session, "/2010-04-01/Accounts.json", "accounts")) == 1


async def test_sigterm_under_load_loses_nothing_and_ends_soon(start: Start, tmp_path: Path) -> None:
    async with Sink() as sink:
        live = await _begin(start)
        load = Load()
        running = asyncio.create_task(load.run(live, sink.url))
        await asyncio.sleep(1.5)
        begun = time.monotonic()
        live.process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(live.process.wait, 10) == 0
        assert time.monotonic() - begun < 10
        await running
        # Who was cut off in the middle of a stop was told so in Twilio's form, or saw the connection close.
        assert {status for status, _ in load.refused} <= {503}
        live = await _begin(start)
        states = await settled(live)
        assert {states.get(sid) for sid in load.accepted} == {"delivered"}
        held = await on_the_phone(live)
        assert all(len(held[sid]) == 1 for sid in load.accepted)
        await callbacks_told(sink, load.accepted)
        assert not sink.disorder()
        live.stop()
        assert jobs_left(tmp_path / "data") == []


async def test_two_servers_do_not_share_a_folder(start: Start, tmp_path: Path) -> None:
    live = await _begin(start)
    with pytest.raises(RuntimeError, match="another Trunkline"):
        start_live(tmp_path / "data")
    load = Load()
    await load.run(live, clients=1, most=1)
    assert len(load.accepted) == 1

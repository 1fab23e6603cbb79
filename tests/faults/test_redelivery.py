"""Applications that are down, slow or talk nonsense: they hold up nobody but themselves."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from tests.conftest import Live
from tests.faults.traffic import Load, Sink, callbacks_told, settled

Start = Callable[..., Live]


def nobody_there() -> str:
    """An address on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/status"


async def nonsense(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An answer that is no HTTP."""
    writer.write(b"\x00\xffnot HTTP\r\n\r\n" * 10)
    writer.close()


async def test_what_is_wrong_with_one_application_is_not_felt_by_another(start: Start) -> None:
    live = await asyncio.to_thread(start)
    babble = await asyncio.start_server(nonsense, "127.0.0.1", 0)
    async with Sink() as well, Sink(delay=5.0) as slow, Sink(status=500) as failing:
        sick = [nobody_there(), f"http://127.0.0.1:{babble.sockets[0].getsockname()[1]}/", slow.url, failing.url]
        before = [Load() for _ in sick]
        await asyncio.gather(*(load.run(live, url, clients=8, most=200) for load, url in zip(before, sick, strict=True)))
        after = Load()
        await after.run(live, well.url, clients=8, most=50)
        await callbacks_told(well, after.accepted, patience=30)
        assert not well.disorder()
        states = await settled(live)
        assert {states[sid] for load in (*before, after) for sid in load.accepted} == {"delivered"}
        assert not any(load.refused for load in before)
    babble.close()


async def test_an_application_that_comes_back_is_told_what_its_overrides_ask_for(start: Start) -> None:
    """Down at first, and up while the retries that its URL asks for still go on (#rc, #rp): it gets every state, in order."""
    live = await asyncio.to_thread(start)
    async with Sink(status=503) as sink:
        load = Load()
        running = asyncio.create_task(load.run(live, f"{sink.url}#rc=5&rp=all", clients=4, most=20))
        async with asyncio.timeout(20):
            await running
        sink.status = 204
        await callbacks_told(sink, load.accepted)
        assert not sink.disorder()

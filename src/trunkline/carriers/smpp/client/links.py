"""The binds of a carrier as one: whoever wants to send gets the one with the most room, or waits a moment for room."""

from __future__ import annotations

import asyncio
from collections import deque

from .link import Link
from .settings import SmppSettings

PATIENCE = 1.0
"""Seconds that a text waits for room here. Longer waits are the queue's: whoever waits here keeps other work from running."""


class NoRoom(Exception):
    """Ask again in `delay` seconds; `why` in words."""

    def __init__(self, delay: float, why: str) -> None:
        super().__init__(why)
        self.delay = delay


class Links:
    def __init__(self, settings: SmppSettings, links: list[Link]) -> None:
        self.settings, self.all = settings, links
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._next_turn = 0.0
        self._down_since: float | None = None

    async def one(self) -> Link:
        """A bind that has room now. Raises NoRoom."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        await self._turn(loop)
        while True:
            now = loop.time()
            best, room = None, 0
            for link in self.all:
                if link.sends and (free := link.room(now)) > room:
                    best, room = link, free
            if best is not None:
                self._down_since = None
                return best
            bound = [link for link in self.all if link.sends and link.bound]
            if not bound:
                raise NoRoom(self._outage(now), f"{self.settings.name} is not bound: {self._words()}")
            pause = min(link.paused_until for link in bound) - now
            if pause > PATIENCE or now >= until:
                raise NoRoom(max(pause, 0.2), f"{self.settings.name} asks for fewer texts" if pause > 0 else "its windows are full")
            await self._wait(loop, min(until - now, pause) if pause > 0 else until - now)

    def freed(self) -> None:
        """An answer came, or a bind."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def changed(self) -> None:
        waiting, self._waiting = self._waiting, deque()
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def _wait(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        waiter: asyncio.Future[None] = loop.create_future()
        self._waiting.append(waiter)
        timer = loop.call_later(max(seconds, 0.001), lambda: None if waiter.done() else waiter.set_result(None))
        try:
            await waiter
        finally:
            timer.cancel()

    async def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        """Keep to the carrier's rate."""
        if not self.settings.rate:
            return
        now = loop.time()
        turn = max(now, self._next_turn)
        if turn - now > PATIENCE:
            raise NoRoom(turn - now, f"{self.settings.name} takes {self.settings.rate:g} a second")
        self._next_turn = turn + 1 / self.settings.rate
        if turn > now:
            await asyncio.sleep(turn - now)

    def _outage(self, now: float) -> float:
        """The longer it lasts, the less often each text asks."""
        if self._down_since is None:
            self._down_since = now
        return min(max(now - self._down_since, 1.0), 30.0)

    def _words(self) -> str:
        return "; ".join(sorted({link.why for link in self.all if link.why})) or "no bind for sending"

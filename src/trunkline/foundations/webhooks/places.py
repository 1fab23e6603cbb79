"""How many calls to one host may be under way, so that a slow application takes neither all connections nor all workers."""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType

MOST = 64
PATIENCE = 0.5
_LONGEST_WAIT = 90.0


class Full(Exception):
    """No place came free in time. `seconds` is when to come again, longer the more were sent away before."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"come again in {seconds:.1f} s")
        self.seconds = seconds


class _Host:
    """`crowded_until` (loop time): whoever comes before then is sent away at once, for others have just waited in vain."""

    __slots__ = ("crowded_until", "sent_away", "taken", "waiting")

    def __init__(self) -> None:
        self.taken, self.sent_away, self.crowded_until = 0, 0, 0.0
        self.waiting: deque[asyncio.Future[None]] = deque()


class Places:
    """At most `most` at a time for one host; others wait in line for `patience` seconds, then `Full`."""

    def __init__(self, most: int = MOST, patience: float = PATIENCE) -> None:
        self.most, self.patience = most, patience
        self._hosts: dict[str, _Host] = {}

    def at(self, host: str) -> Place:
        """To be used as `async with places.at(host):`."""
        return Place(self, host)

    def taken(self, host: str) -> int:
        found = self._hosts.get(host)
        return 0 if found is None else found.taken

    async def take(self, name: str) -> None:
        host = self._hosts.setdefault(name, _Host())
        if host.taken < self.most:
            host.taken += 1
            host.sent_away = 0
            return
        loop = asyncio.get_running_loop()
        if loop.time() < host.crowded_until:
            raise self._full(host)
        turn: asyncio.Future[None] = loop.create_future()
        host.waiting.append(turn)
        try:
            async with asyncio.timeout(self.patience):
                await turn
        except TimeoutError:
            self._leave(name, host, turn)
            host.crowded_until = loop.time() + self.patience
            raise self._full(host) from None
        except BaseException:
            self._leave(name, host, turn)
            raise

    def _leave(self, name: str, host: _Host, turn: asyncio.Future[None]) -> None:
        """Step out of the line; a place that was handed over in the same moment goes on to the next."""
        if turn.done() and not turn.cancelled():
            self.give_back(name)
        elif turn in host.waiting:
            host.waiting.remove(turn)

    def _full(self, host: _Host) -> Full:
        host.sent_away += 1
        return Full(min(_LONGEST_WAIT, 1 + host.sent_away / self.most))

    def give_back(self, name: str) -> None:
        host = self._hosts[name]
        while host.waiting:
            turn = host.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        host.taken -= 1
        if not host.taken:
            del self._hosts[name]


class Place:
    __slots__ = ("_host", "_places")

    def __init__(self, places: Places, host: str) -> None:
        self._places, self._host = places, host

    async def __aenter__(self) -> None:
        await self._places.take(self._host)

    async def __aexit__(self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None) -> None:
        self._places.give_back(self._host)

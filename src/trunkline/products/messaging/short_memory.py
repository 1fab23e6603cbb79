"""Rows that every message asks for, kept in memory for a moment.

A change made in this process is seen at once: the key is forgotten when the change is staged, and is read from the record, and not kept,
until the commit has surely ended. A change made by another process is seen after two seconds at most.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

V = TypeVar("V")
KEPT = 2.0
"""Seconds for which an answer is believed."""
_UNSETTLED = 10.0  # seconds in which a staged change is committed or refused, by far
_MOST = 20_000


class ShortMemory(Generic[V]):
    """Answers by key. `tick` is a clock in real seconds: other processes do not follow a stopped clock."""

    def __init__(self, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._known: dict[str, tuple[float, V]] = {}
        self._unsettled: dict[str, float] = {}

    async def recall(self, key: str, load: Callable[[str], Awaitable[V]]) -> V:
        """What `load` says of the key, now or a moment ago. Only to be read: others get the same one."""
        known = self._known.get(key)
        if known is not None and known[0] > self._tick():
            return known[1]
        found = await load(key)
        now = self._tick()
        if self._unsettled.get(key, 0.0) <= now:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = now + KEPT, found
        return found

    def forget(self, key: str) -> None:
        """Called when a change that the key's answer depends on is staged."""
        now = self._tick()
        if len(self._unsettled) >= _MOST:
            self._unsettled = {one: until for one, until in self._unsettled.items() if until > now}
        self._known.pop(key, None)
        self._unsettled[key] = now + _UNSETTLED

    def forget_all(self) -> None:
        """As `forget`, for every key that is known."""
        for key in tuple(self._known):
            self.forget(key)

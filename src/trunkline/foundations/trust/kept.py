"""Answers kept in memory until what they rest on changes, so that a send does not ask the database for what it asked a moment ago.

A change is heard of when it is staged, before it is on disk: what was kept is dropped at once, and for `DOUBT` seconds nothing is kept
about that key, by which time the change is on disk or was refused. Beside other processes nothing can be known for long: there an answer
lives `LIFE` seconds, or is not kept at all where the answer must be exact.
"""

from __future__ import annotations

from collections.abc import Hashable
from time import monotonic
from typing import Generic, TypeVar

from trunkline.kernel.work import Work

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

LIFE = 4.0
"""Seconds of real time for which another process may go on with what this one has changed."""
DOUBT = 2.0
FOREVER = float("inf")


class Kept(Generic[K, V]):
    """One platform's answers of one sort; the oldest makes room.

    `life`: seconds that an answer lives (for one that rests on what is not heard of); `shared_life`: the same beside other processes.
    """

    def __init__(self, most: int = 10_000, *, shared_life: float = LIFE, life: float = FOREVER) -> None:
        self._found: dict[K, tuple[V, float]] = {}
        self._doubted: dict[K, float] = {}
        self._all_doubted = 0.0
        self._crowded = 64
        self._changes = 0
        self._most, self._shared_life, self._life = most, min(shared_life, life), life

    def get(self, key: K, work: Work) -> V | None:
        """What is known of the key; None where nothing is (keep a value that is not None)."""
        found = self._found.get(key)
        if found is None:
            return None
        if found[1] is FOREVER:  # kept while this process was alone
            return None if work.platform.database.shared else found[0]
        return found[0] if found[1] > monotonic() else None

    @property
    def mark(self) -> int:
        """To be taken before reading, and given to `keep`: what changed in between is not kept."""
        return self._changes

    def keep(self, key: K, value: V, mark: int, work: Work) -> V:
        """Keep what was just read, unless something has changed since `mark`; returns it in any case."""
        if mark != self._changes or self._is_doubted(key):
            return value
        life = self._shared_life if work.platform.database.shared else self._life
        if not life:
            return value
        end = FOREVER if life is FOREVER else monotonic() + life
        if len(self._found) >= self._most and key not in self._found:
            del self._found[next(iter(self._found))]
        self._found[key] = (value, end)
        return value

    def amend(self, key: K, value: V) -> None:
        """Put another value in the place of the one that is kept, for as long as that would have lived."""
        if (found := self._found.get(key)) is not None:
            self._found[key] = (value, found[1])

    def doubt(self, key: K) -> None:
        """What this key rests on is being changed."""
        now = monotonic()
        if len(self._doubted) >= self._crowded:
            self._doubted = {name: end for name, end in self._doubted.items() if end > now}
            self._crowded = max(64, 2 * len(self._doubted))
        self._doubted[key] = now + DOUBT
        self._changes += 1
        self._found.pop(key, None)

    def doubt_all(self) -> None:
        """Something that any answer may rest on is being changed."""
        self._all_doubted = monotonic() + DOUBT
        self._changes += 1
        self._found.clear()

    def _is_doubted(self, key: K) -> bool:
        if self._all_doubted and self._all_doubted > monotonic():
            return True
        return bool(self._doubted) and self._doubted.get(key, 0.0) > monotonic()

"""Hosts that nobody linked to before and that many messages lead to at once, as those of a fraud do. In memory, of one process."""

from __future__ import annotations

from trunkline.kernel.clock import HOUR

VOLUME = 200
"""Messages that lead to a host within `WINDOW` of its first sight, from which a person looks at one of them."""
WINDOW = HOUR
MOST_HOSTS = 20_000


class FreshHosts:
    """What was linked to since the process began. For its first `WINDOW` it knows nothing, so that all it meets counts as known."""

    def __init__(self, now: int) -> None:
        """`now` in microseconds, as in `meet`."""
        self._begun = now
        self._first: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def meet(self, host: str, now: int) -> bool:
        """Count a message that leads to `host`; True for the one that makes it remarkable, which is one for each host."""
        first = self._first.get(host)
        if first is None:
            if len(self._first) >= MOST_HOSTS:
                old = next(iter(self._first))
                del self._first[old]
                self._counts.pop(old, None)
            self._first[host] = now
            if now < self._begun + WINDOW:
                return False
            self._counts[host] = 1
            return False
        count = self._counts.get(host)
        if count is None:
            return False
        if now > first + WINDOW or count + 1 >= VOLUME:
            del self._counts[host]
            return now <= first + WINDOW
        self._counts[host] = count + 1
        return False

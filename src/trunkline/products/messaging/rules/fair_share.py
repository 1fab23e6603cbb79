"""Spreads texts over senders in proportion to their rates: start-time fair queueing, with one sender a queue.

Each text takes `segments / rate` seconds of its sender's time. The next text goes to the sender that would be free first; a sender that
joins late begins at the present, so that it is not flooded with what the others have done before.
"""

from __future__ import annotations

from collections.abc import Iterable


class FairShare:
    """What each sender of one pool was given, in seconds of its own time. Only differences count."""

    def __init__(self) -> None:
        self._given: dict[str, float] = {}
        self._present = 0.0

    def load(self, senders: Iterable[str]) -> dict[str, float]:
        """How far each of these is ahead of the present; what is behind has nothing to do."""
        return {one: max(0.0, self._given.get(one, 0.0) - self._present) for one in senders}

    def give(self, sender: str, segments: int, rate: float) -> None:
        """Book a text of `segments` (1 or more) on a sender with `rate` segments a second (above 0)."""
        start = max(self._given.get(sender, 0.0), self._present)
        self._present = start
        self._given[sender] = start + segments / rate

    def forget(self, sender: str) -> None:
        self._given.pop(sender, None)

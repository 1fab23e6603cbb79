"""How a program and a sender stand, and how long a throttled one waits: asked for every message, answered from memory.

`await recall(work, account_sid)` comes first; it reads what is on record once, and costs next to nothing after that.
"""

from __future__ import annotations

from trunkline.kernel.clock import SECOND
from trunkline.kernel.work import Work

from ..decisions.facts import Standing
from .watch import target_key, watch

PACE = SECOND
"""Microseconds between two messages of a throttled target."""
MOST_WAITING = 100_000

_GOOD: tuple[Standing, Standing] = ("good", "good")


async def recall(work: Work, account_sid: str) -> None:
    """Know what enforcement has on record, before the questions of this module and of `traffic` are asked."""
    await watch(work).ready(work, account_sid)


def known_standing(work: Work, account_sid: str, program_sid: str, sender: str) -> tuple[Standing, Standing]:
    """(of the program, of the sender). `program_sid` is "" where there is none. An account's own standing is its status.

    A throttle of the whole account shows as its sender's.
    """
    standings = watch(work).standings
    if not standings:
        return _GOOD
    program = standings.get(program_sid, "good")
    own = standings.get(target_key(account_sid, "sender", sender), "good")
    if own == "good" and standings.get(account_sid) == "throttled":
        own = "throttled"
    return program, own


def hold_back(work: Work, account_sid: str, program_sid: str, sender: str, message_sid: str) -> int:
    """Microseconds that a message of a throttled target has still to wait before it leaves; 0 for go.

    Each message gets a place of its own in the row, so that whoever comes back at its time goes, whatever waits behind it.
    """
    standings = watch(work).standings
    if not standings:
        return 0
    for key in (program_sid, target_key(account_sid, "sender", sender), account_sid):
        if standings.get(key) == "throttled":
            return _queue(work).wait(key, message_sid, work.now)
    return 0


class _Queue:
    """Who may leave when. In this process's memory: after a restart the row forms anew."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}
        self._places: dict[str, int] = {}

    def wait(self, key: str, message_sid: str, now: int) -> int:
        place = self._places.get(message_sid)
        if place is None:
            place = max(now, self._next.get(key, 0))
            self._next[key] = place + PACE
            if place > now:
                if len(self._places) >= MOST_WAITING:
                    self._places.pop(next(iter(self._places)))
                self._places[message_sid] = place
        if place <= now:
            self._places.pop(message_sid, None)
            return 0
        return place - now


def _queue(work: Work) -> _Queue:
    found: _Queue = work.platform.ports.setdefault(_Queue, _Queue())
    return found

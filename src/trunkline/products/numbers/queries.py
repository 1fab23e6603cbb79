"""Who holds a number: asked for every message in and out, so the answers are kept in memory.

A change made in this process is seen at once: the number is forgotten when the change is staged, and is read from the record, and not
kept, until the commit has surely ended. A change made by another process is seen after two seconds at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from .resources.incoming_phone_number import IncomingPhoneNumber
from .resources.short_code import ShortCode
from .rules.phone_number import SHORT_CODE

Holding = IncomingPhoneNumber | ShortCode
KEPT = 2.0
"""Seconds for which an answer is believed."""
_UNSETTLED = 10.0  # seconds in which a staged change is committed or refused, by far
_MOST = 20_000


class Holdings:
    """The answers of one platform. `tick` is a clock in real seconds: other processes do not follow a stopped clock."""

    def __init__(self, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._known: dict[str, tuple[float, Holding | None]] = {}
        self._unsettled: dict[str, float] = {}

    async def find(self, number: str, work: Work) -> Holding | None:
        """The row of an E.164 number or a short code, whichever account holds it. Only to be read: others get the same one."""
        known = self._known.get(number)
        if known is not None and known[0] > self._tick():
            return known[1]
        found: Holding | None
        # any account: who holds it is the question, and the caller compares the account
        if SHORT_CODE(number) is not None:
            found = await work.find(ShortCode, short_code=number)  # any account: see above
        else:
            found = await work.find(IncomingPhoneNumber, phone_number=number)  # any account: see above
        now = self._tick()
        if self._unsettled.get(number, 0.0) <= now:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[number] = now + KEPT, found
        return found

    def forget(self, number: str) -> None:
        """Called when a change of the number's row is staged."""
        now = self._tick()
        if len(self._unsettled) >= _MOST:
            self._unsettled = {one: until for one, until in self._unsettled.items() if until > now}
        self._known.pop(number, None)
        self._unsettled[number] = now + _UNSETTLED


def holdings(platform: Platform) -> Holdings:
    found = platform.ports.get(Holdings)
    if found is None:
        found = platform.ports[Holdings] = Holdings()
    assert isinstance(found, Holdings)
    return found


async def taken_among(numbers: Sequence[str], work: Work) -> set[str]:
    """Those of these numbers that some account holds."""
    if not numbers:
        return set()
    # any account: what anybody holds is not for sale
    rows = await work.select(IncomingPhoneNumber, Condition("phone_number", "in", tuple(numbers)))
    return {row.phone_number for row in rows}

"""Time as a port: real, stopped or stepped. A moment is an int: microseconds since 1970-01-01 UTC.

Every delay, expiry, retry and identifier asks this clock, so that a test, or a person at the simulated network, can stop it
and advance it. Network timeouts do not: a socket waits in real seconds whatever the clock says.
"""

from __future__ import annotations

import asyncio
import heapq
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DURATION = re.compile(r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,6})?)S)?)?$", re.ASCII)
_UNITS = (7 * DAY, DAY, HOUR, MINUTE, SECOND)
LONGEST_STEP = 36_500 * DAY


def to_datetime(moment: int) -> datetime:
    return _EPOCH + timedelta(microseconds=moment)


def from_datetime(value: datetime) -> int:
    """A naive value is read as UTC."""
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return (value - _EPOCH) // timedelta(microseconds=1)


def read_duration(text: str) -> int:
    """ISO 8601 duration (weeks to seconds; no months or years, whose length varies) in microseconds; ValueError if wrong."""
    found = _DURATION.match(text)
    if not found or text in ("P", "PT"):
        raise ValueError(f"not an ISO 8601 duration of weeks, days, hours, minutes or seconds: {text!r}")
    total = round(sum(float(n) * unit for n, unit in zip(found.groups(), _UNITS, strict=True) if n))
    if total > LONGEST_STEP:
        raise ValueError("longer than 100 years")
    return total


class Alarm:
    """A callback that waits for a moment of the clock."""

    __slots__ = ("callback", "cancelled", "moment")

    def __init__(self, moment: int, callback: Callable[[], None]) -> None:
        self.moment, self.callback, self.cancelled = moment, callback, False

    def cancel(self) -> None:
        self.cancelled = True


class Clock:
    """The platform's clock. Starts real; `stop`, `advance` and `run` change it, and due alarms then ring in order."""

    def __init__(self) -> None:
        self._offset = 0
        self._stopped: int | None = None
        self._alarms: list[tuple[int, int, Alarm]] = []
        self._order = count()
        self._timer: asyncio.TimerHandle | None = None

    def now(self) -> int:
        return self._stopped if self._stopped is not None else time.time_ns() // 1000 + self._offset

    @property
    def stopped(self) -> bool:
        return self._stopped is not None

    @property
    def offset(self) -> int:
        """Microseconds by which the clock is ahead of real time."""
        return self.now() - time.time_ns() // 1000

    def stop(self, at: int | None = None) -> None:
        self._stopped = self.now() if at is None else at
        self._ring()

    def advance(self, step: int) -> None:
        """Move forward by `step` microseconds (never back); stopped or running, it stays so."""
        if step < 0:
            raise ValueError("the clock only moves forward")
        if self._stopped is not None:
            self._stopped += step
        else:
            self._offset += step
        self._ring()

    def run(self, *, real: bool = False) -> None:
        """Let time pass again, from where it stands; with `real`, return to the machine's time."""
        if real:
            self._offset = 0
        elif self._stopped is not None:
            self._offset = self._stopped - time.time_ns() // 1000
        self._stopped = None
        self._ring()

    def alarm(self, moment: int, callback: Callable[[], None]) -> Alarm:
        """Call `callback` on the event loop once `now()` has reached `moment`."""
        alarm = Alarm(moment, callback)
        heapq.heappush(self._alarms, (moment, next(self._order), alarm))
        if self._alarms[0][2] is alarm:
            self._wind()
        return alarm

    async def sleep_until(self, moment: int) -> None:
        loop = asyncio.get_running_loop()
        reached: asyncio.Future[None] = loop.create_future()
        alarm = self.alarm(moment, lambda: None if reached.done() else reached.set_result(None))
        try:
            await reached
        finally:
            alarm.cancel()

    def _wind(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._stopped is not None or not self._alarms:
            return
        wait = max(0, self._alarms[0][0] - self.now()) / SECOND
        self._timer = asyncio.get_running_loop().call_later(min(wait, 3600.0), self._ring)

    def _ring(self) -> None:
        now = self.now()
        while self._alarms and (self._alarms[0][0] <= now or self._alarms[0][2].cancelled):
            _, _, alarm = heapq.heappop(self._alarms)
            if not alarm.cancelled:
                alarm.callback()
        if self._alarms:
            self._wind()

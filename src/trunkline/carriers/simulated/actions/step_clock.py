"""The platform's clock is stopped, advanced, or let run."""

from __future__ import annotations

from datetime import UTC, datetime

from trunkline.foundations.accounts.family import family_of
from trunkline.kernel.clock import from_datetime
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work

from ..network import SimulatedNetwork
from .keep_event import keep_step

_END = from_datetime(datetime(9000, 1, 1, tzinfo=UTC))
_REAL = 1_000_000  # microseconds: a clock that is ahead by less is real


async def require_clock(work: Work, account_sid: str) -> None:
    """20003 where this account may not set the clock: it is the whole platform's."""
    if not work.port(SimulatedNetwork).stepped:
        raise Problem(20003, "The clock cannot be set in production: it is everybody's", 403)
    if len(await family_of(work, account_sid)) > 1:
        raise Problem(20003, "Only a main account may set the clock", 403)


def mode_of(platform: Platform) -> str:
    """real, running (ahead of the machine's) or stopped."""
    clock = platform.clock
    return "stopped" if clock.stopped else "running" if abs(clock.offset) > _REAL else "real"


def step_clock(work: Work, account_sid: str, mode: str, distance: int) -> None:
    """Set the mode ("" leaves it), then move forward by so many microseconds; staged is only the record of it."""
    platform = work.platform
    clock, former = platform.clock, mode_of(platform)
    if clock.now() + distance > _END:
        raise invalid("Advance", "leads beyond the year 9000")  # dates have four digits of a year
    if mode == "stopped":
        clock.stop()
    elif mode:
        clock.run(real=mode == "real")
    if distance:
        clock.advance(distance)
    keep_step(work, account_sid, former, mode_of(platform), distance)

"""SMPP's times: YYMMDDhhmmsstnnp, absolute or relative. Source: SMPP 3.4, section 7.1.1."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from trunkline.kernel.clock import DAY, HOUR, MINUTE, SECOND, from_datetime, to_datetime

_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d)(\d\d)([+\-R])", re.ASCII)


def read_time(text: str, now: int) -> int:
    """The moment that a time names; a relative one counts from `now`. ValueError for what is no time."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"not an SMPP time: {text!r}")
    years, months, days, hours, minutes, seconds, tenths, quarters = (int(group) for group in found.groups()[:8])
    sign = found[9]
    if sign == "R":
        # Months and years have no fixed length; as the specification, which says no more, a month is taken for 30 days, a year for 365.
        step = (years * 365 + months * 30 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
        return now + step
    if quarters > 48:
        raise ValueError(f"no time zone is {quarters} quarters of an hour from UTC")
    local = datetime(2000 + years, months, days, hours, minutes, seconds, tenths * 100_000, tzinfo=UTC)
    offset = timedelta(minutes=15 * quarters)
    return from_datetime(local - offset if sign == "+" else local + offset)


def write_relative(duration: int) -> str:
    """A duration in microseconds, to the second and at least one: below 100 days."""
    seconds = max(1, min(duration, 99 * DAY) // SECOND)
    days, rest = divmod(seconds, 86400)
    return f"0000{days:02d}{rest // 3600:02d}{rest // 60 % 60:02d}{rest % 60:02d}000R"


def write_absolute(moment: int) -> str:
    """UTC, to the tenth of a second."""
    when = to_datetime(moment)
    return f"{when:%y%m%d%H%M%S}{when.microsecond // 100_000}00+"


def write_minute(moment: int) -> str:
    """YYMMDDhhmm, as receipts have it."""
    return f"{to_datetime(moment):%y%m%d%H%M}"

"""Days, and the periods that usage is summed over. A day is counted from 1970-01-01, in UTC; its midnight is the clock's `day * DAY`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from trunkline.kernel.clock import DAY

_EPOCH = date(1970, 1, 1)
_OFFSET = re.compile(r"([+-])([0-9]{1,5})days?")
RECURRENCES = ("daily", "monthly", "yearly")


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `first` to the day `last`, both included."""

    first: int
    last: int


def day_of(moment: int) -> int:
    return moment // DAY


def to_date(day: int) -> date:
    return _EPOCH + timedelta(days=day)


def from_date(value: date) -> int:
    return (value - _EPOCH).days


def read_day(text: str, today: int) -> int:
    """`2026-11-22`, or days from today such as `-30days` (Usage Records, StartDate). ValueError if it is neither."""
    if found := _OFFSET.fullmatch(text):
        day = today + int(found[1] + found[2])
    else:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError("must be YYYY-MM-DD, or days from today like -30days")
        day = from_date(date.fromisoformat(text))
    if not 0 <= day <= from_date(date.max):
        raise ValueError("lies outside the calendar")
    return day


def month_of(day: int, back: int = 0) -> Period:
    """The calendar month in which the day lies, or `back` months before."""
    at = to_date(day)
    year, month = divmod(at.year * 12 + at.month - 1 - back, 12)
    first = from_date(date(year, month + 1, 1))
    return Period(first, first + monthrange(year, month + 1)[1] - 1)


def year_of(day: int) -> Period:
    year = to_date(day).year
    return Period(from_date(date(year, 1, 1)), from_date(date(year, 12, 31)))


def split(whole: Period, by: str) -> Iterator[Period]:
    """The days, months or years (`by`: daily, monthly, yearly) that the period touches, the latest first, cut to it."""
    last = whole.last
    while last >= whole.first:
        part = {"daily": Period(last, last), "monthly": month_of(last), "yearly": year_of(last)}[by]
        yield Period(max(part.first, whole.first), last)
        last = part.first - 1


def current(recurring: str | None, today: int, begin: int) -> Period:
    """The period that a trigger watches today; one that does not recur watches everything since the day `begin`."""
    if recurring == "daily":
        return Period(today, today)
    if recurring == "monthly":
        return Period(month_of(today).first, today)
    if recurring == "yearly":
        return Period(year_of(today).first, today)
    return Period(min(begin, today), today)


def write_moment(moment: int) -> str:
    """As `as_of` of a usage record is written: 2019-06-24T22:32:49+00:00."""
    return datetime.fromtimestamp(moment // 1_000_000, UTC).isoformat()

"""Days and calendar periods."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trunkline.foundations.ledger.rules.periods import Period, from_date, month_of, read_day, split, to_date, year_of
from trunkline.kernel.clock import DAY, from_datetime, to_datetime

_patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.integers(0, 900), st.sampled_from(["daily", "monthly", "yearly"]))
@_patient
def test_periods_cover_each_day_once_latest_first(first: date, days: int, by: str) -> None:
    whole = Period(from_date(first), from_date(first) + days)
    parts = list(split(whole, by))
    covered = [day for part in parts for day in range(part.last, part.first - 1, -1)]
    assert covered == list(range(whole.last, whole.first - 1, -1))
    for part in parts:
        both = {to_date(part.first), to_date(part.last)}
        assert len({(d.year, d.month if by != "yearly" else 0, d.day if by == "daily" else 0) for d in both}) == 1


@given(st.dates(date(1970, 2, 1), date(2200, 1, 1)))
@_patient
def test_calendar(day: date) -> None:
    number = from_date(day)
    assert to_date(number) == day
    month, before, year = month_of(number), month_of(number, 1), year_of(number)
    assert month.first <= number <= month.last
    assert to_date(month.first).day == 1
    assert before.last == month.first - 1
    assert (to_date(year.first), to_date(year.last)) == (date(day.year, 1, 1), date(day.year, 12, 31))
    assert read_day(day.isoformat(), 0) == number
    assert read_day("-3days", number) == number - 3
    assert to_datetime(number * DAY).date() == day == to_datetime(from_datetime(to_datetime(number * DAY))).date()

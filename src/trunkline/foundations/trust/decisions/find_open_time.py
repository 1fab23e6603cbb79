"""When the law lets a message through that can wait: now, or the next minute at which every candidate place and zone is open.

The window must be open in every candidate zone, under the rules of every candidate place (R72). Allowed times are whole minutes, and so
are the offsets of today's zones, so an answer holds for its minute; it is remembered for all minutes from there to the next opening or
closing.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from trunkline.kernel.clock import DAY, MINUTE, from_datetime, to_datetime

from ..packs.law import CountryLaw, Week
from ..packs.rows import HolidayRow

HORIZON = 15 * DAY
"""How far an open time is looked for; nothing that is closed longer is worth waiting for."""

_EIGHTH = 7


class Calendar:
    """The weeks and holidays of one set of candidate places: what `next_open` reads. Built once a set, compared by identity."""

    __slots__ = ("holidays", "weeks")

    def __init__(self, weeks: tuple[Week, ...], holidays: tuple[HolidayRow, ...]) -> None:
        self.weeks, self.holidays = weeks, holidays


_calendars: dict[tuple[int, tuple[str, ...] | None, bool], tuple[CountryLaw, Calendar]] = {}


def calendar_of(law: CountryLaw, places: tuple[str, ...] | None, *, every_place: bool) -> Calendar:
    """The rules of the country and of the candidate places; with `every_place`, of all its places where the candidates are unknown."""
    key = (id(law), places, every_place)
    found = _calendars.get(key)
    if found is not None and found[0] is law:
        return found[1]
    chosen = law.hours.keys() | law.holidays.keys() if places is None and every_place else {"*", law.country, *(places or ())}
    weeks = tuple(dict.fromkeys(week for place in sorted(chosen) for week in law.hours.get(place, ())))
    holidays = tuple(row for place in sorted(chosen) for row in law.holidays.get(place, ()))
    calendar = Calendar(weeks, holidays)
    if len(_calendars) >= 4096:
        _calendars.clear()
    _calendars[key] = (law, calendar)
    return calendar


_Stretch = tuple[int, int, int]
"""From which minute on, up to which, and the opening that they wait for; -1 where they are open themselves."""
_MOST_DAYS = 16_384
_stretches: dict[tuple[Calendar, tuple[str, ...], int], list[_Stretch]] = {}


def next_open(calendar: Calendar, zones: tuple[str, ...], minute: int) -> int | None:
    """The first minute (since 1970, UTC), from `minute` on, that is open everywhere; None if there is none within 15 days."""
    if not calendar.weeks:
        return minute
    day = (calendar, zones, minute // 1440)
    known = _stretches.get(day)
    if known is None:
        if len(_stretches) >= _MOST_DAYS:
            del _stretches[next(iter(_stretches))]
        known = _stretches[day] = []
    for begin, end, opening in known:
        if begin <= minute < end:
            return minute if opening < 0 else opening
    found, until = _look_for_open(calendar, [_zone(name) for name in zones], minute)
    if found == minute:
        known.append((minute, until, -1))
    elif found is not None:
        known.append((minute, found, found))
    return found


def forget_stretches() -> None:
    """Look again for what was found."""
    _stretches.clear()


def _look_for_open(calendar: Calendar, zones: list[ZoneInfo], minute: int) -> tuple[int | None, int]:
    """The first minute that is open in all zones, and one up to which it surely stays so."""
    last = minute + HORIZON // MINUTE
    while minute <= last:
        moved, until = minute, last
        for zone in zones:
            moved, closing = _open_in(calendar, zone, moved, last)
            until = min(until, closing)
        if moved == minute:
            return minute, until
        minute = moved
    return None, 0


def _open_in(calendar: Calendar, zone: ZoneInfo, minute: int, last: int) -> tuple[int, int]:
    """The first minute from `minute` on that is open in one zone, and when it closes; beyond `last` where none is."""
    while minute <= last:
        local = to_datetime(minute * MINUTE).astimezone(zone)
        begin, end = _span(calendar, local.date())
        at = local.hour * 60 + local.minute
        if begin <= at < end:
            closing = minute + end - at
            steady = to_datetime((closing - 1) * MINUTE).astimezone(zone).utcoffset() == local.utcoffset()
            return minute, closing if steady else minute + 1
        if at < begin < end:
            opening = _instant(local.date(), begin, zone)
            # Clocks may have been put forward over the opening; never stand still.
            minute = max(opening, minute + 1)
        else:
            minute = max(_instant(local.date() + timedelta(days=1), 0, zone), minute + 1)
    return last + 1, last + 1


def _span(calendar: Calendar, day: date) -> tuple[int, int]:
    weekday, begin, end = day.weekday(), 0, 1440
    length = monthrange(day.year, day.month)[1]
    holiday = any(row.falls_on(day.year, day.month, day.day, weekday, length) for row in calendar.holidays)
    for week in calendar.weeks:
        for span in (week[weekday], week[_EIGHTH] if holiday else None):
            if span is not None:
                begin, end = max(begin, span[0]), min(end, span[1])
    return (begin, end) if begin < end else (0, 0)


def _instant(day: date, minute: int, zone: ZoneInfo) -> int:
    moment = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone).astimezone(UTC)
    return from_datetime(moment) // MINUTE


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)

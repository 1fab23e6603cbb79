"""Hours at the recipient's place: every candidate zone, state rules, holidays, and clocks that change."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trunkline.foundations.trust.decisions.find_open_time import calendar_of, forget_stretches, next_open
from trunkline.foundations.trust.decisions.places import places_of, zones_of
from trunkline.foundations.trust.packs.load import boxed_packs
from trunkline.kernel.clock import MINUTE, from_datetime, to_datetime

EASTERN = "America/New_York"


def opening(
    at: str, zone: str, places: tuple[str, ...], zones: tuple[str, ...] | None = None, *, country: str = "US", strict: bool = False
) -> str:
    """When a message that could leave at the local time `at` may leave, in the same zone's time; "never" where it may not."""
    moment = from_datetime(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)))
    law = boxed_packs().law(country, moment, strict=strict)
    found = next_open(calendar_of(law, places, every_place=strict), zones or (zone,), moment // MINUTE)
    return "never" if found is None else f"{to_datetime(found * MINUTE).astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-11-24T07:59", "2026-11-24T08:00"),
        ("2026-11-24T08:00", "2026-11-24T08:00"),
        ("2026-11-24T20:59", "2026-11-24T20:59"),
        ("2026-11-24T21:00", "2026-11-25T08:00"),
        ("2026-11-24T03:00", "2026-11-24T08:00"),
    ],
)
def test_federal_hours(at: str, leaves: str) -> None:
    assert opening(at, EASTERN, ("US-NY",)) == leaves


def test_states_are_narrower() -> None:
    assert opening("2026-11-24T20:30", EASTERN, ("US-FL",)) == "2026-11-25T08:00"
    assert opening("2026-11-24T08:30", EASTERN, ("US-CT",)) == "2026-11-24T09:00"
    assert opening("2026-11-22T10:00", "America/Chicago", ("US-TX",)) == "2026-11-22T12:00"
    assert opening("2026-11-23T08:30", "America/Chicago", ("US-TX",)) == "2026-11-23T09:00"


def test_texas_changed_on_the_first_of_september_2025() -> None:
    assert opening("2025-08-31T10:00", "America/Chicago", ("US-TX",)) == "2025-08-31T10:00"
    assert opening("2025-09-07T10:00", "America/Chicago", ("US-TX",)) == "2025-09-07T12:00"


def test_every_candidate_zone_must_be_open() -> None:
    zones = zones_of("+12085550123")
    assert zones == ("America/Boise", "America/Los_Angeles")
    # 08:30 in Boise is 07:30 in Los Angeles; 20:30 in Los Angeles is 21:30 in Boise.
    assert opening("2026-11-24T08:30", "America/Boise", ("US-ID",), zones) == "2026-11-24T09:00"
    assert opening("2026-11-24T20:30", "America/Los_Angeles", ("US-ID",), zones) == "2026-11-25T08:00"
    toll_free = zones_of("+18005550123")
    assert toll_free is not None and len(toll_free) > 30
    assert zones_of("not a number") is None


def test_every_candidate_place_must_be_open() -> None:
    assert opening("2026-11-24T20:30", EASTERN, ("US-NY", "US-FL")) == "2026-11-25T08:00"


def test_places_of_numbers() -> None:
    assert places_of("+13055550123", "US") == ("US-FL",)
    assert places_of("+14165550123", "CA") == ("CA-ON",)
    assert places_of("+18005550123", "US") is None
    assert places_of("+33612345678", "FR") == ("FR",)
    assert places_of("12345", "") is None


def test_no_time_is_open_where_zones_are_half_a_day_apart() -> None:
    assert opening("2026-11-24T12:00", EASTERN, ("US-FL",), (EASTERN, "Asia/Krasnoyarsk")) == "never"


def test_disputed_rules_bind_in_strict_only() -> None:
    assert opening("2026-11-22T13:00", EASTERN, ("US-PA",)) == "2026-11-22T13:00"
    # A Sunday after 18 October 2026, then a Sunday before.
    assert opening("2026-11-22T13:00", EASTERN, ("US-PA",), strict=True) == "2026-11-23T08:00"
    assert opening("2026-10-11T13:00", EASTERN, ("US-PA",), strict=True) == "2026-10-11T13:00"


def test_holidays() -> None:
    # Thanksgiving 2026 is 26 November; Memorial Day 25 May; in France 14 July.
    assert opening("2026-11-26T10:00", EASTERN, ("US-PA",), strict=True) == "2026-11-27T08:00"
    assert opening("2026-11-26T10:00", EASTERN, ("US-NY",), strict=True) == "2026-11-26T10:00"
    assert opening("2026-05-25T10:00", EASTERN, ("US-PA",), strict=True) == "2026-05-26T08:00"
    assert opening("2026-07-14T10:00", "Europe/Paris", ("FR",), country="FR") == "2026-07-15T08:00"
    assert opening("2026-11-21T23:00", "Europe/Paris", ("FR",), country="FR") == "2026-11-23T08:00"


def test_clocks_that_are_put_forward_and_back() -> None:
    assert opening("2026-03-08T01:00", EASTERN, ("US-NY",)) == "2026-03-08T08:00"
    assert opening("2026-11-01T00:30", EASTERN, ("US-NY",)) == "2026-11-01T08:00"


def test_a_country_without_rules_is_always_open() -> None:
    assert opening("2026-11-24T03:00", "America/Sao_Paulo", ("BR",), country="BR") == "2026-11-24T03:00"


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1_767_225_600 // 60, 1_830_297_600 // 60),
    st.sampled_from([("US-FL",), ("US-RI", "US-PA"), ("US-TX", "US-OK"), None]),
    st.sampled_from([(EASTERN,), ("America/Boise", "America/Los_Angeles"), ("America/Chicago", EASTERN)]),
    st.booleans(),
)
def test_the_time_found_is_open_and_none_before_it_is(
    minute: int, places: tuple[str, ...] | None, zones: tuple[str, ...], strict: bool
) -> None:
    law = boxed_packs().law("US", minute * MINUTE, strict=strict)
    calendar = calendar_of(law, places, every_place=strict)
    found = next_open(calendar, zones, minute)
    if found is None:
        return
    assert found >= minute
    assert next_open(calendar, zones, found) == found
    for between in {minute, (minute + found) // 2, found - 1}:
        if minute <= between < found:
            assert next_open(calendar, zones, between) == found


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1_767_225_600 // 60, 1_830_297_600 // 60),
    st.sampled_from([("US-FL",), ("US-TX", "US-OK"), None]),
    st.sampled_from([(EASTERN,), ("America/Boise", "America/Los_Angeles")]),
    st.integers(0, 1_440),
)
@example(29_549_160, ("US-TX", "US-OK"), (EASTERN,), 600)  # a night in which clocks change
def test_what_is_remembered_of_a_day_is_what_would_be_found(
    minute: int, places: tuple[str, ...] | None, zones: tuple[str, ...], later: int
) -> None:
    calendar = calendar_of(boxed_packs().law("US", minute * MINUTE, strict=True), places, every_place=True)
    next_open(calendar, zones, minute)
    remembered = next_open(calendar, zones, minute + later)
    forget_stretches()
    assert next_open(calendar, zones, minute + later) == remembered

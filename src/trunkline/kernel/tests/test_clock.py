"""Time as a port, and SIDs made from it."""

from __future__ import annotations

import asyncio
import email.utils
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.kernel.clock import DAY, HOUR, LONGEST_STEP, MINUTE, SECOND, Clock, from_datetime, read_duration, to_datetime
from trunkline.kernel.dialects import write_iso8601, write_rfc2822
from trunkline.kernel.identifiers import Dice, Sids, is_sid

MOMENTS = st.integers(0, 4_102_444_800 * SECOND)  # to 2100


@given(st.lists(st.integers(0, 100), max_size=30), st.lists(st.integers(0, 40), max_size=6))
def test_alarms_ring_in_order_and_never_early(moments: list[int], steps: list[int]) -> None:
    clock, rung = Clock(), list[tuple[int, int]]()
    clock.stop(0)
    alarms = [clock.alarm(m, lambda m=m: rung.append((m, clock.now()))) for m in moments]  # type: ignore[misc]  # a default binds m now
    for alarm in alarms[::5]:
        alarm.cancel()
    left = [m for n, m in enumerate(moments) if n % 5]
    for step in steps:
        clock.advance(step)
    assert [m for m, _ in rung] == sorted(m for m in left if rung and m <= clock.now()) or not steps
    assert all(at >= m for m, at in rung)
    if steps:
        assert len(rung) == sum(m <= clock.now() for m in left)


async def test_a_running_clock_rings_by_itself() -> None:
    clock = Clock()
    await clock.sleep_until(clock.now() + 2000)
    clock.advance(HOUR)
    assert HOUR - MINUTE < clock.offset < HOUR + MINUTE
    waiting = asyncio.create_task(clock.sleep_until(clock.now() + HOUR))
    await asyncio.sleep(0)
    clock.stop()
    clock.advance(HOUR - SECOND)
    await asyncio.sleep(0.01)
    assert not waiting.done()
    clock.advance(SECOND)
    await waiting
    stood = clock.now()
    clock.run()
    assert stood <= clock.now() < stood + MINUTE
    clock.run(real=True)
    assert abs(clock.offset) < MINUTE


def test_the_clock_never_goes_back_by_a_step() -> None:
    with pytest.raises(ValueError, match="forward"):
        Clock().advance(-1)


@given(st.integers(0, 50), st.integers(0, 400), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 999_999))
def test_durations_add_up(weeks: int, days: int, hours: int, minutes: int, seconds: int, micros: int) -> None:
    text = f"P{weeks}W{days}DT{hours}H{minutes}M{seconds}.{micros:06d}S"
    assert read_duration(text) == (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + micros


@pytest.mark.parametrize("text", ["", "P", "PT", "1D", "P1Y", "P1M", "PT-1S", "P1.5D", "PT1H ", "P36501D", "-P1D", "PT٣S"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"ISO 8601|100 years"):
        read_duration(text)
    assert LONGEST_STEP == 36_500 * DAY


@given(MOMENTS)
def test_moments_are_written_as_the_standard_library_reads_them(moment: int) -> None:
    second = to_datetime(moment).replace(microsecond=0)
    assert email.utils.parsedate_to_datetime(write_rfc2822(moment)) == second
    assert datetime.fromisoformat(write_iso8601(moment)) == second
    assert from_datetime(to_datetime(moment)) == moment
    assert from_datetime(to_datetime(moment).replace(tzinfo=None)) == moment
    assert to_datetime(moment) == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)


@given(st.lists(st.sampled_from(["stop", "run", "real", "second", "make"]), max_size=60), st.none() | st.integers())
def test_sids_only_grow_and_never_repeat(steps: list[str], seed: int | None) -> None:
    async def run() -> None:  # a running clock winds its timer on a loop
        clock = Clock()
        sids, made = Sids(clock, Dice(seed)), list[str]()
        for step in steps:
            if step == "stop":
                clock.stop()
            elif step == "second":
                clock.advance(SECOND)
            elif step == "make":
                made += [sids.make("SM") for _ in range(5)]
            else:
                clock.run(real=step == "real")  # `real` may take the clock back
        assert made == sorted(set(made))
        assert all(is_sid(s, "SM") and not is_sid(s, "MM") for s in made)

    asyncio.run(run())


def test_dice_with_a_seed_repeat() -> None:
    def throw(seed: int | None) -> tuple[str, str, float]:
        dice = Dice(seed)
        return dice.hex(8), dice.token(20), dice.fraction()

    assert throw(7) == throw(7) != throw(8)
    assert throw(None) != throw(None)

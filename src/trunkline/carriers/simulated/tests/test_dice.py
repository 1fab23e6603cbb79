"""Chance that can be repeated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trunkline.carriers.simulated.rules.dice import Repeats, spread, throw
from trunkline.carriers.simulated.rules.outcomes import code_of_number


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_a_throw_depends_on_each_part_and_on_nothing_else(one: list[str], other: list[str]) -> None:
    assert 0 <= throw(*one) < 1
    assert (throw(*one) == throw(*other)) == (one == other)


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 10_000), st.integers(0, 10_000))
def test_uniform_stays_between_its_bounds(chance: float, low: int, more: int) -> None:
    assert low * 1000 <= spread(chance, "uniform", low, low + more) <= (low + more) * 1000


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 100_000), st.floats(0, 5))
def test_lognormal_is_bounded_and_has_its_median(chance: float, median: int, sigma: float) -> None:
    assert 0 <= spread(chance, "lognormal", median, sigma=sigma) <= median * 20_000
    assert abs(spread(0.5, "lognormal", median, sigma=sigma) - median * 1000) <= 1


def test_throws_are_spread_evenly() -> None:
    assert 4700 < sum(throw("seed", i) < 0.5 for i in range(10_000)) < 5300


def test_repeats_count_each_text_apart_and_forget_the_oldest() -> None:
    repeats = Repeats(room=2)
    assert [repeats.number("a"), repeats.number("a"), repeats.number("b"), repeats.number("a")] == [0, 1, 0, 2]
    assert repeats.number("c") == 0
    assert [repeats.number("a"), repeats.number("b")] == [3, 0]


def test_numbers_that_nobody_holds_follow_their_numbering_plan() -> None:
    assert code_of_number("+15551234567") == code_of_number("+14155550100") == 0  # fictional
    assert code_of_number("+14158675309") == 0  # an American range may be mobile
    assert code_of_number("+447400123456") == 0  # British mobile
    assert code_of_number("+442079460123") == 30006  # London landline
    assert code_of_number("+441000000000") == code_of_number("+12002345678") == 30005
    assert code_of_number("12345") == 30005

"""Counting and picking, held against `re` and plain enumeration."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.products.numbers.rules.digit_patterns import CommonStrings, DigitPattern, scatter

pieces = st.sampled_from([r"\d", "1", "[2-5]", "[^7]", "(?:12|3)", r"(?:4\d|5){1,2}", "6?", ".", r"\d*", "8+"])
expressions = st.lists(pieces, min_size=1, max_size=4).map("".join)


@given(st.lists(expressions, min_size=1, max_size=3), st.integers(0, 3))
def test_common_strings_are_those_that_re_finds(patterns: list[str], length: int) -> None:
    everything = ("".join(digits) for digits in itertools.product("0123456789", repeat=length))
    expected = [text for text in everything if all(re.fullmatch(pattern, text) for pattern in patterns)]
    common = CommonStrings([DigitPattern(pattern) for pattern in patterns], length)
    assert [common.at(position) for position in range(common.size)] == expected
    assert all(common.holds(text) for text in expected)
    assert not common.holds("0" * (length + 1))
    with pytest.raises(IndexError):
        common.at(common.size)


@given(st.integers(1, 3000), st.integers(0, 2**32))
def test_a_shuffle_has_every_place_once(size: int, seed: int) -> None:
    assert sorted(scatter(position, size, seed) for position in range(size)) == list(range(size))


@pytest.mark.parametrize("expression", ["^1", r"(1)\1", "(", r"\w"])
def test_what_no_plan_uses_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="digit pattern"):
        DigitPattern(expression)

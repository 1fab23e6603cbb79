"""Numbers as people write them, held to libphonenumber, and what a plan says of them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.foundations.numbering.plan import LineType, country_of, line_type_of


@pytest.mark.parametrize(
    ("given_text", "number"),
    [
        ("+14155552671", "+14155552671"),
        ("(415) 555-2671", "+14155552671"),
        ("1 415 555 2671", "+14155552671"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+15551230001", "+15551230001"),
        ("+1555", None),
        ("+0123456789", None),
        ("+999123456789", None),
        ("call me", None),
        ("", None),
    ],
)
def test_what_is_meant(given_text: str, number: str | None) -> None:
    assert to_e164(given_text) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = to_e164(text)
    assert found is None or (found.startswith("+") and found[1:].isascii() and found[1:].isdigit() and 8 <= len(found) <= 16)


@given(st.text(max_size=20))
def test_of_any_text_a_plan_says_something(text: str) -> None:
    assert country_of(text) is None or text.startswith("+")
    assert isinstance(line_type_of(text), LineType)


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
def test_examples_of_every_country_are_read_and_placed(region: str) -> None:
    example = phonenumbers.example_number(region)
    assert example is not None
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    spaced = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    assert to_e164(e164) == e164
    assert to_e164(spaced) == e164
    assert country_of(e164) == phonenumbers.region_code_for_number(example)
    assert line_type_of(e164) is not LineType.UNKNOWN

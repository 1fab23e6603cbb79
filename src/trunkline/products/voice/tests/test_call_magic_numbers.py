"""The documented tables, row by row."""

import pytest

from trunkline.products.voice.rules.magic_numbers import PASSING_CALLER, rehearse_call

ORDINARY = "+14155552671"


@pytest.mark.parametrize(("from_", "code"), [("+15005550001", 21212), (PASSING_CALLER, None), ("+14155552672", 21210)])
def test_callers(from_: str, code: int | None) -> None:
    assert rehearse_call(ORDINARY, from_) == code


@pytest.mark.parametrize(("last", "code"), [("1", 21217), ("2", 21214), ("3", 21215), ("4", 21216), ("9", None)])
def test_magic_callees(last: str, code: int | None) -> None:
    assert rehearse_call(f"+1500555000{last}", PASSING_CALLER) == code

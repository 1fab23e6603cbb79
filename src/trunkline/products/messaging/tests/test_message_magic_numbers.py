"""The documented tables, row by row."""

import pytest

from trunkline.products.messaging.rules.addresses import parse_to
from trunkline.products.messaging.rules.magic_numbers import PASSING_SENDER, rehearse_message

ORDINARY = "+14155552671"


@pytest.mark.parametrize(("last", "code"), [("1", 21212), ("7", 21606), ("8", 21611), ("6", None), ("0", 21606), ("2", 21606)])
def test_magic_senders(last: str, code: int | None) -> None:
    assert rehearse_message(ORDINARY, f"+1500555000{last}") == code


def test_any_other_sender_is_not_owned() -> None:
    assert rehearse_message(ORDINARY, "+14155552672") == 21606


@pytest.mark.parametrize(("last", "code"), [("1", 21211), ("2", 21612), ("3", 21408), ("4", 21610), ("9", 21614), ("6", None), ("0", None)])
def test_magic_recipients(last: str, code: int | None) -> None:
    assert rehearse_message(f"+1500555000{last}", PASSING_SENDER) == code
    assert parse_to(f"+1500555000{last}").valid  # the ordinary parser must let them through to this table

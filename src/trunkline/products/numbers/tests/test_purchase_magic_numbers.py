"""The documented tables, row by row."""

import pytest

from trunkline.products.numbers.rules.magic_numbers import Rehearsal, rehearse_purchase


@pytest.mark.parametrize(
    ("phone_number", "number", "code"),
    [
        ("+15005550000", None, 21422),
        ("+15005550001", None, 21421),
        ("+15005550006", "+15005550006", None),
        ("+14155552671", None, 21422),
    ],
)
def test_magic_numbers(phone_number: str, number: str | None, code: int | None) -> None:
    assert rehearse_purchase(phone_number=phone_number) == Rehearsal(number, code)
    assert rehearse_purchase(phone_number=phone_number, area_code="533") == Rehearsal(number, code)


@pytest.mark.parametrize(("area_code", "number", "code"), [("500", "+15005550006", None), ("533", None, 21452), ("415", None, 21452)])
def test_magic_area_codes(area_code: str, number: str | None, code: int | None) -> None:
    assert rehearse_purchase(area_code=area_code) == Rehearsal(number, code)


def test_a_purchase_names_something() -> None:
    with pytest.raises(ValueError, match="names a phone number or an area code"):
        rehearse_purchase()

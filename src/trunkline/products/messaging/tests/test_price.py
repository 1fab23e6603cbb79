"""Prices on the wire, and the row that counts."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.products.messaging.rules.price import Price, price_of

TODAY = date(2026, 6, 1)


def test_an_sms_costs_each_of_its_segments() -> None:
    one = price_of("US", "outbound", on=TODAY)
    assert one.currency == "USD"
    assert one.as_wire() == "-0.00790"
    assert price_of("US", "outbound", segments=3, on=TODAY).as_wire() == "-0.02370"
    assert price_of("US", "outbound", segments=3, service="mms", on=TODAY).as_wire() == "-0.02000"


def test_unknown_countries_and_missing_services_cost_the_default_row() -> None:
    default = price_of(None, "inbound", on=TODAY)
    assert default.as_wire() == "-0.00750"
    assert price_of("ZZ", "inbound", on=TODAY) == default
    assert price_of("DE", "outbound", service="mms", on=TODAY) == price_of(None, "outbound", service="mms", on=TODAY)


def test_refused() -> None:
    with pytest.raises(ValueError, match="at least one segment"):
        price_of("US", "outbound", segments=0, on=TODAY)
    with pytest.raises(ValueError, match="begins after 1999"):
        price_of("US", "outbound", on=date(1999, 1, 1))


@given(st.decimals(0, 100, places=7))
def test_wire_form_is_signed_and_has_five_decimals(amount: Decimal) -> None:
    shown = Price(amount, "USD").as_wire()
    assert len(shown.rpartition(".")[2]) == 5
    assert abs(-Decimal(shown) - amount) <= Decimal("0.000005")
    assert shown.startswith("-") is (Decimal(shown) != 0)

"""Prices as decimals: exact, and written as they were given."""

from __future__ import annotations

import re
from decimal import Decimal

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def read_price(text: str) -> str:
    """A price of a segment, six decimals at most, without zeros that say nothing; ValueError if it is none."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError("must be a decimal such as 0.0042, with six decimals at most")
    return write_price(Decimal(text))


def write_price(price: Decimal) -> str:
    """Without exponent and trailing zeros."""
    text = format(price, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

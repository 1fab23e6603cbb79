"""Money is a whole number of millionths of a currency's unit (micros): sums of it are exact, in every database.

Prices on the wire are decimal texts; Twilio writes what an account pays for a message as a negative number with five decimals.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

MICRO = 1_000_000
_PRICE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_CENT_OF_MILLE = Decimal("0.00001")


def read_money(text: str) -> int:
    """ "0.0079" is 7900 micros. ValueError for what is not a plain decimal, zero or more, of at most six places."""
    if not _PRICE.fullmatch(text):
        raise ValueError(f"{text!r} is not an amount like 0.0079, of at most six decimals")
    return int(Decimal(text) * MICRO)


def write_money(micros: int, places: int = 2) -> str:
    """Exact, without needless zeros, but with at least `places` decimals: 7900 is "0.0079", 50000 is "0.05"."""
    whole, part = divmod(abs(micros), MICRO)
    digits = f"{part:06d}".rstrip("0").ljust(places, "0")
    sign = "-" if micros < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


@lru_cache(maxsize=4096)
def write_charge(micros: int) -> str:
    """What an account paid, as a message shows it: -0.00790, and 0.00000 for nothing; rounded to five decimals."""
    amount = (Decimal(micros) / MICRO).quantize(_CENT_OF_MILLE, ROUND_HALF_UP)
    return str(-amount) if amount else "0.00000"

"""The id of a message as a carrier writes it in its answer, and again in its receipts: often not in the same way.

One writes hexadecimal in the answer and decimal in the receipt, another drops leading zeros or changes the case. Ids are kept under one
spelling, and a receipt's id is tried as it is, then in the other base.
"""

from __future__ import annotations

from enum import StrEnum


class IdForm(StrEnum):
    """`same`: both alike. `hex_decimal`: hexadecimal in the answer, decimal in receipts. `decimal_hex`: the reverse. `auto`: find out."""

    AUTO = "auto"
    SAME = "same"
    HEX_DECIMAL = "hex_decimal"
    DECIMAL_HEX = "decimal_hex"


LONGEST = 64


def id_key(message_id: str) -> str:
    """The spelling under which an id is kept: lower case, without blanks around it and without leading zeros."""
    key = message_id.strip(" \0\r\n\t").lower()
    return (key.lstrip("0") or key[:1])[:LONGEST]


def receipt_keys(message_id: str, form: IdForm) -> tuple[str, ...]:
    """The keys under which the message of a receipt may be kept, the likeliest first."""
    key = id_key(message_id)
    if form is IdForm.SAME:
        return (key,)
    to_hexadecimal = id_key(f"{int(key):x}") if key.isascii() and key.isdigit() else None
    to_decimal = id_key(str(int(key, 16))) if key and all(c in "0123456789abcdef" for c in key) else None
    if form is IdForm.HEX_DECIMAL:
        return (to_hexadecimal or key,)
    if form is IdForm.DECIMAL_HEX:
        return (to_decimal or key,)
    return tuple(dict.fromkeys((key, *(k for k in (to_hexadecimal, to_decimal) if k))))

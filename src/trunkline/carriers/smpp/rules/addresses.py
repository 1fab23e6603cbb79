"""Numbers and names as SMPP writes them: digits with a type of number (TON) and a plan (NPI). Source: SMPP 3.4, sections 5.2.5, 5.2.6."""

from __future__ import annotations

UNKNOWN, INTERNATIONAL, NATIONAL, NETWORK, SUBSCRIBER, ALPHANUMERIC, ABBREVIATED = range(7)
ISDN = 1
LONGEST_SHORT_CODE = 6


def write_address(address: str) -> tuple[int, int, str]:
    """TON, NPI and address of an E.164 number, a short code or a name. ValueError for what an SMPP address cannot hold."""
    digits = address[1:]
    if address.startswith("+") and digits.isascii() and digits.isdigit():
        return INTERNATIONAL, ISDN, digits
    if address.isascii() and address.isdigit():
        return NETWORK, UNKNOWN, address
    if not address or len(address) > 20 or any(not " " <= character <= "\xff" for character in address):
        raise ValueError(f"{address!r} cannot be written as an SMPP address")
    return ALPHANUMERIC, UNKNOWN, address


def read_address(ton: int, address: str, country_code: str = "") -> str:
    """As the platform writes it: E.164, a short code, or a name as it came.

    A number whose type is unknown is taken as international unless it begins with zeros or is short; `country_code` (digits) stands before
    national ones, without their leading zero. Anything that is no number stays as it is.
    """
    text = address.strip()
    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or ton == ALPHANUMERIC:
        return text
    if text.startswith("+"):
        return text
    if ton == INTERNATIONAL:
        return f"+{digits.removeprefix('00')}"
    if ton == NATIONAL and country_code:
        return f"+{country_code}{digits.removeprefix('0')}"
    if ton in (NETWORK, ABBREVIATED, SUBSCRIBER) or len(digits) <= LONGEST_SHORT_CODE:
        return text
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0"):
        return f"+{country_code}{digits[1:]}" if country_code else text
    return f"+{digits}"


def same_number(one: str, other: str) -> bool:
    """Whether two spellings may be one number: the shorter one's digits end the longer one's (at least 6 of them)."""
    a, b = ("".join(c for c in text if c.isdigit()).lstrip("0") for text in (one, other))
    short, long = sorted((a, b), key=len)
    return len(short) >= 6 and long.endswith(short)

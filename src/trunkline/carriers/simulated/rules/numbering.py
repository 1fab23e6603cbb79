"""Numbers as the network sees them: E.164, their country, and what their range is meant for. Source: libphonenumber's metadata."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

_DIALLED = re.compile(r"\+?[0-9 ().\-/]{4,40}").fullmatch
_DEAF = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)


def to_e164(text: str) -> str | None:
    """The number that is meant, or None. Ten digits are North American, more without + are international; lengths must fit the country's
    plan, but the range need not be assigned."""
    given = text.strip()
    if _DIALLED(given) is None:
        return None
    digits = re.sub(r"[^0-9]", "", given)
    if not given.startswith("+") and len(digits) == 10:
        digits = f"1{digits}"
    number = _parse(f"+{digits}")
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def country_of(e164: str) -> str | None:
    """ISO 3166-1 alpha-2; the main country of the calling code where no plan assigns the range; None for international ranges."""
    number = _parse(e164)
    if number is None:
        return None
    found = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(number.country_code or 0)
    return None if found in (None, "001", "ZZ") else str(found)


def is_assigned(e164: str) -> bool:
    """Whether a numbering plan assigns the range."""
    number = _parse(e164)
    return number is not None and phonenumbers.is_valid_number(number)


def takes_texts(e164: str) -> bool:
    """False for a range of fixed lines, premium rate, shared cost, voicemail or company numbers."""
    number = _parse(e164)
    return number is not None and phonenumbers.number_type(number) not in _DEAF


def _parse(e164: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(e164)
    except NumberParseException:
        return None

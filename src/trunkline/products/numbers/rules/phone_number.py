"""How phone numbers are written: as given, in E.164, for people, and in part.

Twilio takes a number to buy in E.164, with or without separators, and a bare North American number of ten digits.
"""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException

_DIALLED = re.compile(r"\+?[0-9 ().\-]{7,30}").fullmatch
_E164 = re.compile(r"\+[1-9][0-9]{6,14}").fullmatch
_PART = re.compile(r"\+?[0-9*]{1,15}").fullmatch
_SEPARATORS = str.maketrans("", "", " ().-")
SHORT_CODE = re.compile(r"[0-9]{3,8}").fullmatch


def to_e164(given: str) -> str | None:
    """The number in E.164, None for what is none: its country code must exist and its length be one that the country uses."""
    text = given.strip()
    if _DIALLED(text) is None:
        return None
    bare = text.translate(_SEPARATORS)
    if not bare.startswith("+"):
        bare = f"+1{bare}" if len(bare) == 10 else f"+{bare}"
    return bare if _E164(bare) is not None and _is_possible(bare) else None


@lru_cache(maxsize=4096)
def _is_possible(e164: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(e164))
    except NumberParseException:
        return False


def for_people(e164: str) -> str:
    """North American numbers spelled out, "(415) 555-2671", all others in E.164, as Twilio names a number by itself."""
    if e164.startswith("+1") and len(e164) == 12:
        return f"({e164[2:5]}) {e164[5:8]}-{e164[8:]}"
    return e164


def country_of(e164: str) -> str:
    """ISO 3166-1 alpha-2; "" where a number has no country. A North American number that no plan assigns (+1 555 …) is American."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return ""
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    found = phonenumbers.region_code_for_number(number) or (regions[0] if regions else "")
    return "" if found == "001" else str(found)


def partial_pattern(text: str) -> str:
    """A part of a number, `*` being any one digit, as a pattern of the database; a leading + ties it to the beginning."""
    bare = text.strip().translate(_SEPARATORS)
    if _PART(bare) is None:
        raise ValueError("must be a phone number or a part of one, with * for any digit")
    return ("" if bare.startswith("+") else "%") + bare.replace("*", "_") + "%"

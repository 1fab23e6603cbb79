"""A phone number as people and apps write it, and as the wire wants it."""

import re

import phonenumbers
from phonenumbers import NumberParseException

from .plan import NANP, plan_of

_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{9}").fullmatch
_E164 = re.compile(r"\+[1-9][0-9]{6,14}").fullmatch
_DIALLED = re.compile(r"\+?[0-9 ().\-/\u00a0\u2010-\u2015]+").fullmatch
SEPARATORS = str.maketrans("", "", " ().-/\u00a0\u2010\u2011\u2012\u2013\u2014\u2015")


def to_e164(value: str) -> str | None:
    """The phone number that `value` means, or None.

    Accepted as by Twilio: E.164; E.164 with separators; ten digits with any separators, and eleven that begin with 1,
    as a number of North America, whose area codes begin with 2 to 9. Eleven to fifteen digits without `+` are read as
    an international number. No letters, no extensions, no 00 or 011 prefix. The country code must exist and the length be
    one that the country uses; whether the range is assigned is another question (`plan.is_assigned`).
    """
    if _NORTH_AMERICAN(value) is not None:  # the common case, which needs no look at a plan
        return value
    if _E164(value) is None:
        given = value.strip()
        if _DIALLED(given) is None:
            return None
        bare = given.translate(SEPARATORS)
        if not bare.startswith("+"):
            bare = f"+{NANP}{bare}" if len(bare) == 10 else f"+{bare}"
        if _E164(bare) is None:
            return None
        value = bare
    plan = plan_of(value)
    if plan is None:
        return None
    calling_code, lengths = plan
    if calling_code == NANP and _NORTH_AMERICAN(value) is None:
        return None
    if len(value) - 1 - len(calling_code) not in lengths:
        return _without_trunk_zero(value)
    return value


def _without_trunk_zero(value: str) -> str | None:
    """Try a number whose length fits no plan once more: "+44 (0)20 …" carries a prefix that libphonenumber drops."""
    try:
        number = phonenumbers.parse(value)
    except NumberParseException:
        return None
    mended = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None if mended == value or not phonenumbers.is_valid_number(number) else mended

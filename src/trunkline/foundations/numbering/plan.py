"""What the numbering plans say of a number in E.164. Source: libphonenumber's metadata."""

import re
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberType

NANP = "1"
_NUMBER = re.compile(r"\+[0-9]{1,15}").fullmatch


class LineType(StrEnum):
    """Sort of line by its numbering range, in the words of libphonenumber; a range is no proof of the actual line."""

    MOBILE = "mobile"
    FIXED_LINE = "fixed_line"
    FIXED_LINE_OR_MOBILE = "fixed_line_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM_RATE = "premium_rate"
    SHARED_COST = "shared_cost"
    VOIP = "voip"
    PERSONAL = "personal_number"
    PAGER = "pager"
    UAN = "uan"
    VOICEMAIL = "voicemail"
    UNKNOWN = "unknown"


def country_of(e164: str) -> str | None:
    """ISO 3166-1 alpha-2 country of an E.164 number; None for an international range such as +800.

    Where countries share a calling code and no plan assigns the number, it is the main country of the code.
    """
    plan = plan_of(e164)
    if plan is None:
        return None
    calling_code, _ = plan
    regions = phonenumbers.region_codes_for_country_code(int(calling_code))
    if not regions or regions[0] == "001":
        return None
    if len(regions) == 1:
        return str(regions[0])
    if calling_code == NANP:
        return nanp_country(e164[2:5])
    return _region_of(e164) or str(regions[0])


@lru_cache(maxsize=16384)
def is_assigned(e164: str) -> bool:
    """True where a numbering plan assigns the range of the number, which +1 555 and other fictional numbers are not."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(e164))
    except NumberParseException:
        return False


@lru_cache(maxsize=16384)
def line_type_of(e164: str) -> LineType:
    """Sort of line that the range of an E.164 number is meant for; UNKNOWN for a range that no plan assigns."""
    try:
        number_type = phonenumbers.number_type(phonenumbers.parse(e164))
    except NumberParseException:
        return LineType.UNKNOWN
    return LineType(PhoneNumberType.to_string(number_type).lower())


def plan_of(e164: str) -> tuple[str, frozenset[int]] | None:
    """Calling code of a number and the lengths of its national part; None where no such calling code exists."""
    if _NUMBER(e164) is None:
        return None
    for digits in (1, 2, 3):
        if (lengths := _lengths_of(e164[1 : 1 + digits])) is not None:
            return e164[1 : 1 + digits], lengths
    return None


@lru_cache(maxsize=1110)
def _lengths_of(calling_code: str) -> frozenset[int] | None:
    regions = phonenumbers.region_codes_for_country_code(int(calling_code))
    lengths: set[int] = set()
    for region in regions:
        if region == "001":
            metadata = PhoneMetadata.metadata_for_nongeo_region(int(calling_code), None)
        else:
            metadata = PhoneMetadata.metadata_for_region(region, None)
        if metadata is not None and metadata.general_desc is not None:
            lengths.update(metadata.general_desc.possible_length)
    return frozenset(lengths) if regions else None


@lru_cache(maxsize=800)
def nanp_country(area_code: str) -> str:
    """Country of a North American area code; US for one that is not in use, as for the fictional 555."""
    return _region_of(f"+1{area_code}2345678") or "US"


@lru_cache(maxsize=16384)
def _region_of(e164: str) -> str | None:
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(e164))
    except NumberParseException:
        return None
    return None if region in (None, "001", "ZZ") else str(region)

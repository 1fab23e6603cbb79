"""What stands in To and From: phone number, short code, alphanumeric sender ID or channel address, and its country.

Sources: Twilio's Message resource and its error dictionary (21211, 21212, 21265, 21910 …); E.164 for the numbers;
the numbering plans of libphonenumber for lengths and countries. Parsing is syntax only: who owns an address and whether
a pair may talk is judged in `sender_rights`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberType

INVALID_TO, MISSING_TO, SHORT_CODE_TO = 21211, 21604, 21265
INVALID_FROM, MISSING_FROM = 21212, 21603


class AddressKind(StrEnum):
    """What an address is. CHANNEL is recognised here and carried by its channel, not by SMS."""

    PHONE = "phone"
    SHORT_CODE = "short_code"
    ALPHANUMERIC = "alphanumeric"
    CHANNEL = "channel"
    INVALID = "invalid"


class Channel(StrEnum):
    """Prefix of a channel address, without its colon."""

    WHATSAPP = "whatsapp"
    MESSENGER = "messenger"
    VIBER = "viber"
    RCS = "rcs"


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


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed To or From.

    `value` is what goes on the wire: E.164 for a phone number, digits for a short code, the sender ID as given, the
    prefix and its address for a channel; for INVALID the input as it came. `country` is ISO 3166-1 alpha-2, None where
    the address alone does not tell (short codes, sender IDs, international ranges). `error` is Twilio's code, or None.
    """

    kind: AddressKind
    value: str
    country: str | None = None
    channel: Channel | None = None
    error: int | None = None

    @property
    def valid(self) -> bool:
        """True where no code refuses the address."""
        return self.error is None


_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{9}").fullmatch
_E164 = re.compile(r"\+[1-9][0-9]{6,14}").fullmatch
_SHORT_CODE = re.compile(r"[0-9]{3,8}").fullmatch
# Twilio's alphanumeric sender: 1 to 11 of letters, digits, space and + - _ &, at least one letter.
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11}").fullmatch
_DIALLED = re.compile(r"\+?[0-9 ().\-/\u00a0\u2010-\u2015]+").fullmatch
_SEPARATORS = str.maketrans("", "", " ().-/\u00a0\u2010\u2011\u2012\u2013\u2014\u2015")
_CHANNEL = re.compile(r"(whatsapp|messenger|viber|rcs):(\S{1,250})", re.IGNORECASE).fullmatch
_NANP = "1"


def parse_to(value: str) -> Address:
    """Parse a To. Codes: 21604 blank, 21265 short code, 21211 anything else that is not a number or channel address.

    A number is valid when its country code exists and its length is one the country uses; whether the range is
    assigned is `is_assigned`, apart, since the virtual handsets live in ranges that no plan assigns (+1 555 …).
    """
    given = value.strip()
    if not given:
        return Address(AddressKind.INVALID, value, error=MISSING_TO)
    if (parsed := _parse(given)) is None or parsed.kind is AddressKind.ALPHANUMERIC:
        return Address(AddressKind.INVALID, value, error=INVALID_TO)
    if parsed.kind is AddressKind.SHORT_CODE:
        return Address(AddressKind.SHORT_CODE, parsed.value, error=SHORT_CODE_TO)
    return parsed


def parse_from(value: str) -> Address:
    """Parse a From. Codes: 21603 blank, 21212 where it is no number, short code, sender ID or channel address."""
    given = value.strip()
    if not given:
        return Address(AddressKind.INVALID, value, error=MISSING_FROM)
    return _parse(given) or Address(AddressKind.INVALID, value, error=INVALID_FROM)


def parse_phone(value: str) -> Address | None:
    """The E.164 number that `value` means, or None.

    Accepted as by Twilio: E.164; E.164 with separators; ten digits with any separators, and eleven that begin with 1,
    as a number of North America, whose area codes begin with 2 to 9. Eleven to fifteen digits without `+` are read as
    an international number. No letters, no extensions, no 00 or 011 prefix.
    """
    if _NORTH_AMERICAN(value) is not None:  # the common case, which needs no look at a plan
        return Address(AddressKind.PHONE, value, _nanp_country(value[2:5]))
    if _E164(value) is None:
        if _DIALLED(value) is None:
            return None
        bare = value.translate(_SEPARATORS)
        if not bare.startswith("+"):
            bare = f"+{_NANP}{bare}" if len(bare) == 10 else f"+{bare}"
        if _E164(bare) is None:
            return None
        value = bare
    plan = _plan_of(value)
    if plan is None:
        return None
    calling_code, lengths = plan
    if calling_code == _NANP and _NORTH_AMERICAN(value) is None:
        return None
    if len(value) - 1 - len(calling_code) not in lengths:
        return _parse_with_trunk_zero(value)
    return Address(AddressKind.PHONE, value, country_of(value))


def country_of(e164: str) -> str | None:
    """ISO 3166-1 alpha-2 country of an E.164 number; None for an international range such as +800.

    Where countries share a calling code and no plan assigns the number, it is the main country of the code.
    """
    plan = _plan_of(e164)
    if plan is None:
        return None
    calling_code, _ = plan
    regions = phonenumbers.region_codes_for_country_code(int(calling_code))
    if not regions or regions[0] == "001":
        return None
    if len(regions) == 1:
        return str(regions[0])
    if calling_code == _NANP:
        return _nanp_country(e164[2:5])
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


def _parse(given: str) -> Address | None:
    if _E164(given) is not None:
        return parse_phone(given)
    if (found := _CHANNEL(given)) is not None:
        return _parse_channel(Channel(found[1].lower()), found[2])
    if _SHORT_CODE(given) is not None:
        return Address(AddressKind.SHORT_CODE, given)
    if (phone := parse_phone(given)) is not None:
        return phone
    return Address(AddressKind.ALPHANUMERIC, given) if _ALPHANUMERIC(given) is not None else None


def _parse_channel(channel: Channel, rest: str) -> Address | None:
    # WhatsApp reaches phones by number, and so does RCS, whose agents have names; the others have identifiers.
    if channel is Channel.WHATSAPP or (channel is Channel.RCS and rest.startswith("+")):
        phone = parse_phone(rest)
        if phone is None or not rest.startswith("+"):
            return None
        return Address(AddressKind.CHANNEL, f"{channel}:{phone.value}", phone.country, channel)
    return Address(AddressKind.CHANNEL, f"{channel}:{rest}", None, channel)


def _parse_with_trunk_zero(value: str) -> Address | None:
    """Try a number whose length fits no plan once more: "+44 (0)20 …" carries a prefix that libphonenumber drops."""
    try:
        number = phonenumbers.parse(value)
    except NumberParseException:
        return None
    mended = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if mended == value or not phonenumbers.is_valid_number(number):
        return None
    return Address(AddressKind.PHONE, mended, country_of(mended))


def _plan_of(e164: str) -> tuple[str, frozenset[int]] | None:
    """Calling code of a number and the lengths of its national part; None where no such calling code exists."""
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
def _nanp_country(area_code: str) -> str:
    """Country of a North American area code; US for one that is not in use, as for the fictional 555."""
    return _region_of(f"+1{area_code}2345678") or "US"


@lru_cache(maxsize=16384)
def _region_of(e164: str) -> str | None:
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(e164))
    except NumberParseException:
        return None
    return None if region in (None, "001", "ZZ") else str(region)

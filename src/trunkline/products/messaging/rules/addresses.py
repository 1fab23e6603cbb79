"""What stands in To and From: phone number, short code, alphanumeric sender ID or channel address, and its country.

Sources: Twilio's Message resource and its error dictionary (21211, 21212, 21265, 21910 …); E.164 for the numbers;
the numbering plans of libphonenumber for lengths and countries. Parsing is syntax only: who owns an address and whether
a pair may talk is judged in `sender_rights`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.foundations.numbering.plan import country_of

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


_E164 = re.compile(r"\+[1-9][0-9]{6,14}").fullmatch
_SHORT_CODE = re.compile(r"[0-9]{3,8}").fullmatch
# Twilio's alphanumeric sender: 1 to 11 of letters, digits, space and + - _ &, at least one letter.
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11}").fullmatch
_CHANNEL = re.compile(r"(whatsapp|messenger|viber|rcs):(\S{1,250})", re.IGNORECASE).fullmatch


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


@lru_cache(maxsize=16384)
def parse_phone(value: str) -> Address | None:
    """The phone number that `value` means (see `to_e164`), or None."""
    number = to_e164(value)
    return None if number is None else Address(AddressKind.PHONE, number, country_of(number))


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

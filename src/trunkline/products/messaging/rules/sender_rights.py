"""Whether a sender may be used at all, and whether this sender may reach this recipient: pure tests, Twilio's codes.

Since July 2024 Twilio answers narrower codes where it once answered 21211, 21212, 21606 and 21614 (changelog "Updates
to the error code dictionary to clarify number validation errors"). The narrow ones are used here; the wide ones stay
with the test credentials (`magic_numbers`), where they are still documented.
"""

from enum import Enum

from trunkline.foundations.numbering.plan import LineType, is_assigned, line_type_of
from trunkline.products.messaging.rules.addresses import Address, AddressKind

LANDLINE_TRIED = frozenset({"US", "CA", "GB"})
"""Countries in which a message to a landline is attempted (error page 21635); elsewhere it is refused."""

ALPHANUMERIC_REFUSED = frozenset({"US", "CA", "PR", "VI", "GU", "AS", "MP"})
"""Countries whose networks take no alphanumeric sender (Twilio's SMS guidelines: US with its territories, Canada)."""


class SenderStanding(Enum):
    """How a From stands to the account that sends, with the code that refuses it (None: it may be used)."""

    OWNED = None
    NOT_HOSTED = 21659
    """No account of this platform holds the number or short code."""
    OTHER_ACCOUNT = 21660
    """Another account holds it, be it the parent."""
    NO_SMS = 21661
    """The account holds it, but it cannot send SMS."""
    NO_MMS = 21621
    """The account holds it and it sends SMS, but the message has media and it cannot send MMS."""
    NO_CHANNEL = 63007
    """No channel sender of the account has this address."""

    @property
    def code(self) -> int | None:
        """Twilio's code, None for OWNED."""
        code: int | None = self.value
        return code


def refuse_pair(to: Address, from_: Address, *, short_code_country: str | None = None) -> int | None:
    """Code for two valid addresses that cannot talk to each other, or None.

    `short_code_country` is the country in which a short code in From is provisioned, None where it is not known.

    21910 different channels; 21266 SMS to itself, 63031 the same within a channel; 21659 short code of another country;
    21612 alphanumeric sender to a country that takes none.
    """
    if to.channel is not from_.channel:
        return 21910
    if to.value == from_.value:
        return 21266 if to.channel is None else 63031
    if from_.kind is AddressKind.SHORT_CODE and short_code_country is not None and short_code_country != to.country:
        return 21659
    if from_.kind is AddressKind.ALPHANUMERIC and to.country in ALPHANUMERIC_REFUSED:
        return 21612
    return None


def refuse_recipient(to: Address, *, regions: frozenset[str] | None = None, force_delivery: bool = False) -> int | None:
    """Code for a valid To that SMS cannot or may not reach, or None.

    `regions` are the countries that the account has enabled, None for all. `force_delivery` is the parameter
    ForceDelivery: a landline is tried anywhere.

    21408 the region is not enabled; 21635 landline in a country where landlines are not tried; 21614 a range that takes
    no SMS (pager, voicemail, premium and shared cost, universal access). A range that no plan assigns passes here:
    what answers there is the network's affair.
    """
    if to.kind is not AddressKind.PHONE:
        return None
    if regions is not None and to.country is not None and to.country not in regions:
        return 21408
    if not is_assigned(to.value):
        return None
    line = line_type_of(to.value)
    if line is LineType.FIXED_LINE and to.country not in LANDLINE_TRIED:
        return None if force_delivery else 21635
    return 21614 if line in _NO_SMS else None


_NO_SMS = frozenset({LineType.PAGER, LineType.VOICEMAIL, LineType.PREMIUM_RATE, LineType.SHARED_COST, LineType.UAN})

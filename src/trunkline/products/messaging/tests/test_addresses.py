"""What To and From are taken for, and the code that refuses them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.numbering.plan import LineType, country_of, is_assigned, line_type_of
from trunkline.products.messaging.rules.addresses import (
    AddressKind,
    Channel,
    parse_from,
    parse_phone,
    parse_to,
)
from trunkline.products.messaging.rules.sender_rights import SenderStanding, refuse_pair, refuse_recipient

_REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


@pytest.mark.parametrize(
    ("given_", "e164", "country"),
    [
        ("+14155552671", "+14155552671", "US"),
        ("(555) 123-4567", "+15551234567", "US"),
        ("415.555.2671", "+14155552671", "US"),
        (" 1 604 555 2671 ", "+16045552671", "CA"),
        ("447400123456", "+447400123456", "GB"),
        ("+44 (0)20 7946 0958", "+442079460958", "GB"),
        ("+7 701 234 5678", "+77012345678", "KZ"),
        ("+15551230001", "+15551230001", "US"),
        ("+80012345678", "+80012345678", None),
        ("+390669812345", "+390669812345", "VA"),
    ],
)
def test_numbers_as_people_write_them(given_: str, e164: str, country: str | None) -> None:
    address = parse_to(given_)
    assert (address.kind, address.value, address.country, address.error) == (AddressKind.PHONE, e164, country, None)


@pytest.mark.parametrize(
    ("given_", "code"),
    [("", 21604), ("   ", 21604), ("89045", 21265), ("+1", 21211), ("+0123456789", 21211), ("+1123456789", 21211),
     ("+11234567890", 21211), ("+999123456789", 21211), ("00447400123456", 21211), ("+1415FLOWERS", 21211),
     ("ACME", 21211), ("sip:a@example.org", 21211), ("client:joe", 21211), ("whatsapp:4155552671", 21211),
     ("whatsapp:", 21211), ("+1234567890123456", 21211), ("+1415555267", 21211), ("١٢٣٤٥٦٧٨٩٠", 21211), ("12", 21211)],
)  # fmt: skip
def test_what_is_no_recipient(given_: str, code: int) -> None:
    address = parse_to(given_)
    assert address.error == code
    assert not address.valid


@pytest.mark.parametrize(
    ("given_", "kind"),
    [("ACME", AddressKind.ALPHANUMERIC), ("A&B Co-op 1", AddressKind.ALPHANUMERIC), ("24 7", AddressKind.INVALID),
     ("TwelveLetter", AddressKind.INVALID), ("Ärzte", AddressKind.INVALID), ("#1 Deals", AddressKind.INVALID),
     ("894546", AddressKind.SHORT_CODE), ("12345678", AddressKind.SHORT_CODE), ("123456789", AddressKind.INVALID),
     ("+14155552671", AddressKind.PHONE), ("RCS:brand_agent", AddressKind.CHANNEL)],
)  # fmt: skip
def test_kinds_of_senders(given_: str, kind: AddressKind) -> None:
    address = parse_from(given_)
    assert address.kind is kind
    assert address.error == (21212 if kind is AddressKind.INVALID else None)


def test_channel_addresses_keep_their_prefix() -> None:
    address = parse_to("WhatsApp:+44 7400 123456".replace(" ", ""))
    assert (address.value, address.channel, address.country) == ("whatsapp:+447400123456", Channel.WHATSAPP, "GB")
    assert parse_to("messenger:1234567890").value == "messenger:1234567890"


@given(st.sampled_from(_REGIONS), st.integers(0, 11))
def test_every_example_of_every_plan_is_read_as_itself(region: str, number_type: int) -> None:
    number = phonenumbers.example_number_for_type(region, number_type)
    if number is None or not phonenumbers.is_valid_number(number):
        return
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if len(e164) < 8 or (e164.startswith("+1") and len(e164) != 12):  # service numbers that no text message can be sent to (CA 310-1234)
        return
    address = parse_phone(e164)
    assert address is not None
    assert address.value == e164
    assert address.country == phonenumbers.region_code_for_number(number)
    assert parse_phone(international) == address


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    for address in (parse_to(text), parse_from(text)):
        assert (address.kind is AddressKind.INVALID) <= (address.error is not None)


def test_ranges_tell_the_line() -> None:
    assert line_type_of("+447400123456") is LineType.MOBILE
    assert line_type_of("+442079460958") is LineType.FIXED_LINE
    assert line_type_of("+18005550199") is LineType.TOLL_FREE
    assert line_type_of("+15551230001") is LineType.UNKNOWN
    assert line_type_of("nonsense") is LineType.UNKNOWN
    assert is_assigned("+14155552671")
    assert not is_assigned("+15551230001")
    assert country_of("+99912345678") is None


@pytest.mark.parametrize(
    ("to", "from_", "code"),
    [("+14155552671", "+14155552672", None), ("+14155552671", "+14155552671", 21266),
     ("whatsapp:+14155552671", "+14155552671", 21910), ("whatsapp:+14155552671", "messenger:1", 21910),
     ("whatsapp:+14155552671", "whatsapp:+14155552671", 63031), ("+14155552671", "ACME", 21612),
     ("+447400123456", "ACME", None), ("+447400123456", "89045", 21659), ("+14155552671", "89045", None)],
)  # fmt: skip
def test_pairs_that_cannot_talk(to: str, from_: str, code: int | None) -> None:
    assert refuse_pair(parse_to(to), parse_from(from_), short_code_country="US") == code


def test_recipients_out_of_reach() -> None:
    landline = parse_to("+4930901820")
    assert refuse_recipient(landline) == 21635
    assert refuse_recipient(landline, force_delivery=True) is None
    assert refuse_recipient(parse_to("+442079460958")) is None
    assert refuse_recipient(parse_to("+443001234567")) == 21614
    assert refuse_recipient(parse_to("+447400123456"), regions=frozenset({"US"})) == 21408
    assert refuse_recipient(parse_to("+15551230001"), regions=frozenset({"US"})) is None
    assert refuse_recipient(parse_to("messenger:1"), regions=frozenset({"US"})) is None


def test_standing_of_a_sender() -> None:
    codes = {standing.name: standing.code for standing in SenderStanding}
    assert codes == {
        "OWNED": None, "NOT_HOSTED": 21659, "OTHER_ACCOUNT": 21660, "NO_SMS": 21661, "NO_MMS": 21621,
        "NO_CHANNEL": 63007,
    }  # fmt: skip

"""Alphabets, parts, ids, addresses, receipts, times: the pure rules, against the specification and against an independent reading."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trunkline.carriers.smpp.protocol import receipts, statuses, tags
from trunkline.carriers.smpp.protocol.pdus import ShortMessage
from trunkline.carriers.smpp.protocol.receipts import Receipt, looks_like_receipt, read_receipt, write_text
from trunkline.carriers.smpp.protocol.times import read_time, write_absolute, write_relative
from trunkline.carriers.smpp.rules.addresses import read_address, same_number, write_address
from trunkline.carriers.smpp.rules.alphabets import Alphabet, decode_units, encode_text, fill_bits, fits, pack, storable, unpack
from trunkline.carriers.smpp.rules.incoming import GAP, join, read_content
from trunkline.carriers.smpp.rules.message_ids import IdForm, id_key, receipt_keys
from trunkline.carriers.smpp.rules.outcomes import receipt_code, refusal_code, short_error, state_of, status_of
from trunkline.carriers.smpp.rules.parts import Joining, Place, read_header, read_sar, write_header, write_parts
from trunkline.kernel.clock import DAY, HOUR, SECOND
from trunkline.products.messaging.rules.encoding import GSM_BASIC, GSM_EXTENSION, decode_gsm7, encode_gsm7
from trunkline.products.messaging.rules.segments import count_segments

GSM = "".join(GSM_BASIC) + "".join(GSM_EXTENSION)
gsm_text = st.text(st.sampled_from(GSM), max_size=700)
any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=500)
SENT = st.sampled_from((Alphabet.GSM7, Alphabet.GSM7_PACKED, Alphabet.LATIN1, Alphabet.ASCII))


def arrive(body: str, alphabet: Alphabet, joining: Joining, reference: int = 7) -> list[ShortMessage]:
    coding = {Alphabet.GSM7: 0, Alphabet.GSM7_PACKED: 0, Alphabet.LATIN1: 3, Alphabet.ASCII: 1}[alphabet]
    parts = write_parts(body, reference, alphabet=alphabet, data_coding=coding, joining=joining)
    return [
        ShortMessage(command=5, data_coding=p.data_coding, text=p.text, tlvs=p.tlvs, esm_class=receipts.UDHI if p.header else 0)
        for p in parts
    ]


@given(st.one_of(gsm_text, any_text), SENT, st.sampled_from(Joining))
@example("§", Alphabet.GSM7, Joining.UDH8)
@example("x" * 152 + "€" + "y" * 20, Alphabet.GSM7, Joining.UDH8)
@example("a" * 66 + "😀" * 3, Alphabet.GSM7, Joining.UDH8)
def test_every_text_arrives_as_it_was_however_it_is_cut(body: str, alphabet: Alphabet, joining: Joining) -> None:
    pdus = arrive(body, alphabet, joining)
    default = Alphabet.GSM7_PACKED if alphabet is Alphabet.GSM7_PACKED else Alphabet.GSM7
    contents = [read_content(pdu, default) for pdu in pdus]
    assert all(len(pdu.text) <= (166 if alphabet is not Alphabet.LATIN1 else 140) for pdu in pdus)
    if len(pdus) == 1:
        got = contents[0].text(default)
    else:
        assert [c.place for c in contents] == [Place(7, len(pdus), n) for n in range(1, len(pdus) + 1)]
        got = join({n: (c.data_coding, c.octets) for n, c in enumerate(contents, 1)}, len(pdus), default)
    # Packed septets that end in @ on an octet's last bit cannot be told from filling (TS 23.038, 6.1.2.3.1).
    assert got == body or (alphabet is Alphabet.GSM7_PACKED and "@" in body)


@given(gsm_text)
def test_parts_are_as_many_as_are_billed(body: str) -> None:
    assert len(arrive(body, Alphabet.GSM7, Joining.UDH8)) == count_segments(body)


@given(st.binary(max_size=160).map(lambda b: bytes(o & 0x7F for o in b)), st.integers(0, 6))
def test_septets_are_packed_and_unpacked(septets: bytes, fill: int) -> None:
    packed = pack(septets, fill)
    assert len(packed) == -(-(7 * len(septets) + fill) // 8)
    got = unpack(packed, fill)
    assert got == septets or (septets.endswith(b"\0") and got == septets[:-1]) or got == septets + b"\0"


@given(gsm_text, st.binary(max_size=200))
def test_the_short_way_to_septets_is_the_right_one(body: str, octets: bytes) -> None:
    assert encode_text(body, Alphabet.GSM7) == encode_gsm7(body)
    assert decode_units(octets, 0, Alphabet.GSM7) == decode_gsm7(octets)


def test_the_packing_is_that_of_the_standard() -> None:
    assert pack(b"hellohello").hex() == "e8329bfd4697d9ec37"
    assert fill_bits(6) == 1 and fill_bits(7) == 0 and fill_bits(0) == 0


@given(st.binary(max_size=200), st.integers(0, 255), SENT)
def test_any_octets_give_a_text_that_can_be_stored(octets: bytes, coding: int, default: Alphabet) -> None:
    text = decode_units(octets, coding, default)
    assert "\0" not in text
    text.encode()


def test_half_a_pair_and_nul_do_not_reach_the_database() -> None:
    assert storable("a\0b\ud83d") == "ab\ufffd"
    assert decode_units(b"\xd8\x3d", 8, Alphabet.GSM7) == "\ufffd"
    assert decode_units(b"\x00", 0, Alphabet.GSM7) == "@"


@given(any_text, SENT)
def test_what_fits_can_be_written(body: str, alphabet: Alphabet) -> None:
    if fits(body, alphabet):
        encode_text(body, alphabet)


def test_a_text_of_too_many_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="parts"):
        write_parts("x" * 40_000, 1, alphabet=Alphabet.GSM7, data_coding=0, joining=Joining.UDH8)


# Headers


def test_the_place_is_found_among_other_elements() -> None:
    assert read_header(b"\x0b\x05\x04\x0b\x84\x00\x00\x00\x03\x2a\x03\x02rest") == (Place(42, 3, 2), 12)
    assert read_header(write_header(Place(0x1234, 2, 1), wide=True) + b"x") == (Place(0x1234, 2, 1), 7)


@pytest.mark.parametrize("octets", [b"", b"\x05\x00\x03\x01", b"\xff"])
def test_a_header_that_is_not_whole_is_none(octets: bytes) -> None:
    assert read_header(octets) == (None, 0)


@pytest.mark.parametrize("place", [(1, 0, 1), (1, 2, 0), (1, 2, 3), (1, 1, 1)])
def test_a_place_that_cannot_be_is_none(place: tuple[int, int, int]) -> None:
    reference, total, sequence = place
    assert read_header(bytes((5, 0, 3, reference, total, sequence)))[0] is None
    tlvs = {
        tags.SAR_MSG_REF_NUM: bytes((0, reference)),
        tags.SAR_TOTAL_SEGMENTS: bytes((total,)),
        tags.SAR_SEGMENT_SEQNUM: bytes((sequence,)),
    }
    assert read_sar(tlvs) is None


@given(st.binary(max_size=60))
def test_any_header_is_read_without_harm(octets: bytes) -> None:
    place, end = read_header(octets)
    assert 0 <= end <= len(octets)
    assert place is None or 1 <= place.sequence <= place.total


def test_gaps_are_shown() -> None:
    parts = {2: (0, b"two"), 3: (0, b"three")}
    assert join(parts, 5, Alphabet.GSM7) == f"{GAP}twothree{GAP}"


def test_a_character_cut_in_two_is_whole_again() -> None:
    smile = "😀".encode("utf-16-be")
    assert join({1: (8, smile[:2]), 2: (8, smile[2:])}, 2, Alphabet.GSM7) == "😀"
    assert join({1: (0, b"a\x1b"), 2: (0, b"e!")}, 2, Alphabet.GSM7) == "a€!"


# Ids


@pytest.mark.parametrize(
    ("answered", "receipted", "form"),
    [
        ("0000012345", "12345", IdForm.AUTO),
        ("0e999f21-81ef-4974-a414-3de98174e3c7", "E999F21-81EF-4974-A414-3DE98174E3C7", IdForm.AUTO),
        ("1d6a811", "1D6A811", IdForm.SAME),
        ("1A2B", "6699", IdForm.AUTO),
        ("1A2B", "0000006699", IdForm.HEX_DECIMAL),
        ("6699", "1a2b", IdForm.AUTO),
        ("6699", "1A2B", IdForm.DECIMAL_HEX),
        ("0913121205", "913121205", IdForm.AUTO),
        ("SAR-2347039245475-1eedf843-2-1", "SAR-2347039245475-1EEDF843-2-1", IdForm.AUTO),
        (" 42\0", "42", IdForm.SAME),
        ("0", "0000", IdForm.AUTO),
    ],
)
def test_receipts_find_their_message_however_the_id_is_spelt(answered: str, receipted: str, form: IdForm) -> None:
    assert id_key(answered) in receipt_keys(receipted, form)


@given(st.integers(0, 2**64 - 1), st.integers(0, 3))
def test_every_number_is_found_in_the_other_base(number: int, zeros: int) -> None:
    assert id_key(f"{number:x}") in receipt_keys("0" * zeros + str(number), IdForm.AUTO)
    assert id_key(str(number)) in receipt_keys(f"{number:X}", IdForm.AUTO)


@given(st.text())
def test_any_id_has_keys(message_id: str) -> None:
    assert receipt_keys(message_id, IdForm.AUTO)[0] == id_key(message_id)


# Addresses


@pytest.mark.parametrize(
    ("address", "written"),
    [("+14155552671", (1, 1, "14155552671")), ("12345", (3, 0, "12345")), ("Acme Ltd", (5, 0, "Acme Ltd")), ("+1abc", (5, 0, "+1abc"))],
)
def test_addresses_are_written(address: str, written: tuple[int, int, str]) -> None:
    assert write_address(address) == written


@pytest.mark.parametrize("address", ["", "Ж", "a\0b", "x" * 21, "whatsapp:+14155552671"])
def test_addresses_that_smpp_cannot_hold(address: str) -> None:
    with pytest.raises(ValueError, match="SMPP address"):
        write_address(address)


@pytest.mark.parametrize(
    ("ton", "address", "country", "read"),
    [
        (1, "14155552671", "", "+14155552671"),
        (0, "14155552671", "", "+14155552671"),
        (0, "+14155552671", "", "+14155552671"),
        (0, "004915112345678", "", "+4915112345678"),
        (1, "004915112345678", "", "+4915112345678"),
        (2, "015112345678", "49", "+4915112345678"),
        (0, "015112345678", "49", "+4915112345678"),
        (0, "015112345678", "", "015112345678"),
        (0, "12345", "", "12345"),
        (3, "777123", "", "777123"),
        (5, "Acme", "", "Acme"),
    ],
)
def test_addresses_are_read(ton: int, address: str, country: str, read: str) -> None:
    assert read_address(ton, address, country) == read


@given(st.text(max_size=20), st.integers(0, 255))
def test_any_address_is_read(address: str, ton: int) -> None:
    read_address(ton, address, "49")


def test_numbers_are_compared_by_their_ends() -> None:
    assert same_number("+4915112345678", "015112345678")
    assert not same_number("+4915112345678", "5678")
    assert not same_number("+4915112345678", "4915112345679")


# Receipts


@pytest.mark.parametrize(
    ("text", "state", "message_id", "error"),
    [
        ("id:0a1 sub:001 dlvrd:001 submit date:2611221800 done date:2611221801 stat:DELIVRD err:000 text:hi", 2, "0a1", "000"),
        ("id:77 stat:UNDELIV err:027", 5, "77", "027"),
        ("ID:77 STAT:expired ERR:01A", 3, "77", "01A"),
        ("id:77 sub: dlvrd: submitdate:1 donedate:2 stat:REJECTD err: text:", 8, "77", ""),
        ("id: 9 stat:ACCEPTD", 6, "9", ""),
        ("  id:5 stat:UNKNOWN err:nul Text:id:6 stat:DELIVRD", 7, "5", "nul"),
    ],
)
def test_receipts_are_read_as_carriers_write_them(text: str, state: int, message_id: str, error: str) -> None:
    assert read_receipt(text, {}, receipts.RECEIPT) == Receipt(message_id, state, error)


def test_optional_parameters_come_before_the_text() -> None:
    tlvs = {
        tags.RECEIPTED_MESSAGE_ID: b"abc\0",
        tags.MESSAGE_STATE: b"\x05",
        tags.NETWORK_ERROR_CODE: b"\x03\x00\x1b",
    }
    read = read_receipt("id:ab stat:DELIV", tlvs, receipts.RECEIPT)
    assert read == Receipt("abc", receipts.UNDELIVERABLE, "", (3, 27))
    assert receipt_code(read, {}) == 30003


def test_an_intermediate_notification_ends_nothing() -> None:
    read = read_receipt("id:1 stat:DELIVRD", {}, receipts.INTERMEDIATE)
    assert read is not None and not read.final
    for word, final in (("ENROUTE", False), ("ACCEPTD", False), ("DELIVRD", True), ("EXPIRED", True)):
        read = read_receipt(f"id:1 stat:{word}", {}, receipts.RECEIPT)
        assert read is not None and read.final is final


@given(st.text(max_size=200), st.binary(max_size=4))
def test_any_text_is_a_receipt_or_none(text: str, state: bytes) -> None:
    read = read_receipt(text, {tags.MESSAGE_STATE: state, tags.NETWORK_ERROR_CODE: state}, receipts.RECEIPT)
    assert read is None or read.state in receipts.WORDS


@given(st.sampled_from(sorted(receipts.WORDS)), gsm_text, st.integers(0, 2**50))
def test_our_receipts_can_be_read(state: int, body: str, moment: int) -> None:
    text = write_text("SM" + "0" * 32, state, submitted=moment, done=moment, error="003", body=body)
    assert read_receipt(text, {}, receipts.RECEIPT) == Receipt("SM" + "0" * 32, state, "003")
    assert looks_like_receipt(text)


def test_a_person_who_writes_about_receipts_writes_none() -> None:
    assert not looks_like_receipt("my id:12 is lost")


# Codes


def test_codes_of_refusals_and_receipts() -> None:
    assert refusal_code(statuses.RINVDSTADR, {}) == 30005
    assert refusal_code(0x410, {0x410: 30007}) == 30007
    assert refusal_code(0x411, {}) == 30008
    assert receipt_code(Receipt("1", receipts.UNDELIVERABLE, "034"), {"34": 30006}) == 30006
    assert receipt_code(Receipt("1", receipts.EXPIRED), {}) == 30003


@given(st.integers(10000, 99999), st.sampled_from((400, 403, 404, 409, 429, 500, 503)))
def test_every_problem_has_a_status_that_refuses(code: int, status: int) -> None:
    assert status_of(code, status) in statuses.NAMES
    assert status_of(code, status) != statuses.ROK


def test_states_of_our_messages() -> None:
    assert state_of("delivered", None) == receipts.DELIVERED
    assert state_of("sent", None) == receipts.ENROUTE
    assert state_of("failed", 30036) == receipts.EXPIRED
    assert short_error(30003) == "003" and short_error(None) == "000"


# Times


@given(st.integers(0, 2**51))
def test_moments_are_written_and_read(moment: int) -> None:
    moment = 946_684_800 * SECOND + moment % (30_000 * DAY)
    assert read_time(write_absolute(moment), 0) == moment // 100_000 * 100_000


@given(st.integers(0, 200 * DAY))
def test_durations_are_written_and_read(duration: int) -> None:
    told = read_time(write_relative(duration), 0)
    assert told == max(SECOND, min(duration, 99 * DAY) // SECOND * SECOND)


def test_time_zones_count() -> None:
    assert read_time("261122120000004+", 0) == read_time("261122110000000+", 0)
    assert read_time("261122120000004-", 0) - read_time("261122120000000+", 0) == HOUR


@pytest.mark.parametrize("text", ["", "abc", "261322120000000+", "261122120000049+", "26112212000000+", "261122120000000Z"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"time|month"):
        read_time(text, 0)

"""A text as the short messages that carry it, and the header by which a part says where it belongs.

Source: 3GPP TS 23.040, sections 9.2.3.24.1 (8-bit reference) and 9.2.3.24.8 (16-bit); SMPP 3.4, sections 5.3.2.22 to 5.3.2.24 (sar_*).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trunkline.products.messaging.rules.encoding import GSM_EXTENSION

from ..protocol import tags
from .alphabets import ROOM, UCS2, Alphabet, encode_text, fill_bits, fits, units

MOST_PARTS = 255
_HEADERS = {"udh8": 6, "udh16": 7, "sar": 6, "payload": 0}


class Joining(StrEnum):
    """How the parts of a long text say that they belong together. `payload` sends it in one piece, in message_payload."""

    UDH8 = "udh8"
    UDH16 = "udh16"
    SAR = "sar"
    PAYLOAD = "payload"


@dataclass(frozen=True, slots=True)
class Part:
    """What of a submit_sm or deliver_sm depends on the text; `header`: the text begins with a user data header."""

    data_coding: int
    text: bytes
    header: bool
    tlvs: dict[int, bytes]


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of which message this is: `sequence` from 1 to `total`."""

    reference: int
    total: int
    sequence: int


def write_parts(
    body: str, reference: int, *, alphabet: Alphabet, data_coding: int, ucs2_coding: int = UCS2, joining: Joining
) -> list[Part]:
    """`alphabet` and `data_coding` are the carrier's for plain texts; one character outside turns the whole text into UCS-2.

    `reference` is taken modulo what its field holds. ValueError for a text of more than 255 parts.
    """
    coding = data_coding
    if not fits(body, alphabet):
        alphabet, coding = Alphabet.UCS2, ucs2_coding
    if units(body, alphabet) <= ROOM[alphabet]:
        return [Part(coding, encode_text(body, alphabet), False, {})]
    if joining is Joining.PAYLOAD:
        return [Part(coding, b"", False, {tags.MESSAGE_PAYLOAD: encode_text(body, alphabet)})]
    texts = _cut(body, alphabet, _room(alphabet, _HEADERS[joining]))
    if len(texts) > MOST_PARTS:
        raise ValueError(f"the text needs {len(texts)} parts, and there can be {MOST_PARTS}")
    written: list[Part] = []
    for sequence, text in enumerate(texts, 1):
        place = Place(reference, len(texts), sequence)
        if joining is Joining.SAR:
            written.append(Part(coding, encode_text(text, alphabet), False, _sar(place)))
        else:
            header = write_header(place, wide=joining is Joining.UDH16)
            written.append(Part(coding, header + encode_text(text, alphabet, fill_bits(len(header))), True, {}))
    return written


def _room(alphabet: Alphabet, header: int) -> int:
    """Units of a part behind a header of so many octets, of the 140 octets that there are."""
    octets = 140 - header
    if alphabet is Alphabet.UCS2:
        return octets // 2
    return octets if alphabet is Alphabet.LATIN1 else octets * 8 // 7


def _cut(body: str, alphabet: Alphabet, room: int) -> list[str]:
    """Never between an escape and its character, nor inside a surrogate pair."""
    texts: list[str] = []
    begin = used = 0
    for index, character in enumerate(body):
        if alphabet is Alphabet.UCS2:
            wide = character > "\uffff"
        else:
            wide = alphabet in (Alphabet.GSM7, Alphabet.GSM7_PACKED) and character in GSM_EXTENSION
        size = 2 if wide else 1
        if used + size > room:
            texts.append(body[begin:index])
            begin, used = index, 0
        used += size
    texts.append(body[begin:])
    return texts


def write_header(place: Place, *, wide: bool = False) -> bytes:
    if wide:
        return bytes((6, 8, 4, *(place.reference & 0xFFFF).to_bytes(2, "big"), place.total, place.sequence))
    return bytes((5, 0, 3, place.reference & 0xFF, place.total, place.sequence))


def _sar(place: Place) -> dict[int, bytes]:
    return {
        tags.SAR_MSG_REF_NUM: (place.reference & 0xFFFF).to_bytes(2, "big"),
        tags.SAR_TOTAL_SEGMENTS: bytes((place.total,)),
        tags.SAR_SEGMENT_SEQNUM: bytes((place.sequence,)),
    }


def read_header(text: bytes) -> tuple[Place | None, int]:
    """The place that a user data header names, wherever in it, and the header's octets; (None, 0) where there is no whole header."""
    if not text or 1 + text[0] > len(text):
        return None, 0
    end = 1 + text[0]
    at = 1
    place: Place | None = None
    while at + 2 <= end:
        element, length = text[at], text[at + 1]
        value = text[at + 2 : min(at + 2 + length, end)]
        if element == 0x00 and len(value) == 3:
            place = Place(value[0], value[1], value[2])
        elif element == 0x08 and len(value) == 4:
            place = Place(int.from_bytes(value[:2], "big"), value[2], value[3])
        at += 2 + length
    return _sound(place), end


def read_sar(tlvs: dict[int, bytes]) -> Place | None:
    reference = tags.read_integer(tlvs.get(tags.SAR_MSG_REF_NUM))
    total = tags.read_integer(tlvs.get(tags.SAR_TOTAL_SEGMENTS))
    sequence = tags.read_integer(tlvs.get(tags.SAR_SEGMENT_SEQNUM))
    if reference is None or total is None or sequence is None:
        return None
    return _sound(Place(reference, total, sequence))


def _sound(place: Place | None) -> Place | None:
    """None for what cannot be, and for the only part of a message: both are read as a message of their own."""
    return place if place is not None and 1 < place.total <= MOST_PARTS and 1 <= place.sequence <= place.total else None

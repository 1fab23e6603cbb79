"""How many SMS a text becomes, and where it is cut.

One SMS carries 140 octets: 160 septets or 70 UCS-2 units. A longer text is concatenated: each part begins with a user
data header of 6 octets (3GPP TS 23.040 section 9.2.3.24.1), which leaves 153 septets or 67 units.

A part never ends between an escape and its character, nor inside a surrogate pair; where the pair would not fit, the
part ends one unit early. Grapheme clusters (a letter and its combining marks, emoji joined by U+200D, a flag's two
letters) are cut wherever the part is full: the receiver joins the parts before it shows them, so nothing is lost, the
count stays the smallest possible, and one cluster may be longer than a part.
"""

from dataclasses import dataclass

from trunkline.products.messaging.rules.encoding import (
    GSM_EXTENSION,
    Encoding,
    find_outside_basic,
    find_outside_gsm,
    ucs2_units,
)

BODY_LIMIT = 1600
"""Characters that Twilio accepts in Body; a longer one is refused with 21617."""

HEADER_OCTETS = 6
"""Octets of the concatenation header, its length octet included."""

SINGLE_UNITS = {Encoding.GSM_7: 160, Encoding.UCS_2: 70}
"""Units (septets, or 16-bit units) of a message that needs no header."""

PART_UNITS = {Encoding.GSM_7: 153, Encoding.UCS_2: 67}
"""Units of each part of a concatenated message."""

_GSM_SINGLE, _GSM_PART = SINGLE_UNITS[Encoding.GSM_7], PART_UNITS[Encoding.GSM_7]
_UCS_SINGLE, _UCS_PART = SINGLE_UNITS[Encoding.UCS_2], PART_UNITS[Encoding.UCS_2]


@dataclass(frozen=True, slots=True)
class Segments:
    """A text, cut for the air. `parts` joined give the text; `count` is their number, at least 1."""

    encoding: Encoding
    count: int
    parts: tuple[str, ...]


def count_segments(body: str) -> int:
    """Number of SMS that carry `body`; 1 for an empty text. The same as `split(body).count`, without cutting."""
    if find_outside_basic(body) is None:
        length = len(body)
        return 1 if length <= _GSM_SINGLE else -(-length // _GSM_PART)
    if find_outside_gsm(body) is None:
        septets = len(body) + sum(map(body.count, GSM_EXTENSION))
        return 1 if septets <= _GSM_SINGLE else len(_cuts(body, Encoding.GSM_7))
    units = ucs2_units(body)
    if units <= _UCS_SINGLE:
        return 1
    return -(-units // _UCS_PART) if units == len(body) else len(_cuts(body, Encoding.UCS_2))


def split(body: str) -> Segments:
    """Cut `body` into the parts that are sent, each as full as the rule above allows."""
    if find_outside_gsm(body) is None:
        encoding = Encoding.GSM_7
        units = len(body) + sum(map(body.count, GSM_EXTENSION))
    else:
        encoding = Encoding.UCS_2
        units = ucs2_units(body)
    if units <= SINGLE_UNITS[encoding]:
        return Segments(encoding, 1, (body,))
    ends = _cuts(body, encoding)
    parts = tuple(body[start:end] for start, end in zip([0, *ends], ends, strict=False))
    return Segments(encoding, len(parts), parts)


def user_data_header(reference: int, total: int, sequence: int) -> bytes:
    """Concatenation header with an 8-bit reference (TS 23.040 section 9.2.3.24.1): `05 00 03 reference total sequence`.

    `reference` 0 to 255 is the same in all parts of a message, `sequence` runs from 1 to `total`, at most 255.
    Raises ValueError outside these ranges.
    """
    if not (0 <= reference <= 255 and 1 <= sequence <= total <= 255):
        raise ValueError(f"no concatenation header for part {sequence} of {total}, reference {reference}")
    return bytes((HEADER_OCTETS - 1, 0x00, 0x03, reference, total, sequence))


def _cuts(body: str, encoding: Encoding) -> list[int]:
    """Index behind the last character of each part of a concatenated `body`."""
    room = PART_UNITS[encoding]
    ends: list[int] = []
    used = 0
    for index, character in enumerate(body):
        wide = character in GSM_EXTENSION if encoding is Encoding.GSM_7 else character > "\uffff"
        units = 2 if wide else 1
        if used + units > room:
            ends.append(index)
            used = 0
        used += units
    ends.append(len(body))
    return ends

"""Which octets carry a text, by data_coding, and the text of what came. Source: SMPP 3.4, section 5.2.19; 3GPP TS 23.038, section 4.

What data_coding 0 means is the carrier's choice (the SMSC's default alphabet), so it is a setting. Nothing here raises for what
came from outside: an octet that is no character of its alphabet becomes U+FFFD, and the rest of the text is kept.
"""

from __future__ import annotations

import re
from enum import StrEnum

from trunkline.products.messaging.rules.encoding import (
    ESCAPE,
    GSM_BASIC,
    GSM_EXTENSION,
    decode_gsm7,
    decode_ucs2,
    encode_gsm7,
    encode_ucs2,
    find_outside_basic,
    find_outside_gsm,
    ucs2_units,
)

DEFAULT, IA5, OCTETS_2, LATIN, OCTETS_4, JIS, CYRILLIC, HEBREW, UCS2 = range(9)
ISO_2022_JP, EXTENDED_KANJI, KOREAN = 10, 13, 14


class Alphabet(StrEnum):
    """How a text lies in short_message. `gsm7` has one septet an octet, `gsm7_packed` eight septets in seven octets."""

    GSM7 = "gsm7"
    GSM7_PACKED = "gsm7_packed"
    LATIN1 = "latin1"
    ASCII = "ascii"
    UCS2 = "ucs2"


ROOM: dict[Alphabet, int] = {Alphabet.GSM7: 160, Alphabet.GSM7_PACKED: 160, Alphabet.ASCII: 160, Alphabet.LATIN1: 140, Alphabet.UCS2: 70}
"""Units (septets, octets, 16-bit units) of a message in one part."""

_CODECS = {
    IA5: "latin-1",  # ASCII says nothing of octets above 127, and carriers send Latin-1 in them
    LATIN: "latin-1",
    OCTETS_2: "latin-1",
    OCTETS_4: "latin-1",
    JIS: "shift_jis",
    CYRILLIC: "iso8859_5",
    HEBREW: "iso8859_8",
    ISO_2022_JP: "iso2022_jp",
    EXTENDED_KANJI: "euc_jp",
    KOREAN: "euc_kr",
}


# The whole text in one pass of the interpreter's own: a fifteenth of what a loop over its characters takes.
_TO_SEPTETS = str.maketrans({character: chr(septet) for character, septet in GSM_BASIC.items()})
_FROM_SEPTETS = str.maketrans({chr(septet): character for character, septet in GSM_BASIC.items()})


def _encode_septets(text: str) -> bytes:
    return text.translate(_TO_SEPTETS).encode("latin-1") if find_outside_basic(text) is None else encode_gsm7(text)


def _decode_septets(octets: bytes) -> str:
    if ESCAPE in octets or not octets.isascii():
        return decode_gsm7(octets)
    return octets.decode("ascii").translate(_FROM_SEPTETS)


def fits(body: str, alphabet: Alphabet) -> bool:
    """Whether every character of the text has a place in the alphabet."""
    if alphabet is Alphabet.ASCII:
        return body.isascii()
    if alphabet is Alphabet.LATIN1:
        return all(character <= "\xff" for character in body)
    return alphabet is Alphabet.UCS2 or find_outside_gsm(body) is None


def units(text: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.UCS2:
        return ucs2_units(text)
    if alphabet in (Alphabet.GSM7, Alphabet.GSM7_PACKED):
        return len(text) if find_outside_basic(text) is None else len(text) + sum(map(text.count, GSM_EXTENSION))
    return len(text)


def encode_text(text: str, alphabet: Alphabet, fill: int = 0) -> bytes:
    """The octets; `fill` is the number of bits that a packed text leaves free behind a header. ValueError if the text does not fit."""
    match alphabet:
        case Alphabet.GSM7:
            return _encode_septets(text)
        case Alphabet.GSM7_PACKED:
            return pack(_encode_septets(text), fill)
        case Alphabet.LATIN1:
            return text.encode("latin-1")
        case Alphabet.ASCII:
            return text.encode("ascii")
        case Alphabet.UCS2:
            return encode_ucs2(text)


def alphabet_of(data_coding: int, default: Alphabet) -> Alphabet | None:
    """The alphabet that a data_coding announces; None for one of the character sets of other languages."""
    if data_coding == DEFAULT:
        return default
    if data_coding == UCS2:
        return Alphabet.UCS2
    group = data_coding & 0xF0
    if group == 0xF0:  # message class
        return Alphabet.LATIN1 if data_coding & 0x04 else Alphabet.GSM7 if default is not Alphabet.GSM7_PACKED else default
    if group == 0xE0:  # message waiting, in UCS-2
        return Alphabet.UCS2
    if group in (0xC0, 0xD0):
        return default
    if 0x10 <= data_coding <= 0x3F:  # the general group: class in bits 0 and 1, alphabet in bits 2 and 3
        return (default, Alphabet.LATIN1, Alphabet.UCS2, default)[data_coding >> 2 & 3]
    return None


def plain_units(octets: bytes, data_coding: int, default: Alphabet, fill: int = 0) -> bytes:
    """The same with packed septets unpacked, so that the parts of a text can be joined before they are read."""
    return unpack(octets, fill) if alphabet_of(data_coding, default) is Alphabet.GSM7_PACKED else octets


def decode_units(octets: bytes, data_coding: int, default: Alphabet) -> str:
    """The text of what `plain_units` gave; see the module for what cannot be read."""
    match alphabet_of(data_coding, default):
        case Alphabet.GSM7 | Alphabet.GSM7_PACKED:
            return _decode_septets(octets)
        case Alphabet.UCS2:
            return storable(decode_ucs2(octets))
        case Alphabet.LATIN1 | Alphabet.ASCII:
            return storable(octets.decode("latin-1"))
        case None:
            return storable(octets.decode(_CODECS.get(data_coding, "latin-1"), "replace"))


def storable(text: str) -> str:
    """Without NUL and with U+FFFD for half of a surrogate pair: neither can be kept as text in a database or written as JSON."""
    if "\0" in text:
        text = text.replace("\0", "")
    if _SURROGATE(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


_SURROGATE = re.compile("[\ud800-\udfff]").search


def pack(septets: bytes, fill: int = 0) -> bytes:
    """Eight septets in seven octets, least significant bit first, behind `fill` free bits (TS 23.038, section 6.1.2.1)."""
    bits = 0
    for place, septet in enumerate(septets):
        bits |= (septet & 0x7F) << (7 * place)
    size = 7 * len(septets) + fill
    return (bits << fill).to_bytes(-(-size // 8), "little")


def unpack(octets: bytes, fill: int = 0) -> bytes:
    """The septets. Seven free bits at the end cannot be told from an @, and are none when the text would otherwise end in one that
    only fills the last octet."""
    count = (8 * len(octets) - fill) // 7
    bits = int.from_bytes(octets, "little") >> fill
    septets = bytes(bits >> (7 * place) & 0x7F for place in range(count))
    if count and (8 * len(octets) - fill) % 7 == 0 and septets[-1] == 0:
        return septets[:-1]
    return septets


def fill_bits(header: int) -> int:
    """Free bits behind a header of so many octets, up to the next septet."""
    return -8 * header % 7

"""Which alphabet carries a text, and the octets it becomes: GSM 7 bit (3GPP TS 23.038, once GSM 03.38) or UCS-2.

A text that fits the GSM alphabet and its extension table travels as septets; one character outside it turns the whole
text into UCS-2, which on the air is UTF-16 big-endian, so a character beyond U+FFFF takes two units. The national
language shift tables are not used, as Twilio does not use them.
"""

import re
from enum import StrEnum

ESCAPE = 0x1B
"""The septet that announces a character of the extension table."""

# Position in the string = septet value, 3GPP TS 23.038 section 6.2.1. U+FFFF keeps the place of the escape.
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\uffffÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)

GSM_BASIC: dict[str, int] = {character: septet for septet, character in enumerate(_BASIC) if septet != ESCAPE}
"""Character to septet, the 127 characters of the default alphabet."""

GSM_EXTENSION: dict[str, int] = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
"""Character to the septet that follows the escape (TS 23.038 section 6.2.1.1): two septets in all."""

_BASIC_BY_SEPTET = {septet: character for character, septet in GSM_BASIC.items()}
_EXTENSION_BY_SEPTET = {septet: character for character, septet in GSM_EXTENSION.items()}

# A search over one negated set is the fastest test CPython offers: between one and two microseconds for
# 160 characters, with nothing allocated.
find_outside_basic = re.compile("[^" + re.escape("".join(GSM_BASIC)) + "]").search
"""First character that is not a single septet, or None."""

find_outside_gsm = re.compile("[^" + re.escape("".join(GSM_BASIC) + "".join(GSM_EXTENSION)) + "]").search
"""First character that GSM 7 bit cannot carry at all, or None."""


class Encoding(StrEnum):
    """Alphabet of a whole message; the values are the names that Twilio's documentation uses."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


def encoding_of(body: str) -> Encoding:
    """The cheapest alphabet that carries every character of `body`; an empty text is GSM-7."""
    return Encoding.GSM_7 if find_outside_gsm(body) is None else Encoding.UCS_2


def ucs2_units(body: str) -> int:
    """Length in 16-bit units as UCS-2 carries it; a character beyond U+FFFF counts two."""
    return len(body) if body.isascii() else len(body.encode("utf-16-be", "surrogatepass")) // 2


def encode_gsm7(body: str) -> bytes:
    """Septets of `body`, one octet each (unpacked, as SMPP data_coding 0 carries them).

    Raises ValueError, naming the character, when the alphabet has no place for it.
    """
    septets = bytearray()
    for character in body:
        if (plain := GSM_BASIC.get(character)) is not None:
            septets.append(plain)
        elif (extended := GSM_EXTENSION.get(character)) is not None:
            septets += bytes((ESCAPE, extended))
        else:
            raise ValueError(f"the GSM 7 bit alphabet has no U+{ord(character):04X}")
    return bytes(septets)


def decode_gsm7(septets: bytes) -> str:
    """Text of unpacked septets, as a handset shows them.

    TS 23.038 asks a receiver to show a character of the basic table where the extension table has none, and a space
    for an escape that nothing follows; the high bit of an octet is ignored.
    """
    text: list[str] = []
    escaped = False
    for octet in septets:
        septet = octet & 0x7F
        if escaped:
            escaped = False
            text.append(_EXTENSION_BY_SEPTET.get(septet) or _BASIC_BY_SEPTET.get(septet, " "))
        elif septet == ESCAPE:
            escaped = True
        else:
            text.append(_BASIC_BY_SEPTET[septet])
    if escaped:
        text.append(" ")
    return "".join(text)


def encode_ucs2(body: str) -> bytes:
    """Octets of `body` as SMPP data_coding 8 carries them: UTF-16 big-endian, no byte order mark."""
    return body.encode("utf-16-be", "surrogatepass")


def decode_ucs2(octets: bytes) -> str:
    """Text of UCS-2 octets; half a surrogate pair is kept as it came, an odd last octet becomes U+FFFD."""
    even = len(octets) & ~1
    return octets[:even].decode("utf-16-be", "surrogatepass") + ("\ufffd" if even != len(octets) else "")

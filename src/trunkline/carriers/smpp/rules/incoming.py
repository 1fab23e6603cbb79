"""What a deliver_sm, submit_sm or data_sm carries: its octets, its alphabet, and its place among the parts of a longer text."""

from __future__ import annotations

from dataclasses import dataclass

from ..protocol import tags
from ..protocol.pdus import DataMessage, ShortMessage
from ..protocol.receipts import UDHI
from .alphabets import Alphabet, decode_units, fill_bits, plain_units
from .parts import Place, read_header, read_sar


@dataclass(frozen=True, slots=True)
class Content:
    """`octets` without the header, septets unpacked; `place` is None for a text of one part."""

    octets: bytes
    data_coding: int
    place: Place | None

    def text(self, default: Alphabet) -> str:
        return decode_units(self.octets, self.data_coding, default)


def read_content(pdu: ShortMessage | DataMessage, default: Alphabet) -> Content:
    """message_payload counts where there is no short_message. A header that is announced but not there is taken for text."""
    octets = pdu.text if isinstance(pdu, ShortMessage) else b""
    octets = octets or pdu.tlvs.get(tags.MESSAGE_PAYLOAD, b"")
    place, header = read_header(octets) if pdu.esm_class & UDHI else (None, 0)
    place = place or read_sar(pdu.tlvs)
    units = plain_units(octets[header:], pdu.data_coding, default, fill_bits(header))
    return Content(units, pdu.data_coding, place)


GAP = "…"


def join(parts: dict[int, tuple[int, bytes]], total: int, default: Alphabet) -> str:
    """The text of the parts that are there (sequence -> data_coding and octets); GAP stands where some are missing.

    Neighbours of one coding are joined before they are read: a sender may cut a character in two.
    """
    text: list[str] = []
    run, coding = b"", -1
    for sequence in range(1, total + 1):
        found = parts.get(sequence)
        if found is not None and found[0] == coding:
            run += found[1]
            continue
        if run:
            text.append(decode_units(run, coding, default))
        coding, run = found if found is not None else (-1, b"")
        if found is None and (sequence == 1 or sequence - 1 in parts):
            text.append(GAP)
    if run:
        text.append(decode_units(run, coding, default))
    return "".join(text)

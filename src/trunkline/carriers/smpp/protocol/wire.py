"""PDUs to octets and back.

Strict reading is for a server, whose client is told by a status what is wrong with its request. Lenient reading is for a carrier's
PDUs: it takes what can be read, because to refuse a delivery receipt for its trailing octets is to lose it. Responses are always read
so: carriers leave bodies out, fill them where an error allows none, and append what no specification knows.
"""

from __future__ import annotations

from struct import Struct
from typing import cast

from . import commands, statuses
from .pdus import ANSWER_COMMANDS, CLASSES, SHORT_COMMANDS, Answer, Integer, Pdu, Replace, ShortMessage

_HEADER = Struct(">IIII")
_TLV = Struct(">HH")
HEADER_OCTETS = 16
LONGEST_TEXT = 254
"""Octets of short_message."""

_NUL = b"\0"
_SHORT_LONGEST = (
    ("service_type", 5, statuses.RINVSERTYP),
    ("source", 20, statuses.RINVSRCADR),
    ("destination", 20, statuses.RINVDSTADR),
    ("schedule", 16, statuses.RINVSCHED),
    ("validity", 16, statuses.RINVEXPIRY),
)


class Malformed(Exception):
    """A PDU whose body cannot be read: answer it with `status`. Its header could be read, so the stream goes on behind it."""

    def __init__(self, status: int, command: int, sequence: int, why: str) -> None:
        super().__init__(f"{commands.name_of(command)}: {why} ({statuses.name_of(status)})")
        self.status, self.command, self.sequence = status, command, sequence


# Writing


def _text(value: str, longest: int = 65535) -> bytes:
    octets = value.encode("latin-1")
    if len(octets) > longest or _NUL in octets:
        raise ValueError(f"{value!r} does not fit into a field of {longest} characters")
    return octets + _NUL


def _tlvs(tlvs: dict[int, bytes]) -> bytes:
    return b"".join([_TLV.pack(tag, len(value)) + value for tag, value in tlvs.items()])


def encode(pdu: Pdu) -> bytes:
    """The whole PDU. ValueError (or struct.error for a number out of range) when a field cannot hold its value."""
    command = pdu.command
    if type(pdu) is ShortMessage:
        body = _short_body(pdu)
    elif type(pdu) is Answer:
        body = _text(pdu.message_id, 64)
    else:
        body = b"".join([_octets(field, getattr(pdu, field.name)) for field in pdu.LAYOUT])
        if type(pdu) is Replace:
            body += _sized(pdu.text)
    if pdu.tlvs:
        body += _tlvs(pdu.tlvs)
    return _HEADER.pack(HEADER_OCTETS + len(body), command, pdu.status, pdu.sequence) + body


def _octets(field: object, value: str | int) -> bytes:
    if isinstance(field, Integer):
        return int(value).to_bytes(field.octets, "big")
    return _text(cast("str", value), getattr(field, "longest", 65535))


def _sized(text: bytes) -> bytes:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"short_message has {len(text)} octets, and room for {LONGEST_TEXT}")
    return bytes((len(text),)) + text


def _short_body(pdu: ShortMessage) -> bytes:
    return b"".join(
        (
            _text(pdu.service_type, 5),
            bytes((pdu.source_ton, pdu.source_npi)),
            _text(pdu.source, 20),
            bytes((pdu.destination_ton, pdu.destination_npi)),
            _text(pdu.destination, 20),
            bytes((pdu.esm_class, pdu.protocol_id, pdu.priority)),
            _text(pdu.schedule, 16) if pdu.schedule else _NUL,
            _text(pdu.validity, 16) if pdu.validity else _NUL,
            bytes((pdu.registered_delivery, pdu.replace_if_present, pdu.data_coding, pdu.default_message)),
            _sized(pdu.text),
        )
    )


# Reading


def decode(frame: bytes, *, lenient: bool = False) -> Pdu:
    """The PDU of one frame (framing.py cuts them). Raises Malformed; for a response, and with `lenient`, only when nothing can be read."""
    _, command, status, sequence = _HEADER.unpack_from(frame)
    if command in ANSWER_COMMANDS:
        return _answer(frame, command, status, sequence)
    lenient = lenient or bool(command & commands.RESPONSE)
    if command in SHORT_COMMANDS:
        return _short(frame, command, status, sequence, lenient)
    kind = CLASSES.get(command)
    if kind is None:
        if not commands.is_known(command) and not command & commands.RESPONSE:
            raise Malformed(statuses.RINVCMDID, command, sequence, "unknown command")
        if command == commands.SUBMIT_MULTI:
            raise Malformed(statuses.RINVCMDID, command, sequence, "submit_multi is not served")
        kind = Pdu
    pdu = kind(command=command, status=status, sequence=sequence)
    at = _read_layout(pdu, frame, lenient)
    if type(pdu) is Replace:
        pdu.text, at = _read_sized(frame, at, command, sequence)
    if at < len(frame):
        pdu.tlvs = _read_tlvs(frame, at, command, sequence, lenient)
    return pdu


def _answer(frame: bytes, command: int, status: int, sequence: int) -> Answer:
    end = frame.find(0, HEADER_OCTETS)
    if end < 0:
        end = len(frame)  # no body, or an id without its NUL
    pdu = Answer(command=command, status=status, sequence=sequence, message_id=frame[HEADER_OCTETS:end].decode("latin-1"))
    if end + 1 < len(frame):
        pdu.tlvs = _read_tlvs(frame, end + 1, command, sequence, True)
    return pdu


def _short(frame: bytes, command: int, status: int, sequence: int, lenient: bool) -> ShortMessage:
    index = frame.index
    try:
        a = index(0, 16)
        b = index(0, a + 3)
        c = index(0, b + 3)
        d = index(0, c + 4)
        e = index(0, d + 1)
        length = frame[e + 5]
        pdu = ShortMessage(
            command=command,
            status=status,
            sequence=sequence,
            service_type=frame[16:a].decode("latin-1"),
            source_ton=frame[a + 1],
            source_npi=frame[a + 2],
            source=frame[a + 3 : b].decode("latin-1"),
            destination_ton=frame[b + 1],
            destination_npi=frame[b + 2],
            destination=frame[b + 3 : c].decode("latin-1"),
            esm_class=frame[c + 1],
            protocol_id=frame[c + 2],
            priority=frame[c + 3],
            schedule=frame[c + 4 : d].decode("latin-1"),
            validity=frame[d + 1 : e].decode("latin-1"),
            registered_delivery=frame[e + 1],
            replace_if_present=frame[e + 2],
            data_coding=frame[e + 3],
            default_message=frame[e + 4],
            text=frame[e + 6 : e + 6 + length],
        )
    except (ValueError, IndexError):
        raise Malformed(statuses.RINVCMDLEN, command, sequence, "the body ends before its mandatory fields do") from None
    end = e + 6 + length
    if not lenient:
        for name, longest, refusal in _SHORT_LONGEST:
            if len(getattr(pdu, name)) > longest:
                raise Malformed(refusal, command, sequence, f"{name} has more than {longest} characters")
        if length > LONGEST_TEXT or end > len(frame):
            raise Malformed(statuses.RINVMSGLEN, command, sequence, f"sm_length is {length}, with {len(frame) - e - 6} octets behind it")
    if end < len(frame):
        pdu.tlvs = _read_tlvs(frame, end, command, sequence, lenient)
    return pdu


def _read_layout(pdu: Pdu, frame: bytes, lenient: bool) -> int:
    """Fill the mandatory fields; the place behind them. Where a lenient reading runs out of octets, the rest keeps its defaults."""
    at = HEADER_OCTETS
    for field in pdu.LAYOUT:
        if isinstance(field, Integer):
            if at + field.octets > len(frame):
                if lenient:
                    return len(frame)
                raise Malformed(statuses.RINVCMDLEN, pdu.command, pdu.sequence, f"the body ends before {field.name}")
            setattr(pdu, field.name, int.from_bytes(frame[at : at + field.octets], "big"))
            at += field.octets
            continue
        end = frame.find(0, at)
        if end < 0:
            if not lenient:
                raise Malformed(statuses.RINVCMDLEN, pdu.command, pdu.sequence, f"{field.name} has no end")
            end = len(frame)
        if end - at > field.longest and not lenient:
            raise Malformed(field.status, pdu.command, pdu.sequence, f"{field.name} has more than {field.longest} characters")
        setattr(pdu, field.name, frame[at:end].decode("latin-1"))
        at = end + 1
    return at


def _read_sized(frame: bytes, at: int, command: int, sequence: int) -> tuple[bytes, int]:
    length = frame[at] if at < len(frame) else 256
    if at + 1 + length > len(frame):
        raise Malformed(statuses.RINVMSGLEN, command, sequence, "short_message is shorter than sm_length")
    return frame[at + 1 : at + 1 + length], at + 1 + length


def _read_tlvs(frame: bytes, at: int, command: int, sequence: int, lenient: bool) -> dict[int, bytes]:
    """By tag; of a tag that is there twice the first counts. Lenient: those before the octets that are none."""
    found: dict[int, bytes] = {}
    end = len(frame)
    while at < end:
        if at + 4 > end:
            if lenient:
                break
            raise Malformed(statuses.RINVOPTPARSTREAM, command, sequence, "octets at the end that are no optional parameter")
        tag, length = _TLV.unpack_from(frame, at)
        at += 4
        if at + length > end:
            if lenient:
                break
            raise Malformed(statuses.RINVOPTPARSTREAM, command, sequence, f"optional parameter 0x{tag:04x} is longer than the PDU")
        found.setdefault(tag, frame[at : at + length])
        at += length
    return found

"""A PDU for a person: its fields by name, statuses and optional parameters in words, and its octets."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from typing import Any

from . import statuses, tags
from .framing import LONGEST
from .pdus import Pdu
from .wire import Malformed, decode, encode

_SECRET = frozenset({"password"})


def _value(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def show_tlv(tag: int, value: bytes) -> Any:
    form = tags.form_of(tag)
    if form == tags.INTEGER:
        return tags.read_integer(value)
    return tags.read_text(value) if form == tags.TEXT else value.hex()


def show(frame: bytes) -> dict[str, Any]:
    """JSON-writable; `error` where the body cannot be read. Passwords are never shown, and a frame that holds one shows no octets."""
    try:
        pdu = decode(frame[:LONGEST], lenient=True)
    except Malformed as why:
        return {"command": "unreadable", "error": str(why), "octets": frame.hex()}
    told, secret = _fields(pdu)
    return told if secret else {**told, "octets": frame.hex()}


def show_pdu(pdu: Pdu) -> dict[str, Any]:
    """As `show`, with octets where the PDU can be written again: a peer's may be longer than the specification allows."""
    told, secret = _fields(pdu)
    if not secret:
        with suppress(ValueError):
            told["octets"] = encode(pdu).hex()
    return told


def _fields(pdu: Pdu) -> tuple[dict[str, Any], bool]:
    told: dict[str, Any] = {"command": pdu.name, "status": statuses.name_of(pdu.status), "sequence": pdu.sequence}
    secret = False
    own = {f.name for f in fields(Pdu)}
    for field in fields(pdu):
        if field.name in own:
            continue
        hidden = field.name in _SECRET
        secret |= hidden
        told[field.name] = "********" if hidden else _value(getattr(pdu, field.name))
    if pdu.tlvs:
        told["optional"] = {tags.name_of(tag): show_tlv(tag, value) for tag, value in pdu.tlvs.items()}
    return told, secret

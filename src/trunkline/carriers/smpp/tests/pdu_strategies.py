"""PDUs of every kind, as hypothesis draws them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from trunkline.carriers.smpp.protocol import commands, tags
from trunkline.carriers.smpp.protocol.pdus import CLASSES, Integer, Pdu, QueryAnswer, Replace, ShortMessage

R = commands.RESPONSE
SERVED = (
    *CLASSES,
    commands.UNBIND, commands.UNBIND | R, commands.ENQUIRE_LINK, commands.ENQUIRE_LINK | R, commands.GENERIC_NACK,
    commands.CANCEL_SM | R, commands.REPLACE_SM | R,
)  # fmt: skip
"""Every command that the codec reads and writes."""

ascii_text = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))
latin_text = st.text(st.characters(min_codepoint=1, max_codepoint=0xFF))
octet = st.integers(0, 255)
_LONGEST = {"service_type": 5, "source": 20, "destination": 20, "schedule": 16, "validity": 16}


def tlv_values(known: bool) -> st.SearchStrategy[dict[int, bytes]]:
    sized = {
        tags.SAR_MSG_REF_NUM: st.binary(min_size=2, max_size=2),
        tags.SAR_TOTAL_SEGMENTS: st.binary(min_size=1, max_size=1),
        tags.SAR_SEGMENT_SEQNUM: st.binary(min_size=1, max_size=1),
        tags.USER_MESSAGE_REFERENCE: st.binary(min_size=2, max_size=2),
        tags.MESSAGE_STATE: st.binary(min_size=1, max_size=1),
        tags.MESSAGE_PAYLOAD: st.binary(max_size=400),
        tags.RECEIPTED_MESSAGE_ID: ascii_text.map(lambda text: text.encode()[:64] + b"\0"),
        tags.NETWORK_ERROR_CODE: st.binary(min_size=3, max_size=3),
    }
    chosen = st.fixed_dictionaries({}, optional=sized)
    return chosen if known else st.dictionaries(st.integers(0, 0xFFFF), st.binary(max_size=60), max_size=5)


@st.composite
def pdus(
    draw: st.DrawFn, command: int | None = None, text: st.SearchStrategy[str] = latin_text, *, known_tlvs: bool = False, status: int = 0
) -> Pdu:
    command = draw(st.sampled_from(SERVED)) if command is None else command
    kind = CLASSES.get(command, Pdu)
    values: dict[str, Any] = {}
    layout = {field.name: field for field in kind.LAYOUT}
    own = {f.name for f in fields(Pdu)}
    for f in fields(kind):
        if f.name in own:
            continue
        if f.name == "text":
            values[f.name] = draw(st.binary(max_size=254))
        elif isinstance(layout.get(f.name), Integer) or (kind is ShortMessage and f.name not in _LONGEST):
            values[f.name] = draw(octet)
        else:
            longest = getattr(layout.get(f.name), "longest", 0) or _LONGEST[f.name]
            values[f.name] = draw(text)[:longest]
    bare = kind is Pdu or kind is Replace
    tlvs = {} if bare and known_tlvs else draw(tlv_values(known_tlvs))
    if known_tlvs and kind is QueryAnswer:
        tlvs.pop(tags.MESSAGE_STATE, None)  # has the name of a mandatory field there
    return kind(command=command, status=status, sequence=draw(st.integers(0, 0x7FFFFFFF)), tlvs=tlvs, **values)

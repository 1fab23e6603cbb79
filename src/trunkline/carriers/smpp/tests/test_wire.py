"""The codec: against itself, against two libraries of other people, and against octets that are no PDU."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import smpp34
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from trunkline.carriers.smpp.protocol import commands, statuses, tags
from trunkline.carriers.smpp.protocol.framing import LONGEST, BrokenStream, Framing
from trunkline.carriers.smpp.protocol.pdus import Answer, Bind, BindAnswer, Pdu, Replace, ShortMessage
from trunkline.carriers.smpp.protocol.show import show
from trunkline.carriers.smpp.protocol.wire import Malformed, decode, encode
from trunkline.carriers.smpp.tests.pdu_strategies import SERVED, ascii_text, pdus

SHARED = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
NODE_NAMES = {
    "source_ton": "source_addr_ton", "source_npi": "source_addr_npi", "source": "source_addr",
    "destination_ton": "dest_addr_ton", "destination_npi": "dest_addr_npi", "destination": "destination_addr",
    "priority": "priority_flag", "schedule": "schedule_delivery_time", "validity": "validity_period",
    "replace_if_present": "replace_if_present_flag", "default_message": "sm_default_msg_id", "text": "short_message",
    "esme_ton": "esme_addr_ton", "esme_npi": "esme_addr_npi", "esme": "esme_addr",
}  # fmt: skip


class NodeCodec:
    """node-smpp in a process of its own."""

    def __init__(self, npm_folder: Path) -> None:
        script = Path(__file__).with_name("codec_oracle.js")
        self.process = subprocess.Popen(
            ["node", str(script), str(npm_folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, **question: Any) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer
        return answer


@pytest.fixture(scope="module")
def node(npm_folder: Path) -> Iterator[NodeCodec]:
    codec = NodeCodec(npm_folder)
    yield codec
    codec.process.kill()
    codec.process.wait()


def mandatory(pdu: Pdu) -> dict[str, Any]:
    own = {f.name for f in fields(Pdu)}
    return {NODE_NAMES.get(f.name, f.name): getattr(pdu, f.name) for f in fields(pdu) if f.name not in own}


@given(pdus())
@settings(deadline=None)
def test_what_was_written_is_read(pdu: Pdu) -> None:
    assert decode(encode(pdu)) == pdu
    assert decode(encode(pdu), lenient=True) == pdu


@SHARED
@given(pdu=pdus(text=ascii_text, known_tlvs=True))
def test_node_smpp_reads_what_we_write(node: NodeCodec, pdu: Pdu) -> None:
    told = node.ask(decode=encode(pdu).hex())
    assert told["command"] == pdu.name
    assert told["sequence_number"] == pdu.sequence
    for name, value in mandatory(pdu).items():
        assert told[name] == ({"octets": value.hex()} if isinstance(value, bytes) else value), name
    for tag, value in pdu.tlvs.items():
        seen = told[tags.name_of(tag)]
        form = tags.form_of(tag)
        if isinstance(seen, dict):
            assert seen["octets"] == value.hex()
        else:
            assert seen == (int.from_bytes(value, "big") if form == tags.INTEGER else tags.read_text(value))


@SHARED
@given(pdu=pdus(text=ascii_text, known_tlvs=True))
def test_we_read_what_node_smpp_writes(node: NodeCodec, pdu: Pdu) -> None:
    sent = {n: {"octets": v.hex()} if isinstance(v, bytes) else v for n, v in mandatory(pdu).items()}
    for tag, value in pdu.tlvs.items():
        form = tags.form_of(tag)
        octets = {"octets": value.hex()}
        sent[tags.name_of(tag)] = (
            int.from_bytes(value, "big") if form == tags.INTEGER else tags.read_text(value) if form == tags.TEXT else octets
        )
    written = node.ask(encode=pdu.name, fields={**sent, "sequence_number": pdu.sequence})["octets"]
    assert decode(bytes.fromhex(written)) == pdu


@settings(deadline=None, max_examples=300)
@given(pdu=st.sampled_from((commands.SUBMIT_SM, commands.DELIVER_SM)).flatmap(lambda c: pdus(c, ascii_text)))
def test_smpp34_agrees(pdu: ShortMessage) -> None:
    frame = encode(pdu)
    seen = smpp34.decode(frame)
    kind = smpp34.SubmitSm if pdu.command == commands.SUBMIT_SM else smpp34.DeliverSm
    assert isinstance(seen, kind)
    for name, value in mandatory(pdu).items():
        assert getattr(seen, name) == value, name
    assert [(tlv.tag, bytes(tlv.value)) for tlv in seen.tlvs] == list(pdu.tlvs.items())
    given_fields = {n: v for n, v in mandatory(pdu).items() if n not in ("source_addr", "destination_addr", "short_message")}
    again = kind(
        pdu.source,
        pdu.destination,
        pdu.text,
        **given_fields,
        tlvs=[smpp34.Tlv(tag, value) for tag, value in pdu.tlvs.items()],
        sequence_number=pdu.sequence,
    ).encode()
    assert decode(again) == pdu


@given(pdu=pdus())
@settings(deadline=None)
def test_smpp34_reads_every_header(pdu: Pdu) -> None:
    seen = smpp34.decode(encode(pdu))
    assert (seen.command_id, seen.sequence_number) == (pdu.command, pdu.sequence)


@given(st.binary(max_size=300), st.sampled_from((*SERVED, commands.SUBMIT_MULTI, 0x99, 0x80000099)), st.booleans())
@settings(deadline=None, max_examples=500)
@example(b"", commands.SUBMIT_SM, True)
@example(b"\xff" * 40, commands.DELIVER_SM, True)
def test_any_octets_are_read_or_refused_by_a_status(body: bytes, command: int, lenient: bool) -> None:
    frame = (16 + len(body)).to_bytes(4, "big") + command.to_bytes(4, "big") + bytes(4) + (7).to_bytes(4, "big") + body
    try:
        pdu = decode(frame, lenient=lenient)
    except Malformed as why:
        assert (why.command, why.sequence) == (command, 7)
        assert why.status in statuses.NAMES and why.status != statuses.ROK
    else:
        assert (pdu.command, pdu.sequence) == (command, 7)
    json.dumps(show(frame))


@given(pdus(), st.data())
@settings(deadline=None, max_examples=300)
def test_one_changed_octet_costs_one_pdu_at_most(pdu: Pdu, data: st.DataObject) -> None:
    frame = bytearray(encode(pdu))
    place = data.draw(st.integers(4, len(frame) - 1))
    frame[place] ^= data.draw(st.integers(1, 255))
    for lenient in (False, True):
        try:
            decode(bytes(frame), lenient=lenient)
        except Malformed as why:
            assert why.status in statuses.NAMES


@given(st.lists(pdus(), max_size=6), st.lists(st.integers(1, 40), max_size=60))
@settings(deadline=None)
def test_frames_are_cut_wherever_the_octets_arrive(sent: list[Pdu], sizes: list[int]) -> None:
    stream, framing, got, at = b"".join(encode(pdu) for pdu in sent), Framing(), list[bytes](), 0
    for size in sizes:
        got += framing.feed(stream[at : at + size])
        at += size
    got += framing.feed(stream[at:])
    assert [decode(frame) for frame in got] == sent
    assert framing.waiting == 0


@pytest.mark.parametrize("length", [0, 4, 15, LONGEST + 1, 0xFFFFFFFF])
def test_a_length_that_no_pdu_has_ends_the_stream_after_what_came_before(length: int) -> None:
    good = encode(Pdu(command=commands.ENQUIRE_LINK, sequence=1))
    with pytest.raises(BrokenStream) as broken:
        Framing().feed(good + length.to_bytes(4, "big") + bytes(8) + (9).to_bytes(4, "big"))
    assert broken.value.frames == [good]
    assert broken.value.sequence == 9


# What carriers and customers really send (reported by users of other gateways)


def test_a_refused_bind_may_have_a_body_or_none() -> None:
    with_body = bytes.fromhex("00000019800000040000000a00000002303030303030303000")
    answer = decode(with_body)
    assert isinstance(answer, Answer) and (answer.status, answer.message_id) == (statuses.RINVSRCADR, "00000000")
    bind = decode(bytes.fromhex("0000001180000009000000530000000100"))
    assert isinstance(bind, BindAnswer) and bind.status == statuses.RINVSYSTYP
    bare = decode(bytes.fromhex("00000010800000090000000e00000001"))
    assert isinstance(bare, BindAnswer) and bare.status == statuses.RINVPASWD


def test_an_answer_may_carry_what_the_specification_forbids() -> None:
    frame = encode(Answer(command=commands.DELIVER_SM | commands.RESPONSE, message_id="not null", sequence=3)) + b"\x12"
    answer = decode(len(frame).to_bytes(4, "big") + frame[4:])
    assert isinstance(answer, Answer) and answer.message_id == "not null"


def test_unknown_statuses_and_tags_are_kept() -> None:
    pdu = ShortMessage(command=commands.DELIVER_SM, status=0x22, tlvs={0x1403: b"\x01", 0x4FFF: b""})
    assert decode(encode(pdu)) == pdu
    assert statuses.name_of(0x410) == "0x00000410"


def test_a_tlv_that_claims_too_much_costs_a_client_nothing_and_tells_a_server() -> None:
    frame = encode(ShortMessage(command=commands.DELIVER_SM, text=b"id:1 stat:DELIVRD", tlvs={tags.MESSAGE_STATE: b"\x02"}))
    frame = (len(frame) + 4).to_bytes(4, "big") + frame[4:] + b"\x14\x01\x70\x70"
    with pytest.raises(Malformed) as why:
        decode(frame)
    assert why.value.status == statuses.RINVOPTPARSTREAM
    read = decode(frame, lenient=True)
    assert isinstance(read, ShortMessage) and read.text == b"id:1 stat:DELIVRD" and read.tlvs == {tags.MESSAGE_STATE: b"\x02"}


@pytest.mark.parametrize(
    ("field", "length", "status"),
    [
        ("service_type", 6, statuses.RINVSERTYP),
        ("source", 21, statuses.RINVSRCADR),
        ("destination", 21, statuses.RINVDSTADR),
        ("schedule", 17, statuses.RINVSCHED),
        ("validity", 17, statuses.RINVEXPIRY),
    ],
)
def test_a_field_that_is_too_long_is_named_by_the_status(field: str, length: int, status: int) -> None:
    holder = ShortMessage(command=commands.SUBMIT_SM)
    setattr(holder, field, "1" * (length - 1))
    good = encode(holder)
    place = good.index(b"1" * (length - 1))
    frame = (len(good) + 1).to_bytes(4, "big") + good[4:place] + b"1" + good[place:]
    with pytest.raises(Malformed) as why:
        decode(frame)
    assert why.value.status == status
    assert getattr(decode(frame, lenient=True), field) == "1" * length
    setattr(holder, field, "1" * length)
    with pytest.raises(ValueError, match="does not fit"):
        encode(holder)


def test_what_no_field_can_hold_is_not_written() -> None:
    for wrong, words in (
        (ShortMessage(command=commands.SUBMIT_SM, source="a\0b"), "does not fit"),
        (ShortMessage(command=commands.SUBMIT_SM, source="Ж"), "latin-1"),
        (ShortMessage(command=commands.SUBMIT_SM, text=b"x" * 255), "room for 254"),
        (Replace(command=commands.REPLACE_SM, text=b"x" * 255), "room for 254"),
    ):
        with pytest.raises(ValueError, match=words):
            encode(wrong)


def test_no_password_is_shown() -> None:
    told = show(encode(Bind(command=commands.BIND_TRANSCEIVER, system_id="acme", password="s3cret")))
    assert told["password"] == "********" and "octets" not in told
    assert "s3cret" not in json.dumps(told) and b"s3cret".hex() not in json.dumps(told)

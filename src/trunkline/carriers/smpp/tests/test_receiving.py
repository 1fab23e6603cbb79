"""What an independent SMSC sends: texts whole and in parts, in order and not, in every alphabet, and octets that are no PDU."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from trunkline.carriers.smpp.actions.record_receipt import match_receipt
from trunkline.carriers.smpp.protocol import commands, statuses, tags
from trunkline.carriers.smpp.protocol.pdus import ShortMessage
from trunkline.carriers.smpp.protocol.wire import encode
from trunkline.carriers.smpp.resources.fragment import Fragment
from trunkline.carriers.smpp.rules.alphabets import Alphabet
from trunkline.carriers.smpp.rules.incoming import GAP
from trunkline.carriers.smpp.rules.parts import Place, write_header
from trunkline.kernel.clock import MINUTE, SECOND
from trunkline.kernel.jobs import Job

from .smsc import Smsc
from .traffic import NUMBER, PHONE, inbox, reaches, received, send


def text(octets: bytes, coding: int = 0, **fields: Any) -> dict[str, Any]:
    return {
        "source_addr": PHONE[1:], "source_addr_ton": 1, "source_addr_npi": 1, "destination_addr": NUMBER[1:], "dest_addr_ton": 1,
        "data_coding": coding, "octets": octets.hex(), **fields,
    }  # fmt: skip


def part(sequence: int, total: int, octets: bytes, coding: int = 0, reference: int = 9, **fields: Any) -> dict[str, Any]:
    return text(write_header(Place(reference, total, sequence)) + octets, coding, esm_class=0x40, **fields)


@pytest.mark.parametrize(
    ("octets", "coding", "default", "read"),
    [
        (b"Hi \x00 \x1be", 0, Alphabet.GSM7, "Hi @ €"),
        (b"caf\xe9", 3, Alphabet.GSM7, "café"),
        (b"caf\xe9", 0, Alphabet.LATIN1, "café"),
        ("Привет 😀".encode("utf-16-be"), 8, Alphabet.GSM7, "Привет 😀"),
        (bytes.fromhex("e8329bfd06"), 0, Alphabet.GSM7_PACKED, "hello"),
        (b"\xbf\xe0", 6, Alphabet.GSM7, "Пр"),
        (b"class 1", 0xF1, Alphabet.GSM7, "class 1"),
        ("flash".encode("utf-16-be"), 0x18, Alphabet.GSM7, "flash"),
        (b"nul\x00 and \xff", 4, Alphabet.GSM7, "nul and ÿ"),
        (b"\xd8\x3d\x00", 8, Alphabet.GSM7, "\ufffd\ufffd"),
    ],
)
async def test_a_text_comes_in(
    house: Any, number: str, smsc: Smsc, connect: Any, octets: bytes, coding: int, default: Alphabet, read: str
) -> None:
    await connect(default_alphabet=default)
    await smsc.order(deliver=text(octets, coding))
    assert (await smsc.until("deliver_resp"))[0]["status"] == 0
    (message,) = await received(house)
    assert (message["from"], message["to"], message["body"], message["status"]) == (PHONE, NUMBER, read, "received")


async def test_a_long_payload(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    await smsc.order(deliver={**text(b""), "payload": (b"long " * 200).hex()})
    assert (await received(house))[0]["body"].strip() == ("long " * 200).strip()


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 2, 3, 1, 1)])
async def test_parts_are_joined_whatever_their_order(house: Any, number: str, smsc: Smsc, connect: Any, order: tuple[int, ...]) -> None:
    await connect()
    whole = "Привет, 😀 мир".encode("utf-16-be")
    octets = [whole[:9], whole[9:19], whole[19:]]  # cut inside characters, on purpose
    for sequence in order:
        await smsc.order(deliver=part(sequence, 3, octets[sequence - 1], 8))
    await smsc.until("deliver_resp", len(order), status=0)
    (message,) = await received(house)
    assert message["body"] == "Привет, 😀 мир"
    await asyncio.sleep(0.05)
    assert len(await inbox(house)) == 1


async def test_parts_by_sar(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    for sequence in (2, 1):
        sar = {"sar_msg_ref_num": 700, "sar_total_segments": 2, "sar_segment_seqnum": sequence}
        await smsc.order(deliver=text(f"part {sequence};".encode(), **sar))
    assert (await received(house))[0]["body"] == "part 1;part 2;"


async def test_an_acknowledged_part_is_on_disk_and_joined_by_another_process(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    first = await connect()
    await smsc.order(deliver=part(2, 2, b"world"))
    await smsc.until("deliver_resp", status=0)
    assert [f.sequence for f in await house.platform.work().select(Fragment)] == [2]
    await first.stop()
    await connect()
    await smsc.order(deliver=part(1, 2, b"hello "))
    assert (await received(house))[0]["body"] == "hello world"


async def test_a_part_that_never_comes_does_not_keep_the_others(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect(join_after=60)
    house.platform.clock.stop()
    await smsc.order(deliver=part(1, 3, b"one "))
    await smsc.order(deliver=part(3, 3, b"three"))
    await smsc.until("deliver_resp", 2, status=0)
    assert await inbox(house) == []
    house.platform.clock.advance(61 * SECOND)
    assert (await received(house))[0]["body"] == f"one {GAP}three"
    await smsc.order(deliver=part(3, 3, b"three"))  # once more, as its answer was lost
    await smsc.until("deliver_resp", 3, status=0)
    house.platform.clock.advance(61 * SECOND)
    await house.settle()
    assert len(await inbox(house)) == 1


async def test_a_reference_that_is_used_again(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    for sequence, octets in ((1, b"a1"), (2, b"a2"), (1, b"b1"), (2, b"b2")):
        await smsc.order(deliver=part(sequence, 2, octets))
    assert [m["body"] for m in await received(house, 2)] == ["a1a2", "b1b2"]
    await smsc.order(deliver=part(1, 2, b"c1"))  # and its other part is lost
    for sequence in (1, 2):
        await smsc.order(deliver=part(sequence, 2, f"d{sequence}".encode()))
    assert sorted(m["body"] for m in await received(house, 4))[2:] == [f"c1{GAP}", "d1d2"]


async def test_parts_of_two_phones_are_not_mixed(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    for sequence in (1, 2):
        for phone in ("15551230001", "15551230002"):
            await smsc.order(deliver=part(sequence, 2, f"{phone[-1]}{sequence}".encode(), source_addr=phone))
    assert sorted(m["body"] for m in await received(house, 2)) == ["1112", "2122"]


async def test_a_text_for_nobody_is_refused_for_good(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    await smsc.order(deliver=text(b"hi", destination_addr="15550009999"))
    assert (await smsc.until("deliver_resp"))[0]["status"] == statuses.RX_R_APPN


async def test_a_text_that_reads_like_a_receipt_is_a_text(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    sid = await send(house)
    await reaches(house, sid, "sent")
    words = b"id:1 sub:001 dlvrd:001 submit date:1 done date:1 stat:UNDELIV err:000 text:x"
    await smsc.order(deliver=text(words))
    assert (await received(house))[0]["body"] == words.decode()
    assert (await house.get(f"/Messages/{sid}.json")).json["status"] == "sent"


async def test_a_carrier_that_does_not_mark_its_receipts(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"receipts": [{"esm": 0}]})
    await connect(unmarked_receipts=True)
    assert (await reaches(house, await send(house), "delivered"))[0] == "delivered"
    assert await inbox(house) == []


async def test_an_id_with_an_underscore(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    """In ASCII, as carriers write it, though data_coding 0 is GSM, where that octet is a paragraph sign."""
    await connect()
    await smsc.order(policy={"id": "underscore"})
    sid = await send(house)
    await reaches(house, sid, "sent")
    await smsc.order(deliver=text(b"id:a_1 sub:001 dlvrd:001 stat:DELIVRD err:000 text:", esm_class=4))
    assert (await reaches(house, sid, "delivered"))[0] == "delivered"


async def test_stop_by_text_stops(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    await smsc.order(deliver=text(b"STOP"))
    await received(house)
    refused = await house.post("/Messages.json", To=PHONE, From=NUMBER, Body="again")
    assert refused.json["code"] == 21610


async def test_what_waits_at_the_carrier_comes_with_the_bind(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    """Sent in one breath with the answer to the bind."""
    await smsc.order(policy={"at_bind": [text(b"one"), text(b"two")]})
    await connect()
    assert sorted(m["body"] for m in await received(house, 2)) == ["one", "two"]
    assert {e["status"] for e in await smsc.until("deliver_resp", 2)} == {0}


# Octets that are no PDU


def _frame(command: int, body: bytes, sequence: int = 77) -> bytes:
    return (16 + len(body)).to_bytes(4, "big") + command.to_bytes(4, "big") + bytes(4) + sequence.to_bytes(4, "big") + body


@pytest.mark.parametrize(
    "raw",
    [
        _frame(commands.DELIVER_SM, b"\x00" * 5),
        _frame(commands.DELIVER_SM, b"\xff" * 60),
        _frame(0x00010200, b"vendor"),
        _frame(commands.SUBMIT_SM | commands.RESPONSE, b"no such request\0"),
        _frame(commands.ALERT_NOTIFICATION, b"\x01"),
        _frame(commands.DELIVER_SM | commands.RESPONSE, b""),
    ],
)
async def test_one_bad_pdu_does_not_cost_the_bind(house: Any, number: str, smsc: Smsc, connect: Any, raw: bytes) -> None:
    await connect()
    await smsc.order(raw=raw.hex())
    await smsc.order(deliver=text(b"still here"))
    assert (await received(house))[0]["body"] == "still here"
    assert smsc.count("bind") == 1 and smsc.count("close") == 0


async def test_trailing_octets_do_not_cost_a_text(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    good = encode(
        ShortMessage(
            command=commands.DELIVER_SM, sequence=5, source=PHONE[1:], source_ton=1, destination=NUMBER[1:], text=b"kept",
            tlvs={0x1403: b"?", tags.SAR_MSG_REF_NUM: b"\x00\x01"},
        )
    )  # fmt: skip
    await smsc.order(raw=((len(good) + 3).to_bytes(4, "big") + good[4:] + b"\x14\x03\x70").hex())
    assert (await received(house))[0]["body"] == "kept"


async def test_a_broken_stream_is_left_and_made_anew(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    await smsc.order(raw="00000003" + "00" * 12)
    await smsc.until("bind", 2)
    await smsc.order(deliver=text(b"anew"))
    assert (await received(house))[0]["body"] == "anew"


async def test_a_receipt_of_nobody_is_acknowledged_and_let_go(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    carrier = await connect()
    house.platform.clock.stop()
    await smsc.order(deliver=text(b"id:4711 stat:DELIVRD err:000", esm_class=4))
    await smsc.order(deliver=text(b"no receipt at all", esm_class=4))
    await smsc.until("deliver_resp", 2, status=0)

    async def let_go() -> bool:
        house.platform.clock.advance(60 * MINUTE)
        return not await house.platform.work().count(Job, task=match_receipt.name)

    await house.until(let_go)
    assert carrier.receiving.unmatched == 1
    assert await inbox(house) == []

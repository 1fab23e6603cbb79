"""Texts to an independent SMSC: what it is handed, what it answers, and what it does wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from trunkline.carriers.smpp.client.call_carrier import call_carrier
from trunkline.carriers.smpp.protocol import statuses
from trunkline.carriers.smpp.rules.alphabets import Alphabet
from trunkline.carriers.smpp.rules.message_ids import IdForm
from trunkline.carriers.smpp.rules.parts import Joining
from trunkline.kernel.clock import SECOND

from .certificate import make_certificate
from .smsc import Smsc, run_smsc
from .traffic import NUMBER, PHONE, reaches, remotes, send, state

LONG = "The quick brown fox {jumps} over the lazy dog. " * 8
ARABIC = "مرحبا بالعالم، هذه رسالة طويلة. " * 6


async def test_a_text_is_submitted_and_its_receipt_delivers_it(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"receipts": [{}]})
    carrier = await connect(system_type="gw")
    bind = (await smsc.until("bind"))[0]
    assert (bind["mode"], bind["system_id"], bind["system_type"]) == ("bind_transceiver", "trunkline", "gw")
    sid = await send(house, "Grüße §1 @ 5€")
    submit = (await smsc.until("submit"))[0]
    assert (submit["source_addr"], submit["source_addr_ton"], submit["source_addr_npi"]) == ("15557770001", 1, 1)
    assert (submit["destination_addr"], submit["dest_addr_ton"]) == ("15551230001", 1)
    assert submit["text"] == "Grüße §1 @ 5€"  # as node-smpp reads GSM 7 bit
    assert await reaches(house, sid, "delivered") == ("delivered", None)
    (remote,) = await remotes(house, sid)
    assert remote.remote_id == "1"
    assert carrier.submitted == 1


@pytest.mark.parametrize("body", [LONG, ARABIC])
@pytest.mark.parametrize("joining", [Joining.UDH8, Joining.UDH16])
async def test_a_long_text_is_delivered_when_all_its_parts_are(
    house: Any, number: str, smsc: Smsc, connect: Any, joining: Joining, body: str
) -> None:
    await smsc.order(policy={"id": "hexZeros"})
    await connect(joining=joining, ucs2_coding=8)
    sid = await send(house, body)
    await reaches(house, sid, "sent")
    rows = await remotes(house, sid)
    submits = await smsc.until("submit", len(rows))
    assert len(rows) == len(submits) == int((await house.get(f"/Messages/{sid}.json")).json["num_segments"])
    assert all(s["udh"] for s in submits)
    assert "".join(s["text"] for s in submits) == body
    for n in range(1, len(rows) + 1):
        assert await state(house, sid) == ("sent", None)
        await smsc.order(deliver=_receipt(f"{n:08X}"))
        await smsc.until("deliver_resp", n, status=0)
    assert await reaches(house, sid, "delivered") == ("delivered", None)


def _receipt(message_id: str, stat: str = "DELIVRD", err: str = "000", **fields: Any) -> dict[str, Any]:
    text = f"id:{message_id} sub:001 dlvrd:001 submit date:2611221800 done date:2611221801 stat:{stat} err:{err} text:x"
    return {
        "source_addr": PHONE[1:],
        "source_addr_ton": 1,
        "destination_addr": NUMBER[1:],
        "esm_class": 4,
        "octets": text.encode().hex(),
        **fields,
    }


async def test_one_part_that_does_not_arrive_ends_the_whole(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect()
    sid = await send(house, LONG)
    await reaches(house, sid, "sent")
    await smsc.order(deliver=_receipt("1"))
    await smsc.order(deliver=_receipt("2", "UNDELIV", "027"), policy={})
    assert await reaches(house, sid, "undelivered") == ("undelivered", 30008)


async def test_sar_and_payload(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect(joining=Joining.SAR)
    sid = await send(house, LONG)
    await reaches(house, sid, "sent")
    submits = await smsc.until("submit", 3)
    assert [s["sar_segment_seqnum"] for s in submits] == [1, 2, 3]
    assert {s["sar_total_segments"] for s in submits} == {3} and len({s["sar_msg_ref_num"] for s in submits}) == 1
    await connect(name="other", joining=Joining.PAYLOAD)
    sid = await send(house, LONG)
    await reaches(house, sid, "sent")
    assert len(await remotes(house, sid)) == 1
    assert (await smsc.until("submit", 4))[3]["message_payload"]["message"] == LONG


@pytest.mark.parametrize(
    ("answered", "receipted", "form"),
    [
        ("decimal", "decimal", IdForm.AUTO),
        ("zeros", "decimal", IdForm.AUTO),
        ("decimal", "zeros", IdForm.SAME),
        ("hexZeros", "hex", IdForm.AUTO),
        ("uuid", "uuidUpper", IdForm.AUTO),
        ("hex", "decimal", IdForm.AUTO),
        ("hexZeros", "zeros", IdForm.HEX_DECIMAL),
        ("decimal", "hexZeros", IdForm.DECIMAL_HEX),
    ],
)
async def test_receipts_are_matched_however_the_id_is_written(
    house: Any, number: str, smsc: Smsc, connect: Any, answered: str, receipted: str, form: IdForm
) -> None:
    await smsc.order(policy={"id": answered, "from": 171, "receipts": [{"id": receipted}]})
    await connect(message_ids=form)
    assert await reaches(house, await send(house), "delivered") == ("delivered", None)


async def test_a_guess_at_the_base_of_an_id_counts_only_for_the_right_phone(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    """Hexadecimal 1a is 26: a receipt for 26 of another phone is not this message's."""
    await smsc.order(policy={"id": "hex", "from": 25})
    carrier = await connect()
    sid = await send(house)
    await reaches(house, sid, "sent")
    await smsc.order(deliver=_receipt("26", source_addr="15551239999"))
    await smsc.until("deliver_resp", status=0)
    assert carrier.receiving.unmatched == 1
    assert await state(house, sid) == ("sent", None)


async def test_a_carrier_that_swaps_the_ends_of_its_receipts(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"id": "hex", "from": 25})
    await connect()
    sid = await send(house)
    await reaches(house, sid, "sent")
    await smsc.order(deliver=_receipt("26", source_addr=NUMBER[1:], destination_addr=PHONE[1:]))
    assert await reaches(house, sid, "delivered") == ("delivered", None)


async def test_a_receipt_may_come_before_the_answer(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"receipts": [{"before": True}], "delay": 150})
    await connect()
    sid = await send(house)
    assert await reaches(house, sid, "delivered") == ("delivered", None)


async def test_receipts_by_optional_parameters_twice_and_after_an_intermediate_one(
    house: Any, number: str, smsc: Smsc, connect: Any
) -> None:
    await smsc.order(
        policy={"receipts": [{"esm": 32, "stat": "ENROUTE"}, {"stat": "ACCEPTD"}, {"tlv": 2}, {"tlv": 2}, {"stat": "UNDELIV"}]}
    )
    await connect()
    sid = await send(house)
    await smsc.until("deliver_resp", 5, status=0)
    assert await state(house, sid) == ("delivered", None)


async def test_codes_of_what_did_not_arrive(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"receipts": [{"stat": "UNDELIV", "err": "099"}]})
    await connect(errors={"99": 30006})
    assert await reaches(house, await send(house), "undelivered") == ("undelivered", 30006)
    await smsc.order(policy={"receipts": [{"stat": "EXPIRED"}]})
    assert await reaches(house, await send(house), "undelivered") == ("undelivered", 30003)
    await smsc.order(policy={"status": statuses.RINVDSTADR})
    assert await reaches(house, await send(house), "failed") == ("failed", 30005)
    await smsc.order(policy={"status": 0x410})
    assert await reaches(house, await send(house), "failed") == ("failed", 30008)


async def test_receipts_find_their_message_after_a_restart(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    first = await connect()
    short, long = await send(house), await send(house, LONG)
    await reaches(house, short, "sent")
    await reaches(house, long, "sent")
    await smsc.order(deliver=_receipt((await remotes(house, long))[0].remote_id))
    await smsc.until("deliver_resp", status=0)
    await first.stop()
    await smsc.until("unbind")
    again = await connect()
    assert not again.receiving.recent
    await smsc.order(deliver=_receipt((await remotes(house, short))[0].remote_id))
    for remote in (await remotes(house, long))[1:]:
        await smsc.order(deliver=_receipt(remote.remote_id))
    assert await reaches(house, short, "delivered") == ("delivered", None)
    assert await reaches(house, long, "delivered") == ("delivered", None)


@pytest.mark.parametrize("status", [statuses.RTHROTTLED, statuses.RMSGQFUL])
async def test_a_carrier_that_asks_for_fewer_gets_fewer_and_loses_none(
    house: Any, number: str, smsc: Smsc, connect: Any, status: int
) -> None:
    await smsc.order(policy={"status": [status] * 3, "receipts": [{}]})
    carrier = await connect()
    sids = [await send(house, f"text {n}") for n in range(6)]
    for sid in sids:
        assert await reaches(house, sid, "delivered") == ("delivered", None)
    assert carrier.throttles >= 1
    assert smsc.count("submit") == 9


async def test_a_long_text_that_is_throttled_in_the_middle_goes_on_where_it_stopped(
    house: Any, number: str, smsc: Smsc, connect: Any
) -> None:
    await smsc.order(policy={"status": [0, statuses.RTHROTTLED, statuses.RTHROTTLED], "receipts": [{}]})
    await connect()
    sid = await send(house, LONG)
    assert await reaches(house, sid, "delivered") == ("delivered", None)
    sequence = [int(s["udh"][0][8:10], 16) if len(s["udh"][0]) > 6 else int(s["udh"][0][-2:], 16) for s in await smsc.until("submit", 5)]
    assert sequence == [1, 2, 2, 2, 3]


async def test_what_was_under_way_when_the_connection_broke_is_sent_again(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"drop": 1, "receipts": [{}]})
    await connect()
    assert await reaches(house, await send(house), "delivered") == ("delivered", None)
    assert smsc.count("bind") == 2


async def test_an_answer_that_never_comes(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"silent": 1, "receipts": [{}]})
    await connect(response_timeout=0.3)
    assert await reaches(house, await send(house), "delivered") == ("delivered", None)
    assert smsc.count("submit") == 2 and smsc.count("bind") == 1


async def test_texts_wait_while_the_carrier_is_away(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"receipts": [{}]})
    carrier = await connect(bound=False, password="wrong")
    assert (await smsc.until("bind", 2))[1]["right"] is False
    assert carrier.health().state == "down" and "ESME_RINVPASWD" in carrier.health().words
    sid = await send(house)
    await asyncio.sleep(0.1)
    assert (await state(house, sid))[0] in ("queued", "sending")
    await connect()
    assert await reaches(house, sid, "delivered") == ("delivered", None)


async def test_a_text_that_nobody_wants_any_more_is_not_sent(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect(bound=False, password="wrong")
    house.platform.clock.stop()
    sid = await send(house, ValidityPeriod=60)

    async def over() -> bool:
        house.platform.clock.advance(20 * SECOND)
        return (await state(house, sid))[0] == "failed"

    await house.until(over)
    assert await state(house, sid) == ("failed", 30036)


async def test_a_silent_connection_is_asked_and_a_dead_one_is_left(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect(enquire_link=0.1, response_timeout=0.3)
    await smsc.until("enquire_link", 2)
    assert smsc.count("bind") == 1
    await smsc.order(policy={"deaf": True})
    await smsc.until("bind", 2)


async def test_several_binds_share_the_work(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"receipts": [{}], "delay": 30})
    carrier = await connect(transceivers=0, transmitters=2, receivers=1, window=2)
    assert sorted(b["mode"] for b in await smsc.until("bind", 3)) == ["bind_receiver", "bind_transmitter", "bind_transmitter"]
    for sid in [await send(house, f"text {n}") for n in range(12)]:
        assert await reaches(house, sid, "delivered") == ("delivered", None)
    assert carrier.submitted == 12
    assert {s["mode"] for s in await smsc.until("submit", 12)} == {"bind_transmitter"}


async def test_the_rate_is_kept(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await connect(rate=20)
    begun = asyncio.get_running_loop().time()
    for sid in [await send(house, f"text {n}") for n in range(8)]:
        await reaches(house, sid, "sent")
    assert asyncio.get_running_loop().time() - begun >= 7 / 20 - 0.01


async def test_no_text_resets_the_bind(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"receipts": [{}]})
    await connect()
    for body in ("§", "Hi \x11 there", "tab\tnul\x01", "\u202e\u0000x".replace("\u0000", ""), "😀" * 40, "id:1 stat:DELIVRD", "\ufffd"):
        assert await reaches(house, await send(house, body), "delivered") == ("delivered", None)
    assert smsc.count("bind") == 1


@pytest.mark.parametrize(("alphabet", "coding"), [(Alphabet.LATIN1, 3), (Alphabet.ASCII, 1), (Alphabet.GSM7_PACKED, 0)])
async def test_alphabets_of_carriers(house: Any, number: str, smsc: Smsc, connect: Any, alphabet: Alphabet, coding: int) -> None:
    await connect(alphabet=alphabet, data_coding=coding)
    await reaches(house, await send(house, "plain text"), "sent")
    await reaches(house, await send(house, "Ωmega"), "sent")
    plain, greek = await smsc.until("submit", 2)
    assert plain["data_coding"] == coding
    assert greek["data_coding"] == (0 if alphabet is Alphabet.GSM7_PACKED else 8)
    if alphabet is not Alphabet.GSM7_PACKED:
        assert (plain["text"], greek["text"]) == ("plain text", "Ωmega")


async def test_cancel_and_query(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    carrier = await connect()
    sid = await send(house, LONG)
    await reaches(house, sid, "sent")
    first = (await remotes(house, sid))[0].remote_id
    assert await carrier.cancel(first, house.platform.work())
    assert [c["id"] for c in await smsc.until("cancel", 3)] == ["1", "2", "3"]
    assert not await carrier.cancel("unknown", house.platform.work())
    told = await carrier.query(first)
    assert told is not None and told.message_state == 2


async def test_a_test_call_shows_each_pdu(house: Any, number: str, smsc: Smsc, connect: Any) -> None:
    await smsc.order(policy={"receipts": [{}]})
    carrier = await connect()
    await carrier.stop()  # or the receipt may come through one of its own binds
    accepted, why, said = await call_carrier(house.platform, carrier.settings, NUMBER, PHONE, "test", wait=5)
    assert accepted, why
    assert [(e.direction, e.what) for e in said] == [
        ("sent", "bind_transceiver"), ("received", "bind_transceiver_resp"), ("sent", "submit_sm"), ("received", "submit_sm_resp"),
        ("received", "deliver_sm"), ("sent", "deliver_sm_resp"), ("sent", "unbind"), ("received", "unbind_resp"),
    ]  # fmt: skip
    assert "secret" not in str([e.detail for e in said])
    accepted, why, said = await call_carrier(house.platform, carrier.settings, NUMBER, "whatsapp:+15551230001", "test")
    assert not accepted and "SMPP address" in why


@pytest.mark.parametrize("trusted", [True, False])
async def test_tls(house: Any, number: str, npm_folder: Path, connect: Any, tmp_path: Path, trusted: bool) -> None:
    key, certificate = make_certificate(tmp_path)
    async with run_smsc(npm_folder, key, certificate) as smsc:
        await smsc.order(policy={"receipts": [{}]})
        authority = certificate.read_text() if trusted else ""
        carrier = await connect(bound=trusted, host="localhost", port=smsc.port, tls=True, tls_ca=authority)
        if trusted:
            assert await reaches(house, await send(house), "delivered") == ("delivered", None)
            return

        async def refused() -> bool:
            return "certificate verify failed" in carrier.health().words

        await house.until(refused)
        assert smsc.count("bind") == 0

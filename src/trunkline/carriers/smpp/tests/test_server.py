"""The server: binds, submits, receipts, inbound texts, and everything that a customer's system gets wrong."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from trunkline.carriers.smpp.protocol import commands, receipts, statuses, tags
from trunkline.carriers.smpp.protocol.pdus import Answer, Bind, BindAnswer, Cancel, DataMessage, Pdu, Query, QueryAnswer
from trunkline.carriers.smpp.protocol.receipts import read_receipt
from trunkline.carriers.smpp.rules.incoming import GAP
from trunkline.carriers.smpp.rules.parts import Place, write_header
from trunkline.kernel.clock import SECOND
from trunkline.products.messaging.actions.receive_message import receive_message

from .esme import Peer
from .traffic import NUMBER, PHONE, gone, reaches


async def message(house: Any, sid: str) -> Any:
    found = await house.get(f"/Messages/{sid}.json")
    assert found.status == 200, found.text
    return found.json


async def handset(house: Any, **about: Any) -> None:
    made = await house.post("/network/v1/Handsets", PhoneNumber=PHONE, **about)
    assert made.status == 201, made.text


# Credentials


async def test_a_password_is_shown_once(house: Any, credential: Any) -> None:
    assert len(credential["password"]) == 8 and 1 <= len(credential["system_id"]) <= 15
    again = (await house.get(f"/network/v1/SmppCredentials/{credential['sid']}")).json
    assert again["password"] is None and "password_hash" not in again
    assert credential["password"] not in (await house.get("/network/v1/SmppCredentials")).text


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"SystemId": "x" * 16}, 20001),
        ({"SystemId": "a b"}, 20001),
        ({"SystemId": "é"}, 20001),
        ({"MaxBinds": 0}, 20001),
        ({"Window": 1001}, 20001),
        ({"Rate": "many"}, 20001),
        ({"DefaultAlphabet": "ucs2"}, 20001),
    ],
)
async def test_wrong_credentials_are_not_made(house: Any, parameters: Any, code: int) -> None:
    answer = await house.post("/network/v1/SmppCredentials", **parameters)
    assert (answer.status, answer.json["code"]) == (400, code)


async def test_a_system_id_is_one_systems(house: Any) -> None:
    assert (await house.post("/network/v1/SmppCredentials", SystemId="acme")).status == 201
    assert (await house.post("/network/v1/SmppCredentials", SystemId="acme")).json["code"] == 20409


# Binds


async def test_binds(house: Any, server: int, credential: Any) -> None:
    peer = await Peer.connect(server)
    assert (await peer.submit()).status == statuses.RINVBNDSTS
    answer = await peer.ask(Bind(command=commands.BIND_TRANSCEIVER, system_id=credential["system_id"], password=credential["password"]))
    assert isinstance(answer, BindAnswer) and answer.system_id == "Trunkline"
    assert answer.tlvs == {tags.SC_INTERFACE_VERSION: b"\x34"}
    again = await peer.ask(Bind(command=commands.BIND_RECEIVER, system_id=credential["system_id"], password=credential["password"]))
    assert again.status == statuses.RALYBND
    assert (await peer.ask(Pdu(command=commands.ENQUIRE_LINK))).status == statuses.ROK
    assert (await peer.ask(Pdu(command=commands.UNBIND))).status == statuses.ROK
    await peer.until_ended()


async def test_who_may_not_bind(house: Any, server: int, credential: Any) -> None:
    for system_id, password, status in (
        (credential["system_id"], "wrong", statuses.RINVPASWD),
        ("nobody", "wrong", statuses.RINVSYSID),
    ):
        peer = await Peer.connect(server)
        answer = await peer.ask(Bind(command=commands.BIND_TRANSMITTER, system_id=system_id, password=password))
        assert answer.status == status
        await peer.until_ended()
    await house.post(f"/network/v1/SmppCredentials/{credential['sid']}", Enabled="false")
    peer = await Peer.connect(server)
    refused = await peer.ask(Bind(command=commands.BIND_TRANSMITTER, system_id=credential["system_id"], password=credential["password"]))
    assert refused.status == statuses.RINVPASWD


async def test_no_more_binds_than_agreed(house: Any, server: int) -> None:
    one = (await house.post("/network/v1/SmppCredentials", MaxBinds=1)).json
    first = await Peer.bind(server, one)
    second = await Peer.connect(server)
    refused = await second.ask(Bind(command=commands.BIND_RECEIVER, system_id=one["system_id"], password=one["password"]))
    assert refused.status == statuses.RALYBND
    await first.leave()
    async with asyncio.timeout(5):
        while True:
            third = await Peer.connect(server)
            answer = await third.ask(Bind(command=commands.BIND_RECEIVER, system_id=one["system_id"], password=one["password"]))
            if answer.status == statuses.ROK:
                break


async def test_a_deleted_credential_is_felt_at_once(house: Any, server: int, credential: Any) -> None:
    peer = await Peer.bind(server, credential)
    assert (await house.delete(f"/network/v1/SmppCredentials/{credential['sid']}")).status == 204
    await peer.until_ended()


# Submitting


async def test_a_text_is_delivered_and_its_receipt_comes_back(house: Any, number: str, server: int, credential: Any) -> None:
    await handset(house)
    peer = await Peer.bind(server, credential)
    answer = await peer.submit(b"5 \x1be @\x00", registered_delivery=1)
    assert answer.status == statuses.ROK
    assert (await message(house, answer.message_id))["body"] == "5 € ¡@"
    assert (await message(house, answer.message_id))["from"] == NUMBER
    assert (await reaches(house, answer.message_id, "delivered"))[0] == "delivered"
    (receipt,) = await peer.until(1)
    assert receipt.esm_class == receipts.RECEIPT
    assert (receipt.source, receipt.destination) == ("15551230001", "15557770001")
    assert receipt.tlvs[tags.RECEIPTED_MESSAGE_ID] == answer.message_id.encode() + b"\0"
    read = read_receipt(receipt.text.decode(), {}, receipt.esm_class)
    assert read is not None and (read.message_id, read.state, read.error) == (answer.message_id, receipts.DELIVERED, "000")
    await gone(house)


async def test_receipts_only_where_they_are_wanted(house: Any, number: str, server: int, credential: Any) -> None:
    await handset(house)
    peer = await Peer.bind(server, credential)
    for wanted in (0, 2, 1):
        answer = await peer.submit(registered_delivery=wanted)
        await reaches(house, answer.message_id, "delivered")
    await peer.until(1)
    await gone(house)
    assert len(peer.delivered) == 1
    await house.post("/network/v1/Handsets/" + PHONE, Behaviour="blocked")
    answer = await peer.submit(registered_delivery=2)
    receipt = (await peer.until(2))[1]
    assert receipt.tlvs[tags.MESSAGE_STATE] == bytes((receipts.UNDELIVERABLE,))
    assert receipt.tlvs[tags.PLATFORM_CODE] == (30004).to_bytes(4, "big")


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"destination": "1"}, statuses.RINVDSTADR, 21211),
        ({"destination": ""}, statuses.RINVDSTADR, None),
        ({"source": "15557779999"}, statuses.RINVSRCADR, 21659),
        ({"source": ""}, statuses.RINVSRCADR, 21603),
        ({"text": b""}, statuses.RINVMSGLEN, 21602),
        ({"schedule": "tomorrow"}, statuses.RINVSCHED, None),
        ({"schedule": "991231235959000+"}, statuses.RINVSCHED, 35114),
        ({"validity": "000000000000000X"}, statuses.RINVEXPIRY, None),
        ({"validity": "200101000000000+"}, statuses.RINVEXPIRY, None),
        ({"esm_class": 1}, statuses.RINVESMCLASS, None),
    ],
)
async def test_refusals(house: Any, number: str, server: int, credential: Any, fields: Any, status: int, code: int | None) -> None:
    peer = await Peer.bind(server, credential)
    answer = await peer.submit(**fields)
    assert statuses.name_of(answer.status) == statuses.name_of(status)
    assert tags.read_integer(answer.tlvs.get(tags.PLATFORM_CODE)) == code
    assert (await peer.submit()).status == statuses.ROK


async def test_the_same_rules_hold_as_for_the_api(house: Any, number: str, server: int, credential: Any) -> None:
    work = house.platform.work()
    await receive_message(work, from_=PHONE, to=NUMBER, body="STOP")
    await work.commit()
    peer = await Peer.bind(server, credential, commands.BIND_TRANSMITTER)
    answer = await peer.submit()
    assert answer.status == statuses.RSUBMITFAIL
    assert tags.read_integer(answer.tlvs[tags.PLATFORM_CODE]) == 21610


async def test_a_system_of_version_3_3_gets_no_optional_parameters(house: Any, number: str, server: int, credential: Any) -> None:
    await handset(house)
    peer = await Peer.bind(server, credential, interface_version=0x33)
    assert (await peer.submit(destination="1")).tlvs == {}
    await peer.submit(registered_delivery=1)
    assert (await peer.until(1))[0].tlvs == {}


def part(sequence: int, total: int, text: bytes, reference: int = 5) -> dict[str, Any]:
    return {"text": write_header(Place(reference, total, sequence)) + text, "esm_class": receipts.UDHI, "registered_delivery": 1}


async def test_parts_become_one_message_and_each_gets_its_receipt(house: Any, number: str, server: int, credential: Any) -> None:
    await handset(house)
    peer = await Peer.bind(server, credential)
    ids = [(await peer.submit(**part(n, 3, f"part {n};".encode()))).message_id for n in (3, 1, 2)]
    assert len(set(ids)) == 3
    assert (await peer.submit(**part(1, 3, b"part 1;"))).message_id == ids[1]  # once more, as its answer was lost
    receipted = {read_receipt(p.text.decode(), p.tlvs, p.esm_class) for p in await peer.until(3)}
    assert {r.message_id for r in receipted if r} == set(ids)
    listed = (await house.get("/Messages.json", To=PHONE)).json["messages"]
    assert [m["body"] for m in listed] == ["part 1;part 2;part 3;"]
    await gone(house)


async def test_parts_that_are_refused_together(house: Any, number: str, server: int, credential: Any) -> None:
    peer = await Peer.bind(server, credential)
    first = await peer.submit(**part(1, 2, b"a"), destination="12")
    last = await peer.submit(**part(2, 2, b"b"), destination="12")
    assert (first.status, last.status) == (statuses.ROK, statuses.RINVDSTADR)
    (receipt,) = await peer.until(1)
    read = read_receipt(receipt.text.decode(), receipt.tlvs, receipt.esm_class)
    assert read is not None and (read.message_id, read.state) == (first.message_id, receipts.REJECTED)
    await gone(house)


async def test_parts_that_stay_alone_are_sent_with_a_gap(house: Any, number: str, server: int, credential: Any) -> None:
    await handset(house)
    house.platform.clock.stop()
    peer = await Peer.bind(server, credential)
    waiting = await peer.submit(**part(1, 2, b"half"))
    query = await peer.ask(Query(command=commands.QUERY_SM, message_id=waiting.message_id))
    assert isinstance(query, QueryAnswer) and query.message_state == receipts.ENROUTE

    async def there() -> bool:
        house.platform.clock.advance(10 * SECOND)
        return bool((await house.get("/Messages.json", To=PHONE)).json["messages"])

    await house.until(there)
    assert (await house.get("/Messages.json", To=PHONE)).json["messages"][0]["body"] == f"half{GAP}"


async def test_data_sm_and_a_payload(house: Any, number: str, server: int, credential: Any) -> None:
    peer = await Peer.bind(server, credential)
    long = "Привет " * 40
    answer = await peer.ask(
        DataMessage(
            command=commands.DATA_SM, source_ton=1, source=NUMBER[1:], destination_ton=1, destination=PHONE[1:], data_coding=8,
            tlvs={tags.MESSAGE_PAYLOAD: long.encode("utf-16-be")},
        )
    )  # fmt: skip
    assert isinstance(answer, Answer) and answer.status == statuses.ROK
    assert (await message(house, answer.message_id))["body"] == long


async def test_query_and_cancel(house: Any, number: str, server: int, credential: Any) -> None:
    await handset(house)
    peer = await Peer.bind(server, credential)
    sent = await peer.submit()
    await reaches(house, sent.message_id, "delivered")
    said = await peer.ask(Query(command=commands.QUERY_SM, message_id=sent.message_id))
    assert isinstance(said, QueryAnswer) and said.message_state == receipts.DELIVERED and len(said.final_date) == 16
    assert (await peer.ask(Cancel(command=commands.CANCEL_SM, message_id=sent.message_id))).status == statuses.RCANCELFAIL
    later = await peer.submit(schedule="000001000000000R", registered_delivery=1)
    assert (await message(house, later.message_id))["status"] == "scheduled"
    assert (await peer.ask(Cancel(command=commands.CANCEL_SM, message_id=later.message_id))).status == statuses.ROK
    assert (await message(house, later.message_id))["status"] == "canceled"
    (receipt,) = await peer.until(1)
    assert receipt.tlvs[tags.MESSAGE_STATE] == bytes((receipts.DELETED,))
    assert (await peer.ask(Query(command=commands.QUERY_SM, message_id="SM" + "0" * 32))).status == statuses.RQUERYFAIL
    assert (await peer.ask(Cancel(command=commands.CANCEL_SM))).status == statuses.RINVMSGID


async def test_another_accounts_messages_are_nobodys(house: Any, number: str, server: int, credential: Any) -> None:
    sub = (await house.post("/2010-04-01/Accounts.json", FriendlyName="other")).json
    auth = (sub["sid"], sub["auth_token"])
    made = (await house.post("/network/v1/SmppCredentials", auth=auth)).json
    mine, other = await Peer.bind(server, credential), await Peer.bind(server, made)
    sent = await mine.submit(schedule="000001000000000R")
    assert (await other.ask(Query(command=commands.QUERY_SM, message_id=sent.message_id))).status == statuses.RQUERYFAIL
    assert (await other.ask(Cancel(command=commands.CANCEL_SM, message_id=sent.message_id))).status == statuses.RCANCELFAIL
    assert (await other.submit()).status == statuses.RINVSRCADR
    assert (await house.get(f"/network/v1/SmppCredentials/{credential['sid']}", auth=auth)).status == 404


async def test_who_sends_too_fast_is_throttled(house: Any, number: str, server: int) -> None:
    slow = (await house.post("/network/v1/SmppCredentials", Rate=3)).json
    peer = await Peer.bind(server, slow)
    said = [(await peer.submit()).status for _ in range(8)]
    assert said[0] == statuses.ROK and statuses.RTHROTTLED in said
    narrow = (await house.post("/network/v1/SmppCredentials", Window=1)).json
    peer = await Peer.bind(server, narrow)
    answers = await asyncio.gather(*(peer.submit() for _ in range(6)))
    assert {a.status for a in answers} == {statuses.ROK, statuses.RMSGQFUL}


async def test_a_receiver_does_not_submit_nor_a_transmitter_receive(house: Any, number: str, server: int, credential: Any) -> None:
    await handset(house)
    receiver = await Peer.bind(server, credential, commands.BIND_RECEIVER)
    transmitter = await Peer.bind(server, credential, commands.BIND_TRANSMITTER)
    assert (await receiver.submit()).status == statuses.RINVBNDSTS
    await transmitter.submit(registered_delivery=1)
    await receiver.until(1)
    assert not transmitter.delivered

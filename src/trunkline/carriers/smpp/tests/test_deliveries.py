"""What comes to a customer's system: texts to its account's numbers, kept until they were acknowledged."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.carriers.smpp.actions.forget_old import forget_old
from trunkline.carriers.smpp.protocol import statuses
from trunkline.carriers.smpp.resources.delivery import Delivery
from trunkline.carriers.smpp.rules.alphabets import Alphabet
from trunkline.carriers.smpp.rules.incoming import join, read_content
from trunkline.kernel.clock import DAY
from trunkline.products.messaging.actions.receive_message import receive_message

from .esme import Peer
from .traffic import NUMBER, PHONE, gone


async def text_in(house: Any, body: str) -> None:
    work = house.platform.work()
    await receive_message(work, from_=PHONE, to=NUMBER, body=body)
    await work.commit()


@pytest.mark.parametrize("body", ["hello", "§ {long} € " * 30, "Привет 😀 " * 30])
async def test_a_text_to_the_accounts_number(house: Any, number: str, server: int, credential: Any, body: str) -> None:
    peer = await Peer.bind(server, credential)
    await text_in(house, body)
    total = -(-len(body) // 153) if body.isascii() else len(body) and 0
    pdu = (await peer.until(1))[0]
    content = read_content(pdu, Alphabet.GSM7)
    count = content.place.total if content.place else 1
    contents = [read_content(p, Alphabet.GSM7) for p in await peer.until(count)]
    got = (
        contents[0].text(Alphabet.GSM7)
        if count == 1
        else join({c.place.sequence: (c.data_coding, c.octets) for c in contents if c.place}, count, Alphabet.GSM7)
    )
    assert got == body and (not total or count >= total)
    assert (pdu.source, pdu.source_ton, pdu.destination) == (PHONE[1:], 1, NUMBER[1:])
    await gone(house)


async def test_what_was_not_acknowledged_comes_again_to_the_next_bind(house: Any, number: str, server: int, credential: Any) -> None:
    await text_in(house, "before anybody was there")
    first = await Peer.bind(server, credential)
    first.status = None
    await first.until(1)
    await first.leave()
    second = await Peer.bind(server, credential)
    assert [p.text for p in await second.until(1)] == [b"before anybody was there"]
    await gone(house)


async def test_what_a_system_cannot_take_now_is_offered_again(house: Any, number: str, server: int, credential: Any) -> None:
    peer = await Peer.bind(server, credential)
    peer.status = statuses.RX_T_APPN
    await text_in(house, "later")
    await peer.until(1)
    peer.status = statuses.ROK
    await peer.until(2)
    await gone(house)


async def test_what_a_system_refuses_for_good_is_not_offered_again(house: Any, number: str, server: int, credential: Any) -> None:
    peer = await Peer.bind(server, credential)
    peer.status = statuses.RX_R_APPN
    await text_in(house, "no")
    await peer.until(1)
    await gone(house)


async def test_a_system_that_wants_no_texts_gets_none(house: Any, number: str, server: int) -> None:
    made = (await house.post("/network/v1/SmppCredentials", Inbound="false")).json
    peer = await Peer.bind(server, made)
    await text_in(house, "hello")
    await house.settle()
    assert not peer.delivered and not await house.platform.work().count(Delivery)


async def test_what_is_old_is_forgotten(house: Any, number: str, server: int, credential: Any) -> None:
    await text_in(house, "nobody fetches this")
    await house.settle()
    work = house.platform.work()
    forget_old(work)
    await work.commit()
    assert await work.count(Delivery) == 1
    house.platform.clock.advance(4 * DAY)
    forget_old(work)
    await work.commit()
    assert await work.count(Delivery) == 0

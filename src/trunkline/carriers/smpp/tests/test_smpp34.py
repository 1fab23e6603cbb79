"""A library of other people at the other end: smpp34's server is our carrier, and its client our customer's system."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import smpp34

from trunkline.carriers.smpp.client.carrier import SmppCarrier
from trunkline.carriers.smpp.client.settings import SmppSettings
from trunkline.carriers.smpp.protocol import receipts, statuses
from trunkline.carriers.smpp.protocol.receipts import read_receipt
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.ports import MessageCarrier

from .kannel import free_port
from .traffic import NUMBER, PHONE, gone, reaches, received, send


async def test_its_server_as_carrier(house: Any, number: str) -> None:
    port = free_port()
    far = smpp34.Server("127.0.0.1", port, system_id="smpp34")
    await far.start()
    esmes: list[smpp34.Esme] = []

    async def serve() -> None:
        count = 0
        while True:
            event = await far.next()
            if isinstance(event, smpp34.Esme):
                esmes.append(event)
            elif isinstance(event, smpp34.SubmitSmEvent):
                count += 1
                if event.destination_addr.endswith("9"):
                    event.reject(statuses.RINVDSTADR)
                    continue
                event.accept(f"{count:08X}")
                text = f"id:{count:08X} sub:001 dlvrd:001 submit date:2611221800 done date:2611221801 stat:DELIVRD err:000 text:"
                await esmes[-1].deliver_sm(event.source_addr, text.encode(), source_addr=event.destination_addr, esm_class=4)

    serving = asyncio.create_task(serve())
    carrier = SmppCarrier(house.platform, SmppSettings(name="rust", host="127.0.0.1", port=port, system_id="a", password="b"))
    house.platform.ports[MessageCarrier] = carrier
    await carrier.start()
    try:
        for body in ("hello § €", "Привет 😀", "long " * 80):
            assert await reaches(house, await send(house, body), "delivered") == ("delivered", None)
        assert await reaches(house, await send(house, "no", to="+15551230009"), "failed") == ("failed", 30005)
        said = await esmes[-1].deliver_sm(NUMBER[1:], b"in", source_addr=PHONE[1:], source_addr_ton=1, dest_addr_ton=1)
        assert said.is_success
        assert (await received(house))[-1]["body"] == "in"
    finally:
        await carrier.stop()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        await far.stop()


async def test_its_client_as_customers_system(house: Any, number: str, server: int, credential: Any) -> None:
    assert (await house.post("/network/v1/Handsets", PhoneNumber=PHONE)).status == 201
    client = smpp34.Client("127.0.0.1", server, credential["system_id"], credential["password"], bind_type="TRX")
    async with asyncio.timeout(30):
        smsc = await client.connect()
        assert smsc.system_id
        sent = await smsc.submit_sm(PHONE[1:], b"hello", source_addr=NUMBER[1:], source_addr_ton=1, dest_addr_ton=1, registered_delivery=1)
        assert sent.is_success and sent.message_id is not None
        receipt = await smsc.next()
        assert isinstance(receipt, smpp34.DeliverSmEvent)
        read = read_receipt(receipt.short_message.decode(), {tlv.tag: bytes(tlv.value) for tlv in receipt.tlvs}, receipt.esm_class)
        assert read is not None and (read.message_id, read.state) == (sent.message_id, receipts.DELIVERED)
        refused = await smsc.submit_sm("1", b"hello", source_addr=NUMBER[1:], source_addr_ton=1, dest_addr_ton=1)
        assert refused.command_status == statuses.RINVDSTADR
        work = house.platform.work()
        await receive_message(work, from_=PHONE, to=NUMBER, body="answer")
        await work.commit()
        text = await smsc.next()
        assert isinstance(text, smpp34.DeliverSmEvent) and text.short_message == b"answer"
        await smsc.unbind()
        await client.stop()
    await gone(house)

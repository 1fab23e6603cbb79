"""Clients that send what is no SMPP: each is answered by the status that says so, and nobody else notices."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trunkline.carriers.smpp.protocol import commands, statuses
from trunkline.carriers.smpp.protocol.pdus import Bind, Pdu, ShortMessage
from trunkline.carriers.smpp.protocol.wire import encode

from .esme import Peer
from .pdu_strategies import pdus


@pytest.mark.parametrize(
    ("raw", "command", "status"),
    [
        (b"\x00\x00\x00\x14\x00\x00\x00\x04" + bytes(4) + b"\x00\x00\x00\x09" + b"\xff" * 4, commands.SUBMIT_SM, statuses.RINVCMDLEN),
        (b"\x00\x00\x00\x10\x00\x00\x00\x77" + bytes(4) + b"\x00\x00\x00\x09", None, statuses.RINVCMDID),
        (b"\x00\x00\x00\x10\x00\x00\x00\x21" + bytes(4) + b"\x00\x00\x00\x09", commands.SUBMIT_MULTI, statuses.RINVCMDID),
        (
            encode(ShortMessage(command=commands.SUBMIT_SM, sequence=9, text=b"x" * 9))[:-3],
            commands.SUBMIT_SM,
            statuses.RINVMSGLEN,
        ),
    ],
)
async def test_malformed_pdus_are_answered_and_the_connection_goes_on(
    house: Any, number: str, server: int, credential: Any, raw: bytes, command: int | None, status: int
) -> None:
    peer = await Peer.bind(server, credential)
    waiting: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
    peer.session._outstanding[9] = waiting, float("inf"), command or 0x77
    assert peer.session.transport is not None
    peer.session.transport.write(len(raw).to_bytes(4, "big") + raw[4:])
    async with asyncio.timeout(5):
        answer = await waiting
    assert answer.status == status
    assert answer.command == (commands.GENERIC_NACK if command is None else command | commands.RESPONSE)
    assert (await peer.submit()).status == statuses.ROK


async def test_a_length_that_cannot_be_ends_the_connection_alone(house: Any, number: str, server: int, credential: Any) -> None:
    bad, good = await Peer.bind(server, credential), await Peer.bind(server, credential)
    assert bad.session.transport is not None
    bad.session.transport.write(b"\xff" * 64)
    await bad.until_ended()
    assert (await good.submit()).status == statuses.ROK


async def test_any_octets_leave_the_server_whole(house: Any, number: str, server: int, credential: Any) -> None:
    """Connections full of garbage, half PDUs and mutilated ones, before and after a bind; then a well-behaved one is served."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(st.one_of(st.binary(max_size=80), pdus().map(encode), pdus().map(lambda p: encode(p)[:-1])), max_size=5))
    def draw(octets: list[bytes]) -> None:
        garbage.append(octets)

    garbage: list[list[bytes]] = []
    await asyncio.to_thread(draw)
    for n, octets in enumerate(garbage):
        _, writer = await asyncio.open_connection("127.0.0.1", server)
        if n % 2:
            bind = Bind(command=commands.BIND_TRANSMITTER, sequence=1, system_id=credential["system_id"], password=credential["password"])
            writer.write(encode(bind))
        writer.writelines(octets)
        await writer.drain()
        writer.close()
    peer = await Peer.connect(server)
    async with asyncio.timeout(10):
        while True:
            answer = await peer.ask(
                Bind(command=commands.BIND_TRANSCEIVER, system_id=credential["system_id"], password=credential["password"])
            )
            if answer.status == statuses.ROK:
                break
            await peer.leave()
            peer = await Peer.connect(server)
    assert (await peer.submit()).status == statuses.ROK

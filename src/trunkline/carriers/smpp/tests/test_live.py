"""A real process, `trunkline up --smpp-port`, and what outlives its sudden end."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.conftest import Live, start_live
from trunkline.carriers.smpp.protocol import commands, receipts, tags
from trunkline.carriers.smpp.protocol.pdus import Bind
from trunkline.carriers.smpp.rules.parts import Place, write_header
from trunkline.runtime.settings import WrongSetting, read_settings

from .certificate import make_certificate
from .esme import Peer


def post(live: Live, path: str, **parameters: str) -> Any:
    token = base64.b64encode(f"{live.account_sid}:{live.auth_token}".encode()).decode()
    request = urllib.request.Request(live.api_url + path, urlencode(parameters).encode(), {"Authorization": f"Basic {token}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = start_live(tmp_path / "data", "--smpp-port", "0", "--no-proof")
    yield running
    running.kill()


async def test_what_was_acknowledged_outlives_a_kill(live: Live) -> None:
    credential = await asyncio.to_thread(post, live, "/network/v1/SmppCredentials", SystemId="acme")
    sender, phone = live.numbers[0][1:], live.handsets[0][1:]
    await asyncio.to_thread(post, live, f"/network/v1/Handsets/{live.handsets[0]}", Behaviour="slow", Delay="3000")
    assert live.smpp_port is not None
    peer = await Peer.bind(live.smpp_port, credential)
    one = await peer.submit(b"one", source=sender, destination=phone, registered_delivery=1)
    header = write_header(Place(1, 2, 1))
    half = await peer.submit(header + b"half ", esm_class=receipts.UDHI, source=sender, destination=phone, registered_delivery=1)
    assert one.status == half.status == 0
    live.kill()
    again = start_live(live.data, "--smpp-port", "0", "--no-proof")
    try:
        assert again.smpp_port is not None
        peer = await Peer.bind(again.smpp_port, credential)
        header = write_header(Place(1, 2, 2))
        rest = await peer.submit(header + b"and half", esm_class=receipts.UDHI, source=sender, destination=phone, registered_delivery=1)
        told = {tags.read_text(pdu.tlvs[tags.RECEIPTED_MESSAGE_ID]): pdu.tlvs[tags.MESSAGE_STATE] for pdu in await peer.until(3)}
        assert told == dict.fromkeys((one.message_id, half.message_id, rest.message_id), bytes((receipts.DELIVERED,)))
    finally:
        again.stop()


async def test_the_port_speaks_tls_where_it_has_a_certificate(tmp_path: Path) -> None:
    key, certificate = make_certificate(tmp_path)
    live = start_live(tmp_path / "data", "--smpp-port", "0", "--smpp-cert", str(certificate), "--smpp-key", str(key), "--no-proof")
    try:
        credential = await asyncio.to_thread(post, live, "/network/v1/SmppCredentials", SystemId="acme")
        context = ssl.create_default_context(cafile=str(certificate))
        peer = Peer()
        assert live.smpp_port is not None
        await asyncio.get_running_loop().create_connection(lambda: peer.session, "localhost", live.smpp_port, ssl=context)
        answer = await peer.ask(Bind(command=commands.BIND_TRANSMITTER, system_id="acme", password=credential["password"]))
        assert answer.status == 0
        assert (await peer.submit(source=live.numbers[0][1:], destination=live.handsets[0][1:])).status == 0
        await peer.leave()
    finally:
        live.stop()


def test_half_of_what_tls_needs_is_refused() -> None:
    with pytest.raises(WrongSetting, match="together"):
        read_settings({"smpp_cert": "chain.pem"}, {}, Path("none.toml"))

"""A platform whose texts go over SMPP to an independent SMSC."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from trunkline.carriers.smpp.client.carrier import SmppCarrier
from trunkline.carriers.smpp.client.settings import SmppSettings
from trunkline.carriers.smpp.ports import Binds
from trunkline.carriers.smpp.server.server import SmppServer
from trunkline.products.messaging.ports import MessageCarrier
from trunkline.products.numbers.actions.provision_number import provision_number

from .smsc import Smsc, run_smsc
from .traffic import NUMBER

Connect = Callable[..., Awaitable[SmppCarrier]]


@pytest.fixture
async def smsc(npm_folder: Path) -> AsyncIterator[Smsc]:
    async with run_smsc(npm_folder) as running:
        yield running


@pytest.fixture
async def connect(house: Any, smsc: Smsc) -> AsyncIterator[Connect]:
    """Make the SMSC the house's carrier; keyword arguments are settings."""
    carriers: list[SmppCarrier] = []

    async def make(*, bound: bool = True, **settings: Any) -> SmppCarrier:
        given: dict[str, Any] = {
            "name": "node", "host": "127.0.0.1", "port": smsc.port, "system_id": "trunkline", "password": "secret",
            "reconnect": 0.05, "reconnect_most": 0.2, "throttle_pause": 0.05, "throttle_most": 0.4, "response_timeout": 2.0,
        }  # fmt: skip
        carrier = SmppCarrier(house.platform, SmppSettings(**{**given, **settings}))
        carriers.append(carrier)
        house.platform.ports[MessageCarrier] = carrier
        await carrier.start()

        async def up() -> bool:
            return carrier.health().state == "up"

        if bound:
            await house.until(up)
        return carrier

    yield make
    for carrier in carriers:
        await carrier.stop()


@pytest.fixture
async def number(house: Any) -> str:
    """A number of the account."""
    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    return NUMBER


@pytest.fixture
async def server(house: Any) -> AsyncIterator[int]:
    """The port on which the house's SMPP server listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    smpp = house.platform.ports[Binds] = SmppServer(house.platform, join_after=60)
    await smpp.start(listener)
    yield listener.getsockname()[1]
    await smpp.stop()


@pytest.fixture
async def credential(house: Any) -> Any:
    made = await house.post("/network/v1/SmppCredentials", FriendlyName="test")
    assert made.status == 201, made.text
    return made.json

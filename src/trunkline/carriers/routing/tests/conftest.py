"""A provider that speaks Twilio's API on loopback, whose answers a test chooses; and a house with a number."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest

from trunkline.carriers.simulated.tests.traffic import own_number

TOKEN = "upstream-token"  # noqa: S105 (of a provider that lives as long as a test)


@dataclass
class Provider:
    """`answers` are (status, JSON) in turn, the last for ever; `heard` are (request line, headers, parameters or JSON text)."""

    url: str = ""
    answers: list[tuple[int, Any]] = field(default_factory=lambda: [(201, {"sid": "SMupstream"})])
    heard: list[tuple[str, dict[str, str], dict[str, str], str]] = field(default_factory=list)
    silent: bool = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                line, *lines = head.strip().split("\r\n")
                headers = {k.lower(): v for k, v in (h.split(": ", 1) for h in lines)}
                body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
                self.heard.append((line, headers, dict(parse_qsl(body, keep_blank_values=True)), body))
                if self.silent:
                    break
                status, said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                out = json.dumps(said).encode()
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(out)}\r\n\r\n".encode() + out)
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    found = Provider()
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield found
    server.close()


@pytest.fixture
async def home(house: Any) -> Any:
    """The house, with a number of its own, and the `twilio` preset: a real carrier would bring `policy`, which asks for consent."""
    await own_number(house)
    assert (await house.post("/compliance/v1/Policy", Preset="twilio")).status == 200
    return house


async def twilio_like(house: Any, provider: Provider, name: str = "upstream", **route: Any) -> Any:
    """A carrier at the provider, with a route to it."""
    carrier = await house.post(
        "/network/v1/Carriers", FriendlyName=name, Kind="twilio", Secret=TOKEN,
        Settings=json.dumps({"account_sid": "ACupstream", "url": provider.url}),
    )  # fmt: skip
    assert carrier.status == 201, carrier.text
    made = await house.post("/network/v1/Routes", CarrierSid=carrier.json["sid"], **route)
    assert made.status == 201, made.text
    return carrier.json

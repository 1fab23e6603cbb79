"""In production no account's carrier may lie in the operator's own network: by address, by spelling, by name, or by a name that turns."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from trunkline.adapters.http_client.client import HttpClient
from trunkline.adapters.http_client.guard import Guard
from trunkline.adapters.http_client.outward import GuardedHosts
from trunkline.carriers.smpp.client.call_carrier import call_carrier
from trunkline.carriers.smpp.client.settings import SmppSettings
from trunkline.foundations.webhooks.outward import OutwardHosts
from trunkline.foundations.webhooks.ports import Unreachable, WebCaller

OURS = (
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "10.1.2.3", "172.16.9.9", "192.168.0.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "[fd00::1]", "localhost", "LOCALHOST.", "smsc.internal", "１２７.0.0.1",
)  # fmt: skip


@dataclass
class Inside:
    """A server on loopback that must never be reached, and what names resolve to."""

    port: int = 0
    reached: int = 0
    names: dict[str, list[list[str]]] | None = None

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reached += 1
        writer.close()

    async def resolve(self, host: str, port: int) -> list[str]:
        """Each look-up of a name gives its next answer, the last for ever."""
        assert self.names is not None
        turns = self.names[host]
        return turns.pop(0) if len(turns) > 1 else turns[0]


@pytest.fixture
async def inside() -> AsyncIterator[Inside]:
    found = Inside(names={})
    server = await asyncio.start_server(found.accept, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    yield found
    server.close()


async def guard(house: Any, inside: Inside, *allowed: str) -> None:
    policy = Guard("production", frozenset(allowed))
    await house.platform.ports[WebCaller].close()
    house.platform.ports[OutwardHosts] = GuardedHosts(policy, inside.resolve)
    house.platform.ports[WebCaller] = HttpClient(policy, resolver=inside.resolve)


def settings_of(kind: str, host: str, port: int) -> str:
    url = f"http://{host}:{port}"
    return json.dumps(
        {
            "smpp": {"host": host, "port": port, "connect_timeout": 2, "reconnect": 0.05},
            "twilio": {"account_sid": "ACupstream", "url": url},
            "http": {"send": {"url": f"{url}/send?to={{to_digits}}", "fields": {"text": "{body}"}}},
        }[kind]
    )


async def make(house: Any, kind: str, host: str, port: int) -> Any:
    return await house.post(
        "/network/v1/Carriers", FriendlyName=f"{kind} {host}", Kind=kind, Secret="secret", Settings=settings_of(kind, host, port)
    )


@pytest.mark.parametrize("kind", ["smpp", "twilio", "http"])
async def test_a_host_of_our_own_network_is_refused_as_it_is_entered(home: Any, inside: Inside, kind: str) -> None:
    await guard(home, inside)
    for host in OURS:
        answer = await make(home, kind, host, inside.port)
        assert (answer.status, answer.json["code"]) == (400, 20001), (host, answer.text)
        assert "TRUNKLINE_WEBHOOK_ALLOW" in answer.json["message"], (host, answer.text)
    for host in ("exa mple", "a_b..c", "1.2.3.4.5", "[::g]"):
        answer = await make(home, kind, host, inside.port)
        assert (answer.status, answer.json["code"]) == (400, 20001), (host, answer.text)
    assert inside.reached == 0


async def test_what_was_entered_well_cannot_be_changed_into_it(home: Any, inside: Inside) -> None:
    await guard(home, inside)
    assert inside.names is not None
    inside.names["smsc.example"] = [["93.184.215.14"]]
    made = await home.post(
        "/network/v1/Carriers", FriendlyName="c", Kind="twilio", Secret="s", Settings=settings_of("twilio", "smsc.example", 443)
    )
    assert made.status == 201, made.text
    changed = await home.post(f"/network/v1/Carriers/{made.json['sid']}", Settings=settings_of("twilio", "10.0.0.7", 443))
    assert (changed.status, changed.json["code"]) == (400, 20001)
    assert "10.0.0.7 is a private address" in changed.json["message"]


async def test_the_operator_s_list_lets_a_host_in(home: Any, inside: Inside) -> None:
    await guard(home, inside, f"127.0.0.1:{inside.port}")
    made = await make(home, "smpp", "127.1", inside.port)
    assert made.status == 201, made.text

    async def reached() -> bool:
        return inside.reached > 0

    await home.until(reached)


@pytest.mark.parametrize("answers", [[["127.0.0.1"]], [["93.184.215.14", "10.0.0.7"]], [["::ffff:127.0.0.1"]]])
@pytest.mark.parametrize("kind", ["smpp", "twilio", "http"])
async def test_a_name_that_resolves_into_it_is_not_connected_to(home: Any, inside: Inside, kind: str, answers: list[list[str]]) -> None:
    await guard(home, inside)
    assert inside.names is not None
    inside.names["smsc.example"] = answers
    made = await make(home, kind, "smsc.example", inside.port)
    assert made.status == 201, made.text
    await home.post("/network/v1/Routes", CarrierSid=made.json["sid"])
    if kind != "smpp":  # which binds without being asked
        sent = await home.post(f"/network/v1/Carriers/{made.json['sid']}/TestMessage", To="+14155552671", From="+15557770001", Body="Hi")
        assert sent.status == 202, sent.text

    async def down() -> bool:
        said = (await home.get(f"/network/v1/Carriers/{made.json['sid']}/Health")).json
        return said["state"] == "down" and "resolves to" in json.dumps(said)

    await home.until(down)
    assert inside.reached == 0


async def test_a_name_that_turns_after_it_was_judged_is_not_followed(home: Any, inside: Inside) -> None:
    """The first look-up says an address that may be reached (an allowed one stands in for a public one), the second our own."""
    await guard(home, inside, f"127.0.0.2:{inside.port}")
    assert inside.names is not None
    inside.names["turns.example"] = [["127.0.0.2"], ["127.0.0.1"]]
    settings = SmppSettings(name="c", host="turns.example", port=inside.port, connect_timeout=2)
    for words in ("127.0.0.2", "turns.example resolves to 127.0.0.1: 127.0.0.1 is a loopback address"):
        accepted, why, said = await call_carrier(home.platform, settings, "+15557770001", "+14155552671", "Hi")
        assert not accepted and words in why and said == [], why
    assert inside.reached == 0


async def test_the_guard_judges_names_once_and_gives_back_what_it_judged() -> None:
    inside = Inside(names={"two.example": [["93.184.215.14", "2606:2800:21f::1"]], "none.example": [[]]})
    hosts = GuardedHosts(Guard("production"), inside.resolve)
    assert list(await hosts.addresses("two.EXAMPLE.", 2775)) == ["93.184.215.14", "2606:2800:21f::1"]
    assert list(await hosts.addresses("93.184.215.14", 2775)) == ["93.184.215.14"]
    for host, kind in (("smsc.local", "refused"), ("10.0.0.1", "refused"), ("not a name", "url")):
        with pytest.raises(Unreachable) as caught:
            await hosts.addresses(host, 2775)
        assert caught.value.kind == kind

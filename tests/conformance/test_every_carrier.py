"""What a carrier must do, whichever it is: the simulated network, SMPP, a provider with Twilio's API, and one by template.

Each is made as its owner makes it, by `/network/v1/Carriers` and a route, and its far end is not ours: node-smpp's SMSC, or an HTTP server.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from trunkline.carriers.routing.running import RunningCarriers
from trunkline.carriers.routing.tests.conftest import TOKEN, Provider, provider
from trunkline.carriers.simulated.tests.traffic import NUMBER, PHONE, own_number, reaches, state, text
from trunkline.carriers.smpp.tests.smsc import Smsc, run_smsc
from trunkline.foundations.webhooks.signature import sign_form

__all__ = ["provider"]
KINDS = ("simulated", "smpp", "twilio", "http")


class FarEnd(Protocol):
    """What stands behind the carrier, as a test tells it."""

    house: Any

    async def connect(self) -> str:
        """Configure the carrier; its SID."""
        ...

    async def refuse(self) -> int:
        """Say from now on that there is no such recipient; the code with which a text then ends."""
        ...

    async def be_busy_once(self) -> None: ...

    async def report(self, sid: str, delivered: bool) -> None: ...

    async def write(self, body: str) -> None:
        """A text from PHONE to NUMBER comes in."""
        ...

    async def taken(self) -> int:
        """How many texts arrived there."""
        ...


async def configure(house: Any, **parameters: Any) -> str:
    made = await house.post("/network/v1/Carriers", FriendlyName="it", **parameters)
    assert made.status == 201, made.text
    routed = await house.post("/network/v1/Routes", CarrierSid=made.json["sid"])
    assert routed.status == 201, routed.text
    return str(made.json["sid"])


class Simulated:
    """Its reports come by themselves: a fault decides which."""

    def __init__(self, house: Any) -> None:
        self.house = house

    async def connect(self) -> str:
        assert (await self.house.post("/network/v1/Handsets", PhoneNumber=PHONE)).status == 201
        await self.house.post("/network/v1/Faults", Kind="latency", Milliseconds=0)
        return await configure(self.house, Kind="simulated")

    async def refuse(self) -> int:
        await self.house.post("/network/v1/Faults", Kind="rejection", ErrorCode="30005", Outcome="failed")
        return 30005

    async def be_busy_once(self) -> None:
        until = self.house.platform.clock.now() // 1_000_000 + 3

        await self.house.post("/network/v1/Faults", Kind="outage", Until=datetime.fromtimestamp(until, UTC).isoformat())

    async def report(self, sid: str, delivered: bool) -> None:
        """The network's own comes as the text arrives."""

    async def write(self, body: str) -> None:
        assert (await self.house.post(f"/network/v1/Handsets/{PHONE}/Messages", To=NUMBER, Body=body)).status == 201

    async def taken(self) -> int:
        held = await self.house.get(f"/network/v1/Handsets/{PHONE}/Messages", State="received")
        return len(held.json["messages"])


class Smpp:
    def __init__(self, house: Any, smsc: Smsc) -> None:
        self.house, self.smsc = house, smsc

    async def connect(self) -> str:
        settings = {"host": "127.0.0.1", "port": self.smsc.port, "system_id": "trunkline", "throttle_pause": 0.05}
        sid = await configure(self.house, Kind="smpp", Secret="secret", Settings=json.dumps(settings))
        await self.smsc.until("bind")

        async def bound() -> bool:  # the far end tells of the bind before our side has its answer
            return bool((await self.house.get(f"/network/v1/Carriers/{sid}/Health")).json["state"] == "up")

        await self.house.until(bound, 15)
        return sid

    async def refuse(self) -> int:
        await self.smsc.order(policy={"status": 0x0B})
        return 30005

    async def be_busy_once(self) -> None:
        await self.smsc.order(policy={"status": [0x58]})

    async def report(self, sid: str, delivered: bool) -> None:
        number = (await self.smsc.until("submit"))[-1]["n"]
        end = "DELIVRD" if delivered else "UNDELIV"
        said = f"id:{number} sub:001 dlvrd:001 submit date:2611221800 done date:2611221801 stat:{end} err:000 text:"
        ends = {"source_addr": PHONE[1:], "destination_addr": NUMBER[1:], "source_addr_ton": 1, "source_addr_npi": 1}
        await self.smsc.order(deliver={**ends, "esm_class": 4, "octets": said.encode().hex()})

    async def write(self, body: str) -> None:
        ends = {"source_addr": PHONE[1:], "destination_addr": NUMBER[1:], "source_addr_ton": 1, "source_addr_npi": 1}
        await self.smsc.order(deliver={**ends, "octets": body.encode().hex()})

    async def taken(self) -> int:
        return self.smsc.count("submit")


class Http:
    def __init__(self, house: Any, provider: Provider) -> None:
        self.house, self.provider, self.sid = house, provider, ""

    async def taken(self) -> int:
        return len(self.provider.heard)


class TwilioLike(Http):
    async def connect(self) -> str:
        settings = json.dumps({"account_sid": "ACupstream", "url": self.provider.url})
        self.sid = await configure(self.house, Kind="twilio", Secret=TOKEN, Settings=settings)
        return self.sid

    async def refuse(self) -> int:
        self.provider.answers = [(400, {"code": 21211, "message": "no such number"})]
        return 30005

    async def be_busy_once(self) -> None:
        self.provider.answers = [(429, {"code": 20429, "message": "slower"}), (201, {"sid": "SM1"})]

    async def _call(self, path: str, form: dict[str, str]) -> None:
        signed = sign_form(TOKEN, self.house.platform.origin + path, list(form.items()))
        assert (await self.house.post(path, headers={"X-Twilio-Signature": signed.signature}, **form)).status < 300

    async def report(self, sid: str, delivered: bool) -> None:
        told = {"MessageStatus": "delivered"} if delivered else {"MessageStatus": "undelivered", "ErrorCode": "30008"}
        await self._call(f"/network/v1/Carriers/{self.sid}/Reports/{sid}", told)

    async def write(self, body: str) -> None:
        path = f"/network/v1/Carriers/{self.sid}/Inbound/messages"
        await self._call(path, {"From": PHONE, "To": NUMBER, "Body": body, "MessageSid": "SM9", "NumMedia": "0"})


class ByTemplate(Http):
    async def connect(self) -> str:
        settings = {
            "send": {"url": self.provider.url, "fields": {"to": "{to}", "text": "{body}", "ref": "{reference}"}},
            "taken": {"error": "error", "errors": {"nobody": 30005}},
            "report": {"reference": "ref", "status": "state", "outcomes": {"ok": "delivered", "no": "undelivered"}},
            "inbound": {"from": "from", "to": "to", "body": "text"},
        }
        self.sid = await configure(self.house, Kind="http", Settings=json.dumps(settings))
        health = await self.house.get(f"/network/v1/Carriers/{self.sid}/Health")
        self.addresses = {n: url[url.index("/network") :] for n, url in health.json["addresses"].items()}
        return self.sid

    async def refuse(self) -> int:
        self.provider.answers = [(400, {"error": "nobody"})]
        return 30005

    async def be_busy_once(self) -> None:
        self.provider.answers = [(429, {}), (200, {})]

    async def report(self, sid: str, delivered: bool) -> None:
        assert (await self.house.post(self.addresses["report_url"], ref=sid, state="ok" if delivered else "no")).status == 204

    async def write(self, body: str) -> None:
        path = self.addresses["inbound_url"]
        assert (await self.house.post(path, **{"from": PHONE, "to": NUMBER, "text": body})).status == 204


@pytest.fixture(params=KINDS)
async def far(request: pytest.FixtureRequest, house: Any, provider: Provider, npm_folder: Path) -> AsyncIterator[FarEnd]:
    await own_number(house)
    assert (await house.post("/compliance/v1/Policy", Preset="twilio")).status == 200
    if request.param == "smpp":
        async with run_smsc(npm_folder) as smsc:
            yield Smpp(house, smsc)
            await house.platform.ports[RunningCarriers].close()
    elif request.param == "simulated":
        yield Simulated(house)
    else:
        yield (TwilioLike if request.param == "twilio" else ByTemplate)(house, provider)


async def test_a_text_is_taken_once_and_has_the_carriers_own_name(far: Any) -> None:
    carrier = await far.connect()
    sid = await text(far.house, PHONE)
    await reaches(far.house, sid, "sent", "delivered")
    [hop] = (await far.house.get("/network/v1/Hops", MessageSid=sid)).json["hops"]
    assert (hop["carrier_sid"], hop["outcome"]) == (carrier, "submitted") and hop["carrier_id"]
    await far.report(sid, delivered=True)
    assert await reaches(far.house, sid, "delivered") == ("delivered", None)
    assert await far.taken() == 1


async def test_a_refusal_ends_the_text_with_a_carriers_code(far: Any) -> None:
    await far.connect()
    code = await far.refuse()
    assert await reaches(far.house, await text(far.house, PHONE), "failed", "sent", "delivered") == ("failed", code)


async def test_what_cannot_be_taken_now_is_taken_later(far: Any) -> None:
    await far.connect()
    await far.be_busy_once()
    sid = await text(far.house, PHONE)

    async def there() -> bool:
        far.house.platform.clock.advance(200_000)
        return (await state(far.house, sid))[0] in ("sent", "delivered")

    await far.house.until(there, 20)
    hops = (await far.house.get("/network/v1/Hops", MessageSid=sid)).json["hops"]
    assert [h["outcome"] for h in reversed(hops)][-1] == "submitted"


async def test_the_first_word_on_a_texts_end_counts(far: Any) -> None:
    await far.connect()
    sid = await text(far.house, PHONE)
    await reaches(far.house, sid, "sent", "delivered")
    for delivered in (True, False, True):
        await far.report(sid, delivered=delivered)
        await reaches(far.house, sid, "delivered")
    assert await state(far.house, sid) == ("delivered", None)


async def test_a_text_comes_in(far: Any) -> None:
    await far.connect()
    await far.write("Hello there")

    async def inbound() -> bool:
        return bool((await far.house.get("/Messages.json", To=NUMBER)).json["messages"])

    await far.house.until(inbound, 15)
    [found] = (await far.house.get("/Messages.json", To=NUMBER)).json["messages"]
    assert (found["from"], found["body"], found["direction"]) == (PHONE, "Hello there", "inbound")


async def test_its_health_is_told_and_it_can_be_switched_off(far: Any) -> None:
    carrier = await far.connect()
    await far.house.settle()
    assert (await far.house.get(f"/network/v1/Carriers/{carrier}/Health")).json["state"] == "up"
    assert (await far.house.post(f"/network/v1/Carriers/{carrier}", Enabled="false")).status == 200
    assert (await far.house.get(f"/network/v1/Carriers/{carrier}/Health")).json["state"] == "down"
    assert await reaches(far.house, await text(far.house, PHONE), "failed", "sent", "delivered") == ("failed", 30006)


async def test_a_test_message_shows_what_was_said(far: Any) -> None:
    carrier = await far.connect()
    answer = await far.house.post(f"/network/v1/Carriers/{carrier}/TestMessage", To=PHONE, From=NUMBER, Body="Hi")
    assert answer.status == 201, answer.text
    assert answer.json["message"]["status"] in ("sent", "delivered")
    if not isinstance(far, Simulated):
        assert [e["direction"] for e in answer.json["exchanges"]] == ["sent", "received"]

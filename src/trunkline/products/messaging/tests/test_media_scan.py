"""R38: files are looked at before they go anywhere, by our own checks and by a real clamd; links by lists of hosts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tools.local_clamd import EICAR, MARKED, LocalClamd
from trunkline.adapters.clamav.clamd import Clamd
from trunkline.foundations.storage.ports import Blobs
from trunkline.foundations.trust.decisions.plan import BY_ID, SETTABLE
from trunkline.foundations.trust.decisions.presets import Preset
from trunkline.foundations.trust.ports import MediaScanner
from trunkline.kernel.clock import MINUTE
from trunkline.products.numbers.actions.provision_number import provision_number

NUMBER, HANDSET = "+15557770001", "+15551230001"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


class Files:
    """An HTTP server on loopback with files: path to type and content."""

    def __init__(self) -> None:
        self.url = ""
        self.held: dict[str, tuple[str, bytes]] = {}

    def put(self, path: str, kind: str, data: bytes) -> str:
        self.held[path] = (kind, data)
        return self.url + path

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
                kind, data = self.held[path]
                writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\nContent-Type: {kind}\r\n\r\n".encode() + data)
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()


@pytest.fixture
async def files() -> AsyncIterator[Files]:
    found = Files()
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield found
    server.close()


@pytest.fixture(scope="module")
def clamd() -> Iterator[LocalClamd]:
    daemon = LocalClamd()
    try:
        daemon.start()
        yield daemon
    finally:
        daemon.stop()


@pytest.fixture
async def desk(house: Any) -> Any:
    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    assert (await house.post("/network/v1/Handsets", PhoneNumber=HANDSET)).status == 201
    return house


async def send(house: Any, url: str) -> dict[str, Any]:
    """The message once it has its end."""
    sent = await house.post("/Messages.json", To=HANDSET, From=NUMBER, Body="look", MediaUrl=url)
    assert sent.status == 201, sent.text
    found: dict[str, Any] = {}

    async def ended() -> bool:
        found.update((await house.get(f"/Messages/{sent.json['sid']}.json")).json)
        return found["status"] in ("delivered", "undelivered", "failed")

    await house.until(ended)
    return found


async def alerts(house: Any, sid: str) -> list[tuple[str, str]]:
    await house.settle()
    found = (await house.get("/monitor/v1/Alerts")).json["alerts"]
    return [(alert["error_code"], alert["alert_text"]) for alert in found if alert["resource_sid"] == sid]


async def stored(house: Any, message: dict[str, Any]) -> list[bool]:
    media = (await house.get(f"/Messages/{message['sid']}/Media.json")).json["media_list"]
    return [await house.platform.ports[Blobs].get(one["sid"]) is not None for one in media]


async def test_r38_the_test_file_fails_without_any_scanner(desk: Any, files: Files) -> None:
    message = await send(desk, files.put("/a.png", "image/png", EICAR))
    assert (message["status"], message["error_code"]) == ("failed", 30007)
    assert any(code == "30007" and "Eicar-Test-File" in text for code, text in await alerts(desk, message["sid"]))
    assert await stored(desk, message) == [False]
    decisions = (await desk.get("/compliance/v1/Decisions", MessageSid=message["sid"])).json["decisions"]
    failed = [one for one in decisions if one["verdict"] == "fail"]
    assert [(one["rule"], one["code"], one["signals"]["threat"]) for one in failed] == [("harmful-content", 30007, "Eicar-Test-File")]


async def test_r38_what_the_scanner_finds_fails_and_what_it_clears_is_sent(desk: Any, files: Files, clamd: LocalClamd) -> None:
    desk.platform.ports[MediaScanner] = Clamd(str(clamd.socket))
    clean = await send(desk, files.put("/clean.png", "image/png", PNG))
    assert (clean["status"], await stored(desk, clean)) == ("delivered", [True])
    marked = await send(desk, files.put("/marked.png", "image/png", PNG + MARKED))
    assert (marked["status"], marked["error_code"], await stored(desk, marked)) == ("failed", 30007, [False])
    assert any("Test.Marked" in text for _, text in await alerts(desk, marked["sid"]))


async def test_r38_a_file_that_is_not_what_it_is_called_is_refused(desk: Any, files: Files) -> None:
    message = await send(desk, files.put("/page.png", "image/png", b"<!doctype html><script>steal()</script>"))
    assert (message["status"], message["error_code"]) == ("failed", 12300)
    program = await send(desk, files.put("/run.jpg", "image/jpeg", b"\x7fELF" + bytes(60)))
    assert (program["status"], program["error_code"]) == ("failed", 30007)


async def test_r38_malware_suspends_at_once_and_a_program_in_disguise_does_not(desk: Any, files: Files) -> None:
    child = (await desk.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    # enforcement as under policy, rules as under twilio
    modes = {rule: BY_ID[rule].mode(Preset.TWILIO).name.lower() for rule in SETTABLE}
    work = desk.platform.work()
    await provision_number(work, child["sid"], "+15557770009")
    await work.commit()
    auth = (child["sid"], child["auth_token"])
    assert (await desk.post("/compliance/v1/Policy", auth=auth, Preset="policy", Modes=json.dumps(modes))).status == 200
    account = f"/2010-04-01/Accounts/{child['sid']}"
    for data, status in ((b"#!/bin/sh\necho hello\n", "active"), (EICAR, "suspended")):
        url = files.put(f"/{status}.png", "image/png", data)
        sent = await desk.post(f"{account}/Messages.json", auth=auth, To=HANDSET, From="+15557770009", Body="look", MediaUrl=url)
        assert sent.status == 201, sent.text
        await desk.settle()
        message = (await desk.get(f"{account}/Messages/{sent.json['sid']}.json")).json
        assert (message["status"], message["error_code"]) == ("failed", 30007)
        assert (await desk.get(f"{account}.json")).json["status"] == status


async def test_r38_without_an_answer_the_file_goes_with_an_alert_in_twilio(desk: Any, files: Files) -> None:
    desk.platform.ports[MediaScanner] = Clamd("127.0.0.1:1")
    first = await send(desk, files.put("/a.png", "image/png", PNG))
    second = await send(desk, files.put("/b.png", "image/png", PNG))
    assert first["status"] == second["status"] == "delivered"
    assert [code for code, _ in await alerts(desk, first["sid"])] == ["99127"]
    assert await alerts(desk, second["sid"]) == []  # one an hour is enough


async def test_r38_without_an_answer_the_file_waits_in_strict(desk: Any, files: Files, clamd: LocalClamd) -> None:
    clock = desk.platform.clock
    await _be_strict(desk)
    desk.platform.ports[MediaScanner] = Clamd("127.0.0.1:1")
    clock.stop()
    url = files.put("/a.png", "image/png", PNG)
    answer = await desk.post("/Messages.json", To=HANDSET, From=NUMBER, Body="look", MediaUrl=url)
    assert answer.status == 201, answer.text
    sid = answer.json["sid"]

    async def waits() -> bool:
        return [code for code, _ in await alerts(desk, sid)] == ["99127"]

    await desk.until(waits)
    message = (await desk.get(f"/Messages/{sid}.json")).json
    assert (message["status"], await stored(desk, message)) == ("queued", [False])
    desk.platform.ports[MediaScanner] = Clamd(str(clamd.socket))
    clock.advance(MINUTE)

    async def delivered() -> bool:
        clock.advance(MINUTE // 60)
        return bool((await desk.get(f"/Messages/{sid}.json")).json["status"] == "delivered")

    await desk.until(delivered)


async def test_r38_an_infected_file_that_comes_in_is_left_out(desk: Any, files: Files, clamd: LocalClamd) -> None:
    desk.platform.ports[MediaScanner] = Clamd(str(clamd.socket))
    urls = [files.put("/ok.png", "image/png", PNG), files.put("/bad.png", "image/png", PNG + MARKED)]
    said = await desk.post(f"/network/v1/Handsets/{HANDSET}/Messages", To=NUMBER, Body="look", MediaUrl=urls)
    assert said.status == 201, said.text
    found: list[dict[str, Any]] = []

    async def received() -> bool:
        found[:] = [m for m in (await desk.get("/Messages.json")).json["messages"] if m["status"] == "received"]
        return bool(found)

    await desk.until(received)
    assert found[0]["num_media"] == "1"
    assert any("Test.Marked" in text for _, text in await alerts(desk, found[0]["sid"]))


async def test_r38_a_text_that_links_to_a_harmful_host_fails(desk: Any) -> None:
    await _answers(desk, "fail", "see https://malware.wicar.org/data/eicar.com")
    await _answers(desk, "fail", "see http://x.malware.wicar.org:8080/")
    await _answers(desk, "allow", "see https://wicar.org/ or notmalware.wicar.org.example")
    sent = await desk.post("/Messages.json", To=HANDSET, From=NUMBER, Body="see https://malware.wicar.org/data/eicar.com")
    assert sent.status == 201, sent.text
    await desk.settle()
    message = (await desk.get(f"/Messages/{sent.json['sid']}.json")).json
    assert (message["status"], message["error_code"]) == ("failed", 30007)
    assert any("malware.wicar.org" in text for _, text in await alerts(desk, message["sid"]))


async def _answers(house: Any, verdict: str, body: str) -> None:
    found = (await house.post("/compliance/v1/Evaluate", To=HANDSET, From=NUMBER, Body=body)).json
    assert (found["verdict"], found["rule"]) == (verdict, "blocked-host" if verdict == "fail" else None), found


async def _be_strict(house: Any) -> None:
    """Strict, with the rules off that have nothing to do with files."""
    modes = {rule: "off" for rule in SETTABLE if rule != "harmful-content"}
    answer = await house.post("/compliance/v1/Policy", Preset="strict", Modes=json.dumps(modes))
    assert answer.status == 200, answer.text

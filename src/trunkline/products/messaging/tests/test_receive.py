"""Receiving: from a handset to the app and back, with every kind of answer an app can give."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # the SDK ships no types

NUMBER, HANDSET = "+15557770001", "+15551230001"
TWIML = "text/xml"


class App:
    """An HTTP server on loopback, written by hand: a developer's webhook. `answers` are given in order, the last again and again."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answers: list[tuple[int, str, str, list[str]]] = [(200, TWIML, "<Response/>", [])]
        self.url = ""

    def says(self, body: str, status: int = 200, kind: str = TWIML, cookies: list[str] | None = None) -> None:
        self.answers = [(status, kind, body, cookies or [])]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := (await reader.readuntil(b"\r\n\r\n")).decode():
            lines = head.split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            target = lines[0].split(" ")[1]
            self.asked.append((target, dict(parse_qsl(body.decode(), keep_blank_values=True)), headers))
            status, kind, text, cookies = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
            data = text.encode()
            lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(data)}", *(f"Set-Cookie: {c}" for c in cookies)]
            if kind:
                lines.append(f"Content-Type: {kind}")
            writer.write("\r\n".join([*lines, "", ""]).encode() + data)
            await writer.drain()


@pytest.fixture
async def app() -> AsyncIterator[App]:
    found = App()

    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await found.serve(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(quietly, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield found
    server.close()


@pytest.fixture
async def phone(house: Any, app: App) -> Any:
    from trunkline.products.numbers.actions.provision_number import provision_number

    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER, sms_url=app.url + "/sms?a=b", sms_fallback_url=app.url + "/fallback")
    await work.commit()
    assert (await house.post("/network/v1/Handsets", PhoneNumber=HANDSET)).status == 201
    return house


async def say(house: Any, body: str, **more: Any) -> None:
    answer = await house.post(f"/network/v1/Handsets/{HANDSET}/Messages", To=NUMBER, Body=body, **more)
    assert answer.status == 201, answer.text


async def bodies(house: Any) -> list[str]:
    """What the handset has received, oldest first."""
    held = (await house.get(f"/network/v1/Handsets/{HANDSET}/Messages")).json["messages"]
    return [m["body"] for m in reversed(held) if m["state"] == "received"]


async def until_bodies(house: Any, wanted: list[str]) -> None:
    async def there() -> bool:
        return sorted(await bodies(house)) == sorted(wanted)  # a network does not keep the order of two texts

    try:
        await house.until(there, 5)
    except TimeoutError:
        assert await bodies(house) == wanted


async def until_alert(house: Any, code: str) -> None:
    async def raised() -> bool:
        alerts = (await house.get("/monitor/v1/Alerts")).json["alerts"]
        return any(a["error_code"] == code for a in alerts)

    try:
        await house.until(raised, 5)
    except TimeoutError:
        assert [a["error_code"] for a in (await house.get("/monitor/v1/Alerts")).json["alerts"]] == [code]


async def test_a_reply_by_twiml(phone: Any, app: App) -> None:
    app.says("<Response><Message>Hello <Body>you</Body></Message></Response>")
    await say(phone, "hi")
    await until_bodies(phone, ["you"])
    target, told, headers = app.asked[0]
    assert target == "/sms?a=b"
    assert told["From"] == HANDSET
    assert told["To"] == NUMBER
    assert told["Body"] == "hi"
    assert told["SmsStatus"] == "received"
    assert told["NumMedia"] == "0"
    assert told["FromCountry"] == "US"
    assert RequestValidator(phone.auth_token).validate(app.url + target, told, headers["x-twilio-signature"])
    messages = (await phone.get("/Messages.json")).json["messages"]
    assert {m["direction"] for m in messages} == {"inbound", "outbound-reply"}
    inbound = next(m for m in messages if m["direction"] == "inbound")
    assert inbound["status"] == "received"


async def test_plain_text_is_a_reply(phone: Any, app: App) -> None:
    app.says("just words", kind="text/plain")
    await say(phone, "hi")
    await until_bodies(phone, ["just words"])


async def test_redirect_goes_on_elsewhere(phone: Any, app: App) -> None:
    app.answers = [
        (200, TWIML, "<Response><Message>one</Message><Redirect>/next</Redirect><Message>never</Message></Response>", []),
        (200, TWIML, "<Response><Message>two</Message></Response>", []),
    ]
    await say(phone, "hi")
    await until_bodies(phone, ["one", "two"])
    assert [target for target, _, _ in app.asked] == ["/sms?a=b", "/next"]


@pytest.mark.parametrize(
    ("status", "kind", "body", "code"),
    [
        (500, TWIML, "", "11200"),
        (404, TWIML, "<Response/>", "11200"),
        (200, TWIML, "<Response><Message>", "12100"),
        (200, TWIML, "<Other/>", "12102"),
        (200, "image/png", "x", "12300"),
    ],
)
async def test_what_cannot_be_used_goes_to_the_fallback(phone: Any, app: App, status: int, kind: str, body: str, code: str) -> None:
    app.answers = [(status, kind, body, []), (200, TWIML, "<Response><Message>saved</Message></Response>", [])]
    await say(phone, "hi")
    await until_bodies(phone, ["saved"])
    assert app.asked[1][0] == "/fallback"
    assert app.asked[1][1]["ErrorCode"] == code
    await until_alert(phone, code)


async def test_an_unknown_verb_warns_and_goes_on(phone: Any, app: App) -> None:
    app.says("<Response><Dance/><Message>still here</Message></Response>")
    await say(phone, "hi")
    await until_bodies(phone, ["still here"])
    await until_alert(phone, "12200")


async def test_cookies_are_kept_for_the_conversation(phone: Any, app: App) -> None:
    app.says("<Response/>", cookies=["step=2; Path=/", "gone=1; Max-Age=0"])
    await say(phone, "one")
    await phone.until(lambda: _asked(app, 1))
    await phone.settle()
    await say(phone, "two")
    await phone.until(lambda: _asked(app, 2))
    assert "cookie" not in app.asked[0][2]
    assert app.asked[1][2]["cookie"] == "step=2"
    from trunkline.kernel.clock import HOUR

    await phone.settle()
    phone.platform.clock.advance(5 * HOUR)
    app.says("<Response/>")
    await say(phone, "three")
    await phone.until(lambda: _asked(app, 3))
    assert "cookie" not in app.asked[2][2]


async def _asked(app: App, times: int) -> bool:
    return len(app.asked) >= times


async def test_stop_blocks_and_start_opens(phone: Any, app: App) -> None:
    await say(phone, " Stop. ")

    async def confirmed() -> bool:
        return len(await bodies(phone)) == 1

    await phone.until(confirmed)
    refused = await phone.post("/Messages.json", To=HANDSET, From=NUMBER, Body="anything")
    assert (refused.status, refused.json["code"]) == (400, 21610)
    await say(phone, "STOP")
    await phone.settle()
    assert len(await bodies(phone)) == 1  # one confirmation is enough
    await say(phone, "START")

    async def welcomed() -> bool:
        return len(await bodies(phone)) == 2

    await phone.until(welcomed)
    assert (await phone.post("/Messages.json", To=HANDSET, From=NUMBER, Body="anything")).status == 201


async def test_stop_beats_what_is_scheduled(phone: Any) -> None:
    from trunkline.kernel.clock import HOUR, MINUTE
    from trunkline.kernel.dialects import write_iso8601

    clock = phone.platform.clock
    at = write_iso8601(clock.now() + HOUR)
    later = (await phone.post("/Messages.json", To=HANDSET, From=NUMBER, Body="later", SendAt=at, ScheduleType="fixed")).json
    await say(phone, "UNSUBSCRIBE")
    clock.advance(HOUR + MINUTE)

    async def ended() -> bool:
        return bool((await phone.get(f"/Messages/{later['sid']}.json")).json["status"] == "failed")

    await phone.until(ended)
    assert (await phone.get(f"/Messages/{later['sid']}.json")).json["error_code"] == 21610


async def test_a_file_that_cannot_be_had_is_left_out(phone: Any, app: App) -> None:
    app.answers = [(404, "image/png", "", []), (200, "image/png", "here", []), (200, TWIML, "<Response/>", [])]
    await say(phone, "look", MediaUrl=[app.url + "/gone.png", app.url + "/there.png"])
    await phone.until(lambda: _asked(app, 3))
    told = app.asked[2][1]
    assert told["NumMedia"] == "1"
    assert told["MediaContentType0"] == "image/png"
    assert "MediaUrl1" not in told
    await until_alert(phone, "11200")


async def test_media_come_and_go(phone: Any, app: App) -> None:
    app.says("\x89PNG not really", kind="image/png")
    await say(phone, "look", MediaUrl=app.url + "/cat.png")

    async def received() -> bool:
        found = (await phone.get("/Messages.json")).json["messages"]
        return bool(found) and found[-1]["status"] == "received"

    await phone.until(received)
    message = (await phone.get("/Messages.json")).json["messages"][-1]
    assert message["num_media"] == "1"
    media = (await phone.get(f"/Messages/{message['sid']}/Media.json")).json["media_list"][0]
    assert media["content_type"] == "image/png"
    place = urlsplit((await phone.get(media["uri"].removesuffix(".json"))).headers["Location"])
    content = await phone.get(f"{place.path}?{place.query}")
    assert content.body == "\x89PNG not really".encode()
    assert content.headers["content-type"] == "image/png"
    assert (await phone.delete(media["uri"])).status == 204
    assert (await phone.get(media["uri"].removesuffix(".json"))).status == 404

"""A file's address in the API and the signed one that it leads to, with or without credentials; links where pictures cannot go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.clock import HOUR, SECOND, Clock
from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.sign_media import judge_signature, signed_path
from trunkline.products.messaging.ports import Handover, MessageCarrier, Refused
from trunkline.products.numbers.actions.provision_number import provision_number

NUMBER, HANDSET = "+15557770001", "+15551230001"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
async def picture() -> AsyncIterator[str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n" % len(PNG) + PNG)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/cat.png"
    server.close()


@pytest.fixture
async def desk(house: Any) -> Any:
    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    assert (await house.post("/network/v1/Handsets", PhoneNumber=HANDSET)).status == 201
    return house


async def sent(desk: Any, picture: str, state: str = "delivered", **parameters: Any) -> Any:
    made = await desk.post("/Messages.json", **{"To": HANDSET, "From": NUMBER, "Body": "look", "MediaUrl": picture, **parameters})
    assert made.status == 201, made.text

    async def there() -> bool:
        return bool((await desk.get(f"/Messages/{made.json['sid']}.json")).json["status"] == state)

    await desk.until(there)
    return (await desk.get(f"/Messages/{made.json['sid']}.json")).json


async def address(desk: Any, message: Any) -> str:
    media = (await desk.get(f"/Messages/{message['sid']}/Media.json")).json["media_list"]
    return str(media[0]["uri"].removesuffix(".json"))


async def bare(desk: Any, url: str, **headers: str) -> Any:
    """As somebody without credentials asks, from the path on."""
    parts = urlsplit(url)
    return await desk.ask("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path, headers={"authorization": "", **headers})


async def test_the_api_leads_to_an_address_that_ends_after_four_hours(desk: Any, picture: str) -> None:
    at = await address(desk, await sent(desk, picture))
    desk.platform.clock.stop()
    found = await bare(desk, at)
    assert found.status == 307 and found.body == b"" and found.headers["Cache-Control"] == "no-store"
    signed = found.headers["Location"]
    assert parse_qs(urlsplit(signed).query)["Expires"] == [str((desk.platform.clock.now() + 4 * HOUR) // SECOND)]
    content = await bare(desk, signed)
    assert (content.status, content.body, content.headers["content-type"]) == (200, PNG, "image/png")
    assert "sandbox" in content.headers["Content-Security-Policy"]
    desk.platform.clock.advance(4 * HOUR)
    late = await bare(desk, signed)
    assert (late.status, late.json["code"]) == (403, 20403)
    assert "expired" in late.json["message"] and "ask" in late.json["message"]
    assert (await bare(desk, (await bare(desk, at)).headers["Location"])).status == 200


async def test_an_address_cannot_be_made_or_put_off(desk: Any, picture: str) -> None:
    signed = (await bare(desk, await address(desk, await sent(desk, picture)))).headers["Location"]
    expires = parse_qs(urlsplit(signed).query)["Expires"][0]
    for wrong in (
        signed[:-1],
        signed.replace(expires, str(int(expires) + 1)),
        signed.partition("?")[0],
        signed.replace("&", "%26"),
        f"{signed}é",
    ):
        answer = await bare(desk, wrong)
        assert (answer.status, answer.json["code"]) == (403, 20403), wrong
        assert "signature" in answer.json["message"]
    other = await bare(desk, signed.replace("/Media/ME", "/Media/MF"))
    assert other.status == 403


async def test_where_the_account_wants_it_only_its_credentials_find_a_file(desk: Any, picture: str) -> None:
    said = await desk.get("/network/v1/MediaSettings")
    assert said.json == {"account_sid": desk.account_sid, "http_auth": False, "mms_converter": True}
    message = await sent(desk, picture)
    assert (await desk.post("/network/v1/MediaSettings", HttpAuth="true")).json["http_auth"] is True
    assert (await desk.post("/network/v1/MediaSettings", HttpAuth="perhaps")).status == 400
    at = await address(desk, message)
    refused = await bare(desk, at)
    assert refused.status == 401 and refused.headers["WWW-Authenticate"].startswith("Basic")
    assert b"20003" in refused.body
    assert (await bare(desk, at.replace(message["sid"], "MM" + 32 * "0"))).status == 401, "nobody learns what is there"
    other = (await desk.post("/2010-04-01/Accounts.json", FriendlyName="sub")).json
    assert (await desk.get(at, auth=(other["sid"], other["auth_token"]))).status == 401
    key = (await desk.post("/Keys.json", FriendlyName="media")).json
    for auth in ((desk.account_sid, desk.auth_token), (key["sid"], key["secret"])):
        found = await desk.get(at, auth=auth)
        assert found.status == 307
        assert (await bare(desk, found.headers["Location"])).body == PNG
    assert (await desk.post("/network/v1/MediaSettings", HttpAuth="false")).json["http_auth"] is False
    assert (await bare(desk, at)).status == 307


async def test_a_phone_needs_no_credentials_and_a_webhook_is_told_the_address_in_the_api(desk: Any, picture: str) -> None:
    await desk.post("/network/v1/MediaSettings", HttpAuth="true")
    await sent(desk, picture)
    inbox = (await desk.get(f"/network/v1/Handsets/{HANDSET}/Messages")).json["messages"]
    assert (await bare(desk, inbox[0]["media"][0])).body == PNG
    heard: asyncio.Queue[dict[str, list[str]]] = asyncio.Queue()

    async def app(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        heard.put_nowait(parse_qs((await reader.readexactly(length)).decode()))
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>")
        writer.close()

    server = await asyncio.start_server(app, "127.0.0.1", 0)
    numbers = (await desk.get("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"]
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    await desk.post(f"/IncomingPhoneNumbers/{numbers[0]['sid']}.json", SmsUrl=url)
    await desk.post(f"/network/v1/Handsets/{HANDSET}/Messages", To=NUMBER, Body="mine", MediaUrl=picture)
    told = await asyncio.wait_for(heard.get(), 10)
    server.close()
    at = told["MediaUrl0"][0]
    assert "/2010-04-01/Accounts/" in at and "Signature" not in at
    assert (await bare(desk, at)).status == 401
    assert (await desk.get(urlsplit(at).path)).status == 307


@pytest.mark.parametrize("whole", [False, True])
async def test_a_deleted_file_is_gone_from_every_address_and_from_the_disk(desk: Any, picture: str, whole: bool) -> None:
    message = await sent(desk, picture)
    at = await address(desk, message)
    signed = (await bare(desk, at)).headers["Location"]
    assert (await desk.delete(f"/Messages/{message['sid']}.json" if whole else f"{at}.json")).status == 204
    for gone in (at, signed):
        assert (await bare(desk, gone)).status == 404
    await desk.settle()
    assert await desk.platform.ports[Blobs].get(at.rpartition("/")[2]) is None


async def test_to_a_country_without_pictures_a_text_with_links_goes(desk: Any, picture: str) -> None:
    await desk.post("/network/v1/Handsets", PhoneNumber="+447700900123")
    message = await sent(desk, picture, To="+447700900123")
    assert (message["body"], message["num_media"]) == (f"look\n{picture}", "0")
    assert (await desk.post("/network/v1/MediaSettings", MmsConverter="false")).json["mms_converter"] is False
    refused = await desk.post("/Messages.json", To="+447700900123", From=NUMBER, MediaUrl=picture)
    assert (refused.status, refused.json["code"]) == (400, 30011)
    assert "MMS Converter" in refused.json["message"]


class TextsOnly:
    """A carrier such as SMPP's, that takes no pictures."""

    def __init__(self) -> None:
        self.taken: list[Handover] = []

    async def submit(self, handover: Handover, work: Work) -> str:
        if handover.media:
            raise Refused(30011, "no media here")
        self.taken.append(handover)
        return "plain-1"


async def test_a_carrier_without_pictures_gets_a_text_with_links_to_our_own_copy(desk: Any, picture: str) -> None:
    carrier = desk.platform.ports[MessageCarrier] = TextsOnly()
    message = await sent(desk, picture, "sent", Body="look " * 20)
    text, link = carrier.taken[0].body.split("\n")
    assert text == "look " * 20 and message["body"] == carrier.taken[0].body
    assert (message["num_media"], message["num_segments"]) == ("0", str(carrier.taken[0].segments))
    assert int(message["num_segments"]) > 1, "it is counted, and charged, as the text that it now is"
    usage = (await desk.get("/Usage/Records/Today.json", Category="sms-outbound-longcode")).json["usage_records"][0]
    assert (usage["count"], usage["usage"]) == ("1", message["num_segments"])
    assert (await bare(desk, link)).body == PNG


async def test_without_the_converter_pictures_that_no_carrier_takes_fail(desk: Any, picture: str) -> None:
    carrier = desk.platform.ports[MessageCarrier] = TextsOnly()
    await desk.post("/network/v1/MediaSettings", MmsConverter="false")
    message = await sent(desk, picture, "failed")
    assert (message["error_code"], message["num_media"], carrier.taken) == (30011, "1", [])


async def test_a_service_decides_for_its_own_texts(desk: Any, picture: str) -> None:
    carrier = desk.platform.ports[MessageCarrier] = TextsOnly()
    await desk.post("/network/v1/MediaSettings", MmsConverter="false")
    service = (await desk.post("/messaging/v1/Services", FriendlyName="s")).json["sid"]
    number = (await desk.get("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"][0]["sid"]
    await desk.post(f"/messaging/v1/Services/{service}/PhoneNumbers", PhoneNumberSid=number)
    await sent(desk, picture, "sent", From="", MessagingServiceSid=service)
    assert len(carrier.taken) == 1 and carrier.taken[0].media == ()


@given(st.text(max_size=40), st.text(max_size=40), st.integers(1, 10**9))
def test_only_what_was_signed_is_good(expires: str, signature: str, life: int) -> None:
    platform = Platform.__new__(Platform)
    platform.clock, platform.ports = Clock(), {Vault: Vault(bytes(32))}
    platform.clock.stop()
    assert judge_signature(platform, "ME1", expires, signature) == "forged"
    query = parse_qs(urlsplit(signed_path(platform, "ME1", life * SECOND)).query)
    assert judge_signature(platform, "ME1", query["Expires"][0], query["Signature"][0]) == "good"
    assert judge_signature(platform, "ME2", query["Expires"][0], query["Signature"][0]) == "forged"
    platform.clock.advance(life * SECOND)
    assert judge_signature(platform, "ME1", query["Expires"][0], query["Signature"][0]) == "expired"

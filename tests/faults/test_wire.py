"""What a real socket may bring: half requests, no HTTP, endless heads, one request after another. The server stays up and answers."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest

from tests.conftest import Live
from trunkline.surfaces.rest.tests.refusals import refusal


class Wire:
    """A connection on which one writes octets and reads answers."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.host, _, self.port = live.api_url.removeprefix("http://").partition(":")
        token = base64.b64encode(f"{live.account_sid}:{live.auth_token}".encode())
        self.head = b"Host: " + self.host.encode() + b":" + self.port.encode() + b"\r\nAuthorization: Basic " + token + b"\r\n"
        self.messages = f"/2010-04-01/Accounts/{live.account_sid}/Messages.json".encode()

    async def __aenter__(self) -> Wire:
        self.reader, self.writer = await asyncio.open_connection(self.host, int(self.port))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def send(self, octets: bytes) -> None:
        self.writer.write(octets)
        await self.writer.drain()

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        async with asyncio.timeout(10):
            while (octets := await self.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 "):
                pass
            head = octets.decode("latin-1").split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
            body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return int(head[0].split()[1]), headers, body

    async def refused(self, status: int, code: int = 0) -> dict[str, Any]:
        got, headers, body = await self.answer()
        assert got == status, (got, body)
        told = refusal(got, headers, body)
        assert code in (0, told["code"]), told
        return told

    async def well(self) -> None:
        """The next request on this connection is answered."""
        await self.send(b"GET " + self.messages + b"?PageSize=1 HTTP/1.1\r\n" + self.head + b"\r\n")
        assert (await self.answer())[0] == 200

    async def closed(self) -> bool:
        async with asyncio.timeout(10):
            return await self.reader.read() == b""


@pytest.mark.parametrize(
    "octets",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),  # somebody speaks TLS
        b"hello\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: \x00\r\n\r\n",
        b"GET / HTTP/1.1\r\n A: folded\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /2010-04-01/x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /2010-04-01/x HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST /2010-04-01/x HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /2010-04-01/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /2010-04-01/x HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nx",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"CONNECT api.twilio.com:443 HTTP/1.1\r\nHost: api.twilio.com:443\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\n" * 10 + b"\x00" * 10,
    ],
)
async def test_what_is_no_request_is_refused_and_the_connection_closed_or_kept_in_step(live: Live, octets: bytes) -> None:
    async with Wire(live) as wire:
        await wire.send(octets)
        status, headers, body = await wire.answer()
        assert 400 <= status < 500, (status, body)
        refusal(status, headers, body)
        if headers.get("connection") == "close":
            assert await wire.closed()
        else:
            await wire.well()
    async with Wire(live) as wire:
        await wire.well()


@pytest.mark.parametrize("begun", [b"GET /", b"GET / HTTP/1.1\r\nA: ", b"GET / HTTP/1.1\r\n"])
async def test_a_head_that_never_ends(live: Live, begun: bytes) -> None:
    """Neither a path, nor a header, nor many headers."""
    more = b"X: " + b"y" * 995 + b"\r\n" if begun.endswith(b"\r\n") else b"y" * 1000
    async with Wire(live) as wire:
        await wire.send(begun)
        try:
            for _ in range(5000):
                await wire.send(more)
                await asyncio.sleep(0)
        except ConnectionError:
            pass
        else:
            await wire.refused(431)
    async with Wire(live) as wire:
        await wire.well()


async def test_bodies_over_the_limit_with_and_without_their_length(live: Live) -> None:
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n"
    post = b"POST /PATH HTTP/1.1\r\n"
    async with Wire(live) as wire:
        begin = post.replace(b"/PATH", wire.messages) + wire.head + kind
        await wire.send(begin + b"Content-Length: 999999999999\r\n\r\nBody=")
        await wire.refused(413, 20413)
    async with Wire(live) as wire:
        await wire.send(begin + b"Content-Length: 2000000\r\n\r\n")
        await wire.send(b"Body=" + b"x" * 1_999_995)
        await wire.refused(413, 20413)
        await wire.well()
    async with Wire(live) as wire:
        await wire.send(begin + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(32):
            await wire.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        await wire.send(b"0\r\n\r\n")
        await wire.refused(413, 20413)
        await wire.well()
    async with Wire(live) as wire:
        await wire.send(begin + b"Transfer-Encoding: chunked\r\n\r\n3\r\nTo=\r\n0\r\n\r\n")
        await wire.refused(400, 21604)
        await wire.well()


async def test_clients_that_leave_in_the_middle(live: Live) -> None:
    for octets in (b"", b"GET ", b"POST /2010-04-01 HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf"):
        for _ in range(20):
            async with Wire(live) as wire:
                await wire.send(octets)
    async with Wire(live) as wire:
        await wire.send(b"POST " + wire.messages + b" HTTP/1.1\r\n" + wire.head + b"Content-Length: 100\r\n\r\nTo=%2B1")
    async with Wire(live) as wire:
        await wire.well()


async def test_odd_headers_are_borne(live: Live) -> None:
    async with Wire(live) as wire:
        for odd in (
            b"X-Forwarded-Proto: javascript\r\n",
            b"Accept: \xff\xfe\r\n",
            b"Expect: 100-continue\r\n",
            b"X: y\r\n" * 500,
            b"Upgrade: websocket\r\nConnection: Upgrade\r\n",
            b'If-Match: "\r\n',
            b"Range: bytes=99-1\r\n",
            b"Cookie: ;;=;\r\n",
        ):
            await wire.send(b"GET " + wire.messages + b"?PageSize=1 HTTP/1.1\r\n" + wire.head + odd + b"\r\n")
            assert (await wire.answer())[0] == 200, odd
    async with Wire(live) as wire:  # no Host at all
        await wire.send(b"GET /Nothing HTTP/1.1\r\n\r\n")
        told = await wire.refused(404, 20404)
        assert told["more_info"] == f"{live.api_url}/errors/20404"


async def test_requests_in_a_row_are_answered_in_a_row(live: Live) -> None:
    async with Wire(live) as wire:
        ask = b"GET " + wire.messages + b"?PageSize=%d HTTP/1.1\r\n" + wire.head + b"\r\n"
        await wire.send(b"".join(ask % n for n in range(30)))
        assert [(await wire.answer())[0] for _ in range(30)] == [400] + [200] * 29


async def test_health_is_open_and_small(live: Live) -> None:
    async with Wire(live) as wire:
        await wire.send(b"GET /healthz HTTP/1.1\r\n\r\n")
        assert (await wire.answer())[::2] == (200, b"ready\n")

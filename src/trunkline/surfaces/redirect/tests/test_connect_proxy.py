"""The proxy between real connections, on asyncio's loop and on uvloop's."""

import asyncio
import json
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvloop

from trunkline.surfaces.redirect.authority import Authority
from trunkline.surfaces.redirect.connect_proxy import ConnectProxy, upstream_at
from trunkline.surfaces.redirect.tests.echo_app import EchoApp, serving

LENGTH = b"content-length: "


@dataclass
class Stand:
    """An echo server, the authority, and the proxy before them."""

    app: EchoApp
    server_port: int
    authority: Authority
    proxy: ConnectProxy
    opened: list[StreamWriter] = field(default_factory=list)

    async def plain(self) -> tuple[StreamReader, StreamWriter]:
        reader, writer = await asyncio.open_connection(*self.proxy.address)
        self.opened.append(writer)
        return reader, writer

    async def connect(self, target: str) -> tuple[StreamReader, StreamWriter, bytes]:
        """Ask for a tunnel; the status line of the answer is the third."""
        reader, writer = await self.plain()
        writer.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
        return reader, writer, (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]

    async def secure(self, host: str = "api.twilio.com") -> tuple[StreamReader, StreamWriter]:
        """A tunnel to a Twilio host with TLS inside, its certificate verified."""
        reader, writer, status = await self.connect(f"{host}:443")
        assert status.split()[1] == b"200"
        await writer.start_tls(ssl.create_default_context(cafile=str(self.authority.ca_file)), server_hostname=host)
        return reader, writer


@asynccontextmanager
async def standing(directory: Path) -> AsyncIterator[Stand]:
    app, authority = EchoApp(), Authority.open(directory)
    async with serving(app) as port, ConnectProxy(authority, upstream_at("127.0.0.1", port)) as proxy:
        stand = Stand(app, port, authority, proxy)
        yield stand
        for writer in stand.opened:
            writer.transport.abort()
        await asyncio.sleep(0)


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    async with standing(tmp_path) as stood:
        yield stood


async def answer(reader: StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(LENGTH)[1].split(b"\r\n")[0])
    return int(head.split()[1]), await reader.readexactly(length)


async def told(reader: StreamReader) -> dict[str, Any]:
    status, body = await answer(reader)
    assert status == 200, body
    result: dict[str, Any] = json.loads(body)
    return result


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # the count of connections is not an event
            await asyncio.sleep(0.01)


async def test_requests_of_one_tunnel_keep_their_host_and_are_seen_as_https(stand: Stand) -> None:
    reader, writer = await stand.secure("messaging.twilio.com")
    for number in range(3):
        writer.write(b"GET /v1/Services/%d HTTP/1.1\r\nHost: messaging.twilio.com\r\n\r\n" % number)
        seen = await told(reader)
        assert (seen["host"], seen["scheme"], seen["path"]) == (
            "messaging.twilio.com",
            "https",
            f"/v1/Services/{number}",
        )
    writer.close()
    await until(lambda: stand.proxy.connections == 0)


async def test_pipelined_requests_are_answered_in_order(stand: Stand) -> None:
    reader, writer = await stand.secure()
    writer.write(b"".join(b"POST /%d HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab" % n for n in range(20)))
    seen = [await told(reader) for _ in range(20)]
    assert [one["path"] for one in seen] == [f"/{n}" for n in range(20)]
    assert {one["scheme"] for one in seen} == {"https"}
    writer.close()


async def test_large_bodies_arrive_whole_both_ways_at_a_slow_client(stand: Stand) -> None:
    size = 8_000_000
    reader, writer = await stand.secure()
    writer.write(b"POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % size)
    writer.write(bytes(size))
    await writer.drain()
    assert (await told(reader))["length"] == size
    writer.write(b"GET /bytes/%d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" % size)
    await reader.readuntil(b"\r\n\r\n")
    received = 0
    for turn in range(10_000_000):
        piece = await reader.read(50_000)
        if not piece:
            break
        received += len(piece)
        if turn % 20 == 0:
            await asyncio.sleep(0.005)
    assert received == size


async def test_a_client_that_starts_tls_without_waiting_is_understood(stand: Stand) -> None:
    context = ssl.create_default_context(cafile=str(stand.authority.ca_file))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = context.wrap_bio(incoming, outgoing, server_hostname="api.twilio.com")
    with pytest.raises(ssl.SSLWantReadError):
        session.do_handshake()
    reader, writer = await stand.plain()
    writer.write(b"CONNECT api.twilio.com:443 HTTP/1.1\r\n\r\n" + outgoing.read())
    await reader.readuntil(b"\r\n\r\n")
    while True:
        try:
            session.do_handshake()
            break
        except ssl.SSLWantReadError:
            incoming.write(await reader.read(65_536))
    assert session.version() in ("TLSv1.2", "TLSv1.3")
    writer.close()


async def test_a_head_in_single_bytes_is_understood(stand: Stand) -> None:
    reader, writer = await stand.plain()
    for byte in b"GET http://api.twilio.com/x HTTP/1.1\r\nHost: other\r\n\r\n":
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0)
    assert (await told(reader))["host"] == "api.twilio.com"
    writer.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_the_absolute_form_reaches_the_server(stand: Stand, scheme: str) -> None:
    reader, writer = await stand.plain()
    writer.write(
        f"POST {scheme}://verify.twilio.com/v2/Services?a=b HTTP/1.1\r\nHost: elsewhere\r\nContent-Length: 2\r\n"
        "Proxy-Connection: keep-alive\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\n\r\nab"
        "GET http://other.example/ HTTP/1.1\r\n\r\n".encode()
    )
    seen = await told(reader)
    assert (seen["host"], seen["path"], seen["scheme"]) == ("verify.twilio.com", "/v2/Services", scheme)
    assert seen["length"] == 2
    assert {"x-hop", "proxy-connection"}.isdisjoint(name for name, _ in seen["headers"])
    assert await reader.read() == b"", "the connection ends after one request, for the next may be for another host"
    assert len(stand.app.seen) == 1


async def test_other_hosts_pass_in_the_absolute_form_unmarked(stand: Stand) -> None:
    reader, writer = await stand.plain()
    host = f"127.0.0.1:{stand.server_port}"
    writer.write(f"GET http://{host}/other HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    seen = await told(reader)
    assert (seen["path"], seen["host"], seen["scheme"]) == ("/other", host, "http")
    assert "x-forwarded-proto" not in dict(seen["headers"])
    writer.close()


async def test_a_tunnel_to_another_host_closes_one_way_at_a_time(stand: Stand) -> None:
    async def answer_after_the_end(reader: StreamReader, writer: StreamWriter) -> None:
        writer.write(b"all of it: " + await reader.read())
        writer.close()

    server = await asyncio.start_server(answer_after_the_end, "127.0.0.1", 0)
    async with server:
        reader, writer, status = await stand.connect(f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
        assert status.split()[1] == b"200"
        writer.write(b"some")
        writer.write_eof()
        assert await reader.read() == b"all of it: some"
        writer.close()
        await until(lambda: stand.proxy.connections == 0)


async def test_other_hosts_are_refused_with_a_reason_where_set_so(stand: Stand) -> None:
    upstream = upstream_at("127.0.0.1", stand.server_port)
    async with ConnectProxy(stand.authority, upstream, others="refuse") as proxy:
        for request in (b"CONNECT example.com:443 HTTP/1.1\r\n\r\n", b"GET http://example.com/ HTTP/1.1\r\n\r\n"):
            reader, writer = await asyncio.open_connection(*proxy.address)
            writer.write(request)
            status, body = await answer(reader)
            assert status == 403
            assert b"answers for twilio.com only" in body
            assert b"example.com" in body
            writer.close()


async def test_a_host_that_cannot_be_reached_is_a_502(stand: Stand) -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    _, writer, status = await stand.connect(f"127.0.0.1:{port}")
    assert status.split()[1] == b"502"
    writer.close()


async def test_without_the_server_the_app_gets_twilios_error(stand: Stand) -> None:
    async def nobody() -> tuple[StreamReader, StreamWriter]:
        raise ConnectionRefusedError("nobody listens")

    stand.proxy._upstream = nobody
    reader, writer = await stand.secure()
    writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" + bytes(500_000))
    status, body = await answer(reader)
    assert (status, json.loads(body)["code"]) == (503, 20503)
    writer.close()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET / HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n",
        b"CONNECT api.twilio.com HTTP/1.1\r\n\r\n",
        b"CONNECT api.twilio.com:99999 HTTP/1.1\r\n\r\n",
        b"CONNECT user@api.twilio.com:443 HTTP/1.1\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET http://api.twilio.com/ HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ],
)
async def test_what_is_no_request_to_a_proxy_is_a_400(stand: Stand, request_bytes: bytes) -> None:
    reader, writer = await stand.plain()
    writer.write(request_bytes)
    status, body = await answer(reader)
    assert status == 400
    assert body
    assert stand.app.seen == []
    writer.close()


async def test_a_malformed_request_inside_the_tunnel_is_a_400(stand: Stand) -> None:
    reader, writer = await stand.secure()
    writer.write(b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert (await answer(reader))[0] == 400
    writer.close()


async def test_a_client_that_leaves_within_a_body_is_noticed_by_the_server(stand: Stand) -> None:
    _, writer = await stand.secure()
    writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nsome")
    await writer.drain()
    writer.transport.abort()
    async with asyncio.timeout(10):
        await stand.app.left_early.wait()
    await until(lambda: stand.proxy.connections == 0)


async def test_a_client_that_does_not_trust_us_is_let_go(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    _, writer, _ = await stand.connect("api.twilio.com:443")
    with pytest.raises(ssl.SSLCertVerificationError):
        await writer.start_tls(ssl.create_default_context(), server_hostname="api.twilio.com")
    await until(lambda: stand.proxy.connections == 0)
    assert "did not take the certificate for api.twilio.com" in caplog.text


async def test_a_websocket_passes(stand: Stand) -> None:
    async def upgraded(reader: StreamReader, writer: StreamWriter) -> None:
        assert b"X-Forwarded-Proto: https" in await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        while piece := await reader.read(1000):
            writer.write(piece[::-1])
        writer.close()

    server = await asyncio.start_server(upgraded, "127.0.0.1", 0)
    async with server:
        stand.proxy._upstream = upstream_at("127.0.0.1", server.sockets[0].getsockname()[1])
        reader, writer = await stand.secure("tsock.us1.twilio.com")
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"\x00frame\r\n\r\n")
        assert await reader.readexactly(10) == b"\n\r\n\remarf\x00"
        writer.close()
        await until(lambda: stand.proxy.connections == 0)


async def test_closing_the_proxy_cuts_what_is_open(stand: Stand) -> None:
    reader, _ = await stand.secure()
    waiting, _ = await stand.plain()
    await until(lambda: stand.proxy.connections == 2)
    await stand.proxy.close()
    assert stand.proxy.connections == 0
    for one in (reader, waiting):
        with suppress(ConnectionResetError):
            assert await one.read() == b""


async def test_many_clients_leave_nothing_behind(stand: Stand) -> None:
    async def one(number: int) -> None:
        reader, writer = await stand.secure(f"host-{number % 5}.twilio.com")
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await told(reader)
        writer.close()

    await asyncio.gather(*(one(number) for number in range(40)))
    await until(lambda: stand.proxy.connections == 0)
    assert len(stand.app.seen) == 40


def test_a_proxy_open_to_the_network_is_not_made(tmp_path: Path) -> None:
    authority = Authority.open(tmp_path)
    with pytest.raises(ValueError, match="open to the network"):
        ConnectProxy(authority, upstream_at("127.0.0.1", 1), host="0.0.0.0")  # noqa: S104  # what must be refused
    ConnectProxy(authority, upstream_at("127.0.0.1", 1), host="0.0.0.0", others="refuse")  # noqa: S104  # allowed so


@pytest.mark.parametrize(
    "scenario",
    [
        test_requests_of_one_tunnel_keep_their_host_and_are_seen_as_https,
        test_large_bodies_arrive_whole_both_ways_at_a_slow_client,
        test_a_client_that_starts_tls_without_waiting_is_understood,
        test_a_head_in_single_bytes_is_understood,
        test_a_tunnel_to_another_host_closes_one_way_at_a_time,
        test_a_client_that_leaves_within_a_body_is_noticed_by_the_server,
        test_without_the_server_the_app_gets_twilios_error,
        test_closing_the_proxy_cuts_what_is_open,
        test_many_clients_leave_nothing_behind,
    ],
)
def test_the_same_on_uvloop(tmp_path: Path, scenario: Callable[[Stand], Awaitable[None]]) -> None:
    async def main() -> None:
        async with standing(tmp_path) as stood:
            await scenario(stood)

    uvloop.run(main())

"""The HTTP proxy that a redirected app is pointed at: it answers for Twilio's hosts and lets others pass or refuses them.

A client reaches a host in one of two ways (RFC 9110, 9.3.6; RFC 9112, 3.2.2). With CONNECT it asks for a tunnel and
speaks TLS inside; for Twilio's hosts the proxy ends that TLS with a certificate of the local authority. In the absolute
form it names the whole URL, also an https one (the axios package does so), in the request line. Either way the requests
go on to the Trunkline server as HTTP/1.1 with the Host of the client, by which the server tells the products apart, and
with `X-Forwarded-Proto` in each head, by which it writes links with the scheme that the client used.
"""

import asyncio
import json
import logging
import re
import socket
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from ipaddress import ip_address
from types import TracebackType
from typing import Literal, NamedTuple, Self

from trunkline.surfaces.redirect import relay
from trunkline.surfaces.redirect.authority import Authority
from trunkline.surfaces.redirect.relay import Streams
from trunkline.surfaces.redirect.request_framing import BadRequestError, RequestFraming, RequestHead, parse_head
from trunkline.surfaces.redirect.twilio_hosts import DOMAIN, is_twilio, plain_name

Upstream = Callable[[], Awaitable[tuple[StreamReader, StreamWriter]]]
"""Opens a connection to the Trunkline server. Errors: OSError."""

Others = Literal["pass", "refuse"]
"""What happens to hosts that are not Twilio's."""

_CONNECTED_WITHIN = 15.0
_HOP_BY_HOP = (b"connection", b"proxy-connection", b"keep-alive", b"proxy-authorization", b"te", b"upgrade")
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?")
_ABSOLUTE = re.compile(rb"(https?)://([^/?#]*)([^#]*)(?:#.*)?", re.IGNORECASE)
_log = logging.getLogger("trunkline.redirect")


class Address(NamedTuple):
    """A host and a port as a client names them."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class _RefusedError(Exception):
    """The proxy answers for itself: a status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def parse_address(text: bytes, default_port: int | None) -> Address:
    """Read `host:port`, `[v6]:port`, or with a default port just the host. Errors: BadRequestError, 400."""
    parts = _AUTHORITY.fullmatch(text.decode("latin-1"))
    port = int(parts[3]) if parts and parts[3] else default_port
    if parts is None or port is None or not 0 < port < 65_536:
        raise BadRequestError(400, "The request names no valid host and port.")
    return Address(plain_name(parts[1] or parts[2]), port)


def upstream_at(host: str, port: int, context: ssl.SSLContext | None = None) -> Upstream:
    """The Trunkline server at this address, over TLS if a context is given."""

    async def connect() -> tuple[StreamReader, StreamWriter]:
        return await asyncio.open_connection(host, port, ssl=context)

    return connect


class ConnectProxy:
    """The proxy; `async with` starts it and stops it."""

    def __init__(
        self,
        authority: Authority,
        upstream: Upstream,
        others: Others = "pass",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Port 0 takes a free one. Errors: ValueError if `host` is not a loopback address while others may pass.

        Such a proxy would carry anybody's traffic to anywhere, from the network of this machine.
        """
        if others == "pass" and not ip_address(host).is_loopback:
            raise ValueError(f"a proxy on {host} that lets other hosts pass would be open to the network; refuse them")
        self._authority = authority
        self._upstream = upstream
        self._others = others
        self._wanted = Address(host, port)
        self._listener: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._accepting: asyncio.Task[None] | None = None

    @property
    def address(self) -> Address:
        """Where the proxy listens. Errors: RuntimeError before `start`."""
        if self._listener is None:
            raise RuntimeError("the proxy is not started")
        host, port = self._listener.getsockname()[:2]
        return Address(host, port)

    @property
    def url(self) -> str:
        """The value for HTTPS_PROXY and HTTP_PROXY."""
        return f"http://{self.address}"

    @property
    def connections(self) -> int:
        """Clients being served now."""
        return len(self._tasks)

    async def start(self) -> None:
        """Listen. Errors: OSError if the address is taken."""
        family = socket.AF_INET6 if ":" in self._wanted.host else socket.AF_INET
        self._listener = socket.create_server(self._wanted, family=family, backlog=512)
        self._listener.setblocking(False)
        self._accepting = asyncio.create_task(self._accept(self._listener))

    async def close(self) -> None:
        """Stop listening and cut the connections that are open."""
        if self._accepting is not None:
            self._accepting.cancel()
            await asyncio.gather(self._accepting, return_exceptions=True)
            self._accepting = None
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(listener)
            except ConnectionAbortedError:
                continue
            except OSError as error:  # no descriptors left, most likely
                _log.warning("no further connection can be taken now: %s", error.strerror)
                await asyncio.sleep(0.2)  # the waiting connection stays in the backlog
                continue
            connection.setblocking(False)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            task = asyncio.create_task(self._serve(connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _serve(self, connection: socket.socket) -> None:
        try:
            await self._answer(connection)
        except* OSError as errors:
            _log.debug("a connection ended early: %s", errors.exceptions)
        finally:
            connection.close()  # does nothing where streams have taken the socket over

    async def _answer(self, connection: socket.socket) -> None:
        try:
            opening = await relay.read_opening_head(connection)
            if not opening:
                return
            head = parse_head(opening)
            if head.method == b"CONNECT":
                await self._answer_connect(connection, head)
            else:
                await self._answer_absolute(connection, head)
        except BadRequestError as error:
            await _say_no(connection, error.status, error.message)
        except _RefusedError as error:
            await _say_no(connection, error.status, str(error))

    async def _answer_connect(self, connection: socket.socket, head: RequestHead) -> None:
        target = parse_address(head.target, None)
        loop = asyncio.get_running_loop()
        established = b"HTTP/1.1 200 Connection Established\r\n\r\n"
        if is_twilio(target.host):
            plain = target.port == 80
            context = None if plain else self._authority.server_context(target.host)
            await loop.sock_sendall(connection, established)
            try:
                client = await relay.open_streams(_handed_over(connection), context)
            except OSError as error:  # some clients send TLS's alert first, others just leave
                _log.warning("the client did not take the certificate for %s: %s", target.host, error)
                return
            await self._exchange(client, RequestFraming(b"http" if plain else b"https"), b"")
            return
        server = await self._reach(target, None)
        try:
            await loop.sock_sendall(connection, established)
            await _between(await relay.open_streams(_handed_over(connection)), server)
        finally:
            server.writer.transport.abort()

    async def _answer_absolute(self, connection: socket.socket, head: RequestHead) -> None:
        """One request, then the connection closes, for the next one may name another host."""
        url = _ABSOLUTE.fullmatch(head.target)
        if url is None:
            raise _RefusedError(400, "This is Trunkline's proxy for an app's requests to Twilio, not its API.")
        secure = url[1].lower() == b"https"
        target = parse_address(url[2], 443 if secure else 80)
        path = url[3] if url[3].startswith(b"/") else b"/" + url[3]
        nominated = {name.strip().lower() for value in head.values(b"connection") for name in value.split(b",")}
        kept = head.without(*_HOP_BY_HOP, b"host", *(nominated - {b"content-length", b"transfer-encoding"}))
        fields = ((b"Host", url[2]), *kept.fields, (b"Connection", b"close"))
        request = RequestHead(head.method, path, head.version, fields).encode()
        if is_twilio(target.host):
            client = await relay.open_streams(_handed_over(connection))
            await self._exchange(client, RequestFraming(b"https" if secure else b"http", at_most=1), request)
            return
        server = await self._reach(target, ssl.create_default_context() if secure else None)
        try:
            client = await relay.open_streams(_handed_over(connection))
            await _exchange_with(client, server, RequestFraming(None, at_most=1), request)
        finally:
            server.writer.transport.abort()

    async def _reach(self, target: Address, context: ssl.SSLContext | None) -> Streams:
        """A connection to a host that is not Twilio's, if such may pass."""
        if self._others == "refuse":
            raise _RefusedError(403, f"Trunkline answers for {DOMAIN} only; by its setting, {target} is refused.")
        try:
            async with asyncio.timeout(_CONNECTED_WITHIN):
                return Streams(*await asyncio.open_connection(target.host, target.port, ssl=context))
        except TimeoutError as error:
            raise _RefusedError(504, f"No connection to {target} within {_CONNECTED_WITHIN:g} s.") from error
        except (OSError, UnicodeError) as error:
            raise _RefusedError(502, f"No connection to {target}: {error}.") from error

    async def _exchange(self, client: Streams, framing: RequestFraming, begun: bytes) -> None:
        """Carry the requests of one client to the Trunkline server, once there is one."""
        try:
            passed = framing.feed(begun)
            async with asyncio.timeout(None if framing.heads else relay.HEAD_WITHIN):
                while not framing.heads:
                    piece = await client.reader.read(65_536)
                    if not piece:
                        return
                    passed += framing.feed(piece)
            try:
                async with asyncio.timeout(_CONNECTED_WITHIN):
                    server = Streams(*await self._upstream())
            except (OSError, TimeoutError) as error:
                _log.warning("the Trunkline server cannot be reached: %s", error)
                await relay.answer_and_hang_up(client, _unavailable())
                return
            try:
                await _exchange_with(client, server, framing, passed)
            finally:
                server.writer.transport.abort()
        except BadRequestError as error:
            await relay.answer_and_hang_up(client, _text_answer(error.status, error.message))
        finally:
            client.writer.transport.abort()


async def _exchange_with(client: Streams, server: Streams, framing: RequestFraming, begun: bytes) -> None:
    try:
        passed = framing.feed(begun) if not framing.heads else begun
        await relay.exchange(client, server, framing, passed)
        await relay.hang_up(client)
    except BadRequestError as error:
        await relay.answer_and_hang_up(client, _text_answer(error.status, error.message))
    finally:
        client.writer.transport.abort()


async def _between(client: Streams, server: Streams) -> None:
    try:
        await relay.tunnel(client, server)
        await relay.hang_up(client)
        await relay.hang_up(server)
    finally:
        client.writer.transport.abort()


def _handed_over(connection: socket.socket) -> socket.socket:
    """The same connection as a new socket object, so that closing the old one leaves the streams alone."""
    return socket.socket(fileno=connection.detach())


def _text_answer(status: int, message: str) -> bytes:
    body = message.encode() + b"\n"
    return (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode() + body


def _unavailable() -> bytes:
    """Twilio's error 20503, so that an app sees what it would see if Twilio's API were down."""
    body = json.dumps(
        {
            "code": 20503,
            "message": "The Trunkline server behind the proxy cannot be reached; is it running?",
            "more_info": "https://www.twilio.com/docs/errors/20503",
            "status": 503,
        }
    ).encode()
    return (
        f"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
    ).encode() + body


async def _say_no(connection: socket.socket, status: int, message: str) -> None:
    """Answer in the proxy's own name, then close."""
    if connection.fileno() < 0:
        return
    client = await relay.open_streams(_handed_over(connection))
    await relay.answer_and_hang_up(client, _text_answer(status, message))

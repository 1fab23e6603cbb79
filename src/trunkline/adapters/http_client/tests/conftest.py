"""A real server on loopback that answers with the bytes a test gives it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext

import pytest

from trunkline.adapters.http_client import Guard, HttpClient
from trunkline.foundations.webhooks.ports import Outgoing, Unreachable

Reply = bytes | Callable[["Seen", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Seen:
    """One request as the server saw it; `connection` counts connections from 1."""

    line: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass
class Site:
    """A server under test's control: `routes` maps a path to its reply, `seen` collects the requests."""

    port: int = 0
    routes: dict[str, Reply] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    open: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


def ok(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """An answer with a Content-Length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@asynccontextmanager
async def site(context: SSLContext | None = None) -> AsyncIterator[Site]:
    """Serve on an ephemeral port of 127.0.0.1."""
    made = Site()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.connections += 1
        made.open += 1
        number = made.connections
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, *rest = head.decode("latin-1").strip().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (text.partition(":") for text in rest)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                seen = Seen(line, headers, body, number)
                made.seen.append(seen)
                reply = made.routes.get(line.split(" ")[1].partition("?")[0], ok(b"nothing here", status="404 Not Found"))
                if isinstance(reply, bytes):
                    writer.write(reply)
                    await writer.drain()
                else:
                    await reply(seen, writer)
                if writer.is_closing():
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            made.open -= 1
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


@pytest.fixture
async def web() -> AsyncIterator[Site]:
    async with site() as made:
        yield made


@pytest.fixture
async def client() -> AsyncIterator[HttpClient]:
    made = HttpClient(Guard("development"), per_origin=4)
    yield made
    await made.close()


async def failure(client: HttpClient, outgoing: Outgoing) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        await client.call(outgoing)
    return caught.value

"""An application's web server under a test's control, on an ephemeral port of loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

Handler = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Asked:
    method: str
    target: str
    headers: dict[str, str]
    body: str
    site: Site

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body if self.method == "POST" else urlsplit(self.target).query, keep_blank_values=True))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.site.port}{self.target}"


@dataclass
class Site:
    """`answers` maps a path to the answers given one after the other, the last one for ever: octets to send, or a handler."""

    port: int = 0
    answers: dict[str, list[bytes | Handler]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def answer(status: str = "200 OK", body: bytes = b"", *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]).encode() + body


async def hang_up(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.close()


def slow(seconds: float, then: bytes) -> Handler:
    async def handle(_: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(then)

    return handle


@asynccontextmanager
async def serve() -> AsyncIterator[Site]:
    made = Site()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *rest = head.strip().split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (text.partition(":") for text in rest)}
                body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
                method, target, _ = line.split(" ")
                asked = Asked(method, target, headers, body, made)
                made.asked.append(asked)
                answers = made.answers.get(urlsplit(target).path, [answer()])
                chosen = answers.pop(0) if len(answers) > 1 else answers[0]
                made.under_way += 1
                made.most_under_way = max(made.most_under_way, made.under_way)
                try:
                    if isinstance(chosen, bytes):
                        writer.write(chosen)
                    else:
                        await chosen(asked, writer)
                finally:
                    made.under_way -= 1
                await writer.drain()
                if writer.is_closing():
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()

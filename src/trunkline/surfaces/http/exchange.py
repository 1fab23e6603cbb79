"""One request and its answer, as an application sees them, and what an application is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from trunkline.kernel.errors import Problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

UNASKED = 64 * 1024
"""Octets of a body that are taken before the application asks for it."""


class Asked:
    """A request. `path` is unquoted, `query` is not; names of `headers` are in small letters, repeated ones joined by commas.
    `peer` is the address that the connection comes from, "" where nobody knows it.

    The request may still be arriving: `body` waits for the rest. What arrives beyond what was asked for waits at the sender.
    """

    __slots__ = (
        "answered", "broken", "complete", "expects", "headers", "keep", "limit", "method", "old", "parts", "path", "peer", "query",
        "size", "waiter", "want",
    )  # fmt: skip

    def __init__(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes | None = None) -> None:
        """With `body`, the request is whole."""
        self.method, self.path, self.query, self.headers = method, path, query, headers
        self.parts: list[bytes] = [body] if body else []
        self.size = len(body) if body else 0
        self.complete = body is not None
        self.broken: Problem | None = None
        self.answered = self.expects = self.old = False
        self.keep = True
        self.peer = ""
        self.limit = UNASKED
        self.waiter: asyncio.Future[None] | None = None
        self.want: Callable[[Asked], None] | None = None

    @property
    def declared(self) -> int:
        """Octets of body that the head tells of, 0 where it does not."""
        length = self.headers.get("content-length", "")
        return int(length) if length.isdecimal() and len(length) < 20 else 0

    async def body(self, longest: int) -> bytes:
        """All of it; 20413 when it is longer than `longest` octets, 20400 or 20408 when it does not come whole."""
        if not self.complete:
            await self._rest(longest)
        if self.size > longest:
            raise _too_long(longest)
        return self.parts[0] if len(self.parts) == 1 else b"".join(self.parts)

    async def _rest(self, longest: int) -> None:
        if self.declared > longest:
            raise _too_long(longest)
        self.limit = longest
        if self.want is not None:
            self.want(self)
        while not self.complete:
            if self.size > longest:
                raise _too_long(longest)
            if self.broken is not None:
                raise self.broken
            self.waiter = asyncio.get_running_loop().create_future()
            try:
                await self.waiter
            finally:
                self.waiter = None

    def wake(self) -> None:
        """Something has changed that `body` waits for."""
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)

    def break_off(self, problem: Problem) -> None:
        """The rest of the body will not come."""
        self.broken = problem
        self.wake()


def _too_long(longest: int) -> Problem:
    return Problem(20413, f"The request body is longer than {longest} octets", 413)


@dataclass(slots=True)
class Answer:
    """`kind` is the Content-Type, "" for none. Content-Length, Date and Connection are the server's to write.

    `stream`, in place of a body: parts that are sent as they come, no faster than the client reads them. It is closed when the client has
    gone; what it raises ends the connection, so that the client sees that something is missing. `lasting`: the stream has no end of its
    own; it is closed as soon as the client closes its half or the server stops.
    """

    status: int
    body: bytes = b""
    kind: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    stream: AsyncIterator[bytes] | None = None
    lasting: bool = False


class Application(Protocol):
    """What a server serves."""

    async def answer(self, asked: Asked) -> Answer:
        """Never raises but for cancellation. The body of an answer to HEAD is left out by the server."""

    def refuse(self, problem: Problem, path: str) -> Answer:
        """The answer to what is no request; `path` is "" where it was not understood."""


async def serve_asgi(application: Application, scope: Scope, receive: Receive, send: Send) -> None:
    """One ASGI request with its whole body, for those who ask in the same process."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = bool(message.get("more_body"))
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    asked = Asked(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers, b"".join(parts))
    answer = await application.answer(asked)
    told = dict(answer.headers)
    if answer.kind:
        told["content-type"] = answer.kind
    if answer.status != 204 and answer.stream is None:
        told["content-length"] = str(len(answer.body))
    pairs = [(k.encode("latin-1"), v.encode("latin-1")) for k, v in told.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
    if answer.stream is not None and asked.method != "HEAD":
        async for part in answer.stream:
            await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b"" if asked.method == "HEAD" else answer.body})

"""An answer leaves in one write.

The server writes the head of an answer and its body apart, each a call to the system and a packet; for a small answer that is a
good part of its cost. Here a head waits for what follows it, in the same turn of the loop, or for the end of the answer.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEAD = b"HTTP/1.1 "
_CONTINUE = b"HTTP/1.1 100 "


class _Joining:
    """A transport that keeps back the head of an answer; everything but `write` and `close` is the transport's own."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._write = transport.write
        self._head = b""
        self.is_closing = transport.is_closing
        self.pause_reading, self.resume_reading = transport.pause_reading, transport.resume_reading

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._write(head + data)
        elif data.startswith(_HEAD) and not data.startswith(_CONTINUE):
            self._head = data
        else:
            self._write(data)

    def flush(self) -> None:
        if self._head:
            self.write(b"")

    def close(self) -> None:
        self.flush()
        self._transport.close()


class OneWriteProtocol(HttpToolsProtocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._joining = _Joining(transport)
        super().connection_made(self._joining)  # type: ignore[arg-type]  # it stands for the transport

    def on_response_complete(self) -> None:
        self._joining.flush()
        super().on_response_complete()

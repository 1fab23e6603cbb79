"""The built-in app behind the first account's numbers: it answers a text with TwiML, and notes the status callbacks that it gets.

It stands where a developer's own app will stand, speaks plain HTTP like one, and is replaced by setting the number's SmsUrl.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

PATH = "/apps/echo"
_KEPT = 200


class EchoApp:
    """`heard` keeps the latest requests: (real seconds, path, parameters)."""

    def __init__(self) -> None:
        self.heard: deque[tuple[float, str, dict[str, str]]] = deque(maxlen=_KEPT)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        more = True
        while more and len(body) < 65536:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        parameters = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        parameters |= dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        self.heard.append((time.perf_counter(), scope["path"], parameters))
        if scope["path"] != PATH:
            await self._send(send, 204, b"")
            return
        words = escape(parameters.get("Body", "")[:1500])
        await self._send(send, 200, f"<Response><Message>You said: {words}</Message></Response>".encode())

    @staticmethod
    async def _send(send: Any, status: int, body: bytes) -> None:
        headers = [(b"content-type", b"text/xml")] if body else []
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

"""The built-in app behind the first account's numbers: it answers a text with TwiML, and notes the status callbacks that it gets.

It stands where a developer's own app will stand, speaks plain HTTP like one, and is replaced by setting the number's SmsUrl.
"""

from __future__ import annotations

import time
from collections import deque
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from trunkline.kernel.errors import Problem
from trunkline.surfaces.http.exchange import Answer, Asked

PATH = "/apps/echo"
_KEPT = 200
_LONGEST_BODY = 64 * 1024


class EchoApp:
    """`heard` keeps the latest requests: (real seconds, path, parameters)."""

    def __init__(self) -> None:
        self.heard: deque[tuple[float, str, dict[str, str]]] = deque(maxlen=_KEPT)

    async def answer(self, asked: Asked) -> Answer:
        try:
            body = await asked.body(_LONGEST_BODY)
        except Problem as problem:
            return Answer(problem.status)
        parameters = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        parameters |= dict(parse_qsl(asked.query, keep_blank_values=True))
        self.heard.append((time.perf_counter(), asked.path, parameters))
        if asked.path != PATH:
            return Answer(204)
        words = escape(parameters.get("Body", "")[:1500])
        return Answer(200, f"<Response><Message>You said: {words}</Message></Response>".encode(), "text/xml")

"""Takes status callbacks in a process of its own, and knows how long each message took to be delivered.

A SID carries the moment at which it was made, so no list of what was sent is needed. POST anywhere is a callback; GET / gives the figures
and begins anew, GET /peek leaves them.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import cast

import httptools
import uvloop

_SID = re.compile(rb"MessageSid=SM([0-9a-f]{14})")
_OK = b"HTTP/1.1 204 No Content\r\n\r\n"


class Tally:
    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.callbacks = self.signed = self.failed = 0
        self.last = 0.0
        self.took: list[float] = []

    def callback(self, body: bytes, signed: bool) -> None:
        self.callbacks += 1
        self.signed += signed
        self.last = time.time()
        if b"MessageStatus=delivered" in body:
            if found := _SID.search(body):
                self.took.append(self.last * 1000 - int(found[1], 16) / 1000)
        elif b"MessageStatus=undelivered" in body or b"MessageStatus=failed" in body:
            self.failed += 1

    def report(self) -> bytes:
        """Times in milliseconds, `last` in seconds since 1970."""
        took = sorted(self.took)
        p50, p99 = (took[len(took) // 2], took[len(took) * 99 // 100]) if took else (0.0, 0.0)
        counts = {"callbacks": self.callbacks, "signed": self.signed, "failed": self.failed, "delivered": len(took)}
        return json.dumps({**counts, "p50": p50, "p99": p99, "last": self.last}).encode()


class Connection(asyncio.Protocol):
    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.parser = httptools.HttpRequestParser(self)
        self.body = b""
        self.path = b""
        self.signed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is not derived from it

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_begin(self) -> None:
        self.path, self.body, self.signed = b"", b"", False

    def on_url(self, part: bytes) -> None:
        self.path += part

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(name) == 18 and name.lower() == b"x-twilio-signature":
            self.signed = True

    def on_body(self, part: bytes) -> None:
        self.body += part

    def on_message_complete(self) -> None:
        if self.parser.get_method() == b"GET":
            report = self.tally.report()
            if self.path != b"/peek":
                self.tally.clear()
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(report), report))
        else:
            self.tally.callback(self.body, self.signed)
            self.transport.write(_OK)


async def serve() -> None:
    tally = Tally()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(tally), "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve())

"""A small ASGI app that stands where the Trunkline server stands, and tells what reached it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.parse import parse_qs

import uvicorn

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class EchoApp:
    """Answers with what it was asked; `/bytes/<n>` with that many bytes; Messages with a message made of the form."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.left_early = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                self.left_early.set()
                return
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        told: dict[str, Any] = {
            "method": scope["method"],
            "scheme": scope["scheme"],
            "host": dict(headers).get("host"),
            "path": scope["path"],
            "headers": headers,
            "length": len(body),
        }
        self.seen.append(told)
        status, answer = 200, json.dumps(told).encode()
        if scope["path"].startswith("/bytes/"):
            answer = bytes(int(scope["path"].rsplit("/", 1)[1]))
        elif scope["path"].endswith("/Messages.json"):
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            status, answer = 201, json.dumps(_message(scope["path"].split("/")[3], form)).encode()
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())],
            }
        )
        await send({"type": "http.response.body", "body": answer})


def _message(account_sid: str, form: dict[str, str]) -> dict[str, Any]:
    sid = "SM" + "0" * 32
    return {
        "sid": sid,
        "account_sid": account_sid,
        "to": form.get("To"),
        "from": form.get("From"),
        "body": form.get("Body"),
        "status": "queued",
        "direction": "outbound-api",
        "num_segments": "1",
        "num_media": "0",
        "date_created": "Thu, 24 Aug 2023 05:01:45 +0000",
        "date_updated": "Thu, 24 Aug 2023 05:01:45 +0000",
        "date_sent": None,
        "uri": f"/2010-04-01/Accounts/{account_sid}/Messages/{sid}.json",
    }


class _QuietServer(uvicorn.Server):
    """A server that leaves the signals of the test process alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(app: EchoApp) -> AsyncIterator[int]:
    """Serve the app on a free loopback port."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off", timeout_keep_alive=30)
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has a flag for it, and no event
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        await task

"""An answer whose head waits for its body is the same answer, whatever its shape."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn

from trunkline.runtime.one_write import OneWriteProtocol, _Joining


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["path"] == "/fault":
        raise RuntimeError("on purpose")
    body = (await receive()).get("body", b"") or b"hello"
    status = 204 if scope["path"] == "/nothing" else 200
    length = [] if scope["path"] in ("/nothing", "/pieces") else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": length})
    if scope["path"] == "/pieces":
        await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b"" if status == 204 else body})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    config = uvicorn.Config(app, port=0, http=OneWriteProtocol, ws="none", lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn says so in no other way)
        await asyncio.sleep(0.001)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


async def _ask(port: int, *requests: bytes) -> bytes:
    """All that comes back, until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        writer.write(request)
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


LAST = b"GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("request_", "begins", "ends"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 ", b"hello"),
        (b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 ", b"\r\n\r\n"),
        (b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 204 ", b"\r\n\r\n"),
        (b"GET /pieces HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 ", b"5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n"),
    ],
)
async def test_every_shape_of_answer_leaves_whole_and_before_the_next(port: int, request_: bytes, begins: bytes, ends: bytes) -> None:
    answer = await _ask(port, request_, LAST)
    first, last = answer[: answer.rindex(b"HTTP/1.1 ")], answer[answer.rindex(b"HTTP/1.1 ") :]
    assert first.startswith(begins)
    assert first.endswith(ends)
    assert last.endswith(b"\r\n\r\nhello")


async def test_a_fault_is_answered_too(port: int) -> None:
    answer = await _ask(port, b"GET /fault HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert answer.endswith(b"Internal Server Error")


async def test_who_expects_to_be_told_to_continue_is_told_at_once(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
    async with asyncio.timeout(10):
        told = await reader.readuntil(b"\r\n\r\n")
        assert told.startswith(b"HTTP/1.1 100 ")
        writer.write(b"abc")
        assert (await reader.read()).endswith(b"\r\n\r\nabc")
    writer.close()


class _Recorder:
    """Stands for a transport; keeps the writes apart, which a socket does not."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False
        self.pause_reading = self.resume_reading = self.is_closing = lambda: None

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def close(self) -> None:
        self.closed = True


def test_a_head_and_its_body_are_one_write() -> None:
    recorder = _Recorder()
    joining = _Joining(recorder)
    joining.write(b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n")
    assert recorder.written == []
    joining.write(b"{}")
    joining.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    joining.close()
    assert recorder.written == [b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}", b"HTTP/1.1 204 No Content\r\n\r\n"]
    assert recorder.closed

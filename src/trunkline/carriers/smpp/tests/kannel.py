"""Kannel, an SMS gateway by other people, bound to our server as a customer's system would be."""

from __future__ import annotations

import asyncio
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

PATIENCE = 30.0
_CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = test
admin-interface = 127.0.0.1
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
log-file = "{folder}/bearerbox.log"
log-level = 0
sms-combine-concatenated-mo = true

group = smsc
smsc = smpp
smsc-id = trunkline
host = 127.0.0.1
port = {smpp}
smsc-username = "{system_id}"
smsc-password = "{password}"
system-type = ""
transceiver-mode = true
reconnect-delay = 1
enquire-link-interval = 2
max-pending-submits = 20

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
log-file = "{folder}/smsbox.log"
log-level = 0

group = sendsms-user
username = test
password = test
max-messages = 10
concatenation = true

group = sms-service
keyword = default
get-url = "{sink}/in?from=%p&to=%P&text=%b&charset=%C"
max-messages = 0
catch-all = true
"""


def _ask(url: str) -> None:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 (Kannel's own door)
            assert answer.status == 202
    except urllib.error.HTTPError as refused:
        pytest.fail(f"Kannel refuses: {refused.read().decode()}")


def _is_ready(url: str) -> bool:
    """Whether it is bound to us, and its own two parts to each other."""
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 (Kannel's own door)
        told = answer.read().decode()
    return "(online" in told and "smsbox" in told.partition("Box connections")[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Kannel:
    """`heard`: what it told by HTTP: `dlr` (the state of a text: 1 delivered, 2 not, 8 accepted, 16 refused) and `in` (a text)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard: list[tuple[str, dict[str, str]]] = []
        self._news = asyncio.Event()
        self._processes: list[asyncio.subprocess.Process] = []
        self.sendsms = 0
        self.sink = ""

    async def start(self, smpp: int, credential: Any) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.sink = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        admin, boxes, self.sendsms = free_port(), free_port(), free_port()
        file = self.folder / "kannel.conf"
        about = {"system_id": credential["system_id"], "password": credential["password"], "sink": self.sink, "folder": self.folder}
        file.write_text(_CONFIGURATION.format(admin=admin, boxes=boxes, smpp=smpp, sendsms=self.sendsms, **about))
        for command, port in (("bearerbox", admin), ("smsbox", self.sendsms)):
            found = shutil.which(command)
            assert found is not None
            quiet = asyncio.subprocess.DEVNULL
            self._processes.append(await asyncio.create_subprocess_exec(found, str(file), stdout=quiet, stderr=quiet))
            await self._listens(port)
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(_is_ready, f"http://127.0.0.1:{admin}/status.txt?password=test"):  # noqa: ASYNC110 (seen from outside)
                await asyncio.sleep(0.1)

    async def _listens(self, port: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        parts = urlsplit(head.split()[1].decode())
        told = {name: values[0] for name, values in parse_qs(parts.query, encoding="latin-1").items()}
        if told.get("charset"):
            told["text"] = told["text"].encode("latin-1").decode(told["charset"])
        self.heard.append((parts.path[1:], told))
        self._news.set()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async def send(self, from_: str, to: str, text: str, tag: str, **more: str) -> None:
        report = f"{self.sink}/dlr?{urlencode({'tag': tag})}&state=%d"
        fields = {"username": "test", "password": "test", "from": from_, "to": to, "text": text, "charset": "UTF-8"}
        query = urlencode({**fields, "dlr-mask": "31", "dlr-url": report, **more})
        url = f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms?{query}"
        answer = await asyncio.to_thread(lambda: urllib.request.urlopen(url, timeout=10).status)
        assert answer == 202

    async def until(self, kind: str, count: int = 1, **fields: str) -> list[dict[str, str]]:
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [told for name, told in self.heard if name == kind and fields.items() <= told.items()]
                if len(found) >= count:
                    return found
                self._news.clear()
                await self._news.wait()

    async def stop(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            await process.wait()
        self._server.close()


@asynccontextmanager
async def run_kannel(folder: Path, smpp: int, credential: Any) -> AsyncIterator[Kannel]:
    kannel = Kannel(folder)
    try:
        await kannel.start(smpp, credential)
        yield kannel
    finally:
        await kannel.stop()

"""The SMSC of smsc.js, in its own process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

PATIENCE = 15.0


class Smsc:
    """`seen`: all that it told, in order."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.port = 0
        self.seen: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.seen.append(json.loads(line))
            self._news.set()

    async def order(self, **orders: Any) -> None:
        """policy: how submits are treated; deliver: fields of a deliver_sm; raw: octets in hexadecimal; drop: all connections."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(orders).encode() + b"\n")
        await self.process.stdin.drain()

    async def until(self, event: str, count: int = 1, **fields: Any) -> list[dict[str, Any]]:
        """Wait for so many such events; all of them."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [e for e in self.seen if e["event"] == event and all(e.get(n) == v for n, v in fields.items())]
                if len(found) >= count:
                    return found
                self._news.clear()
                await self._news.wait()

    def count(self, event: str) -> int:
        return sum(e["event"] == event for e in self.seen)

    async def stop(self) -> None:
        self._reading.cancel()
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def run_smsc(npm_folder: Path, *tls: Path) -> AsyncIterator[Smsc]:
    """`tls`: key and certificate, if it shall speak TLS."""
    script = Path(__file__).with_name("smsc.js")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec("node", str(script), str(npm_folder), *map(str, tls), stdin=pipe, stdout=pipe)
    smsc = Smsc(process)
    try:
        smsc.port = (await smsc.until("ready"))[0]["port"]
        yield smsc
    finally:
        await smsc.stop()

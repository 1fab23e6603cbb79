"""What /healthz says is so."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import aiohttp

from tests.conftest import TRUNKLINE


async def test_the_first_200_means_that_a_message_can_be_sent(tmp_path: Path) -> None:
    """Asked all the time from before the first start: refused connections and 503, then 200, and then everything works at once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, sid = "0123456789abcdef" * 2, "AC" + "5" * 32
    known = ("--account-sid", sid, "--auth-token", token)
    process = await asyncio.create_subprocess_exec(
        *TRUNKLINE, "up", "--json", "--port", str(port), "--data", str(tmp_path / "data"), *known,
        stdout=PIPE, stderr=DEVNULL, cwd=tmp_path, env={k: v for k, v in os.environ.items() if not k.startswith("TRUNKLINE_")},
    )  # fmt: skip
    seen: set[int] = set()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session, asyncio.timeout(30):
            while 200 not in seen:
                try:
                    async with session.get("/healthz") as answer:
                        seen.add(answer.status)
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.001)
            async with session.post(
                f"/2010-04-01/Accounts/{sid}/Messages.json",
                data={"To": "+15551230001", "From": "+15557770001", "Body": "first"},
                headers={"Authorization": aiohttp.encode_basic_auth(sid, token)},
            ) as answer:
                assert answer.status == 201, await answer.text()
        assert seen <= {503, 200}
        assert process.stdout is not None
        assert json.loads(await process.stdout.readline())["account_sid"] == sid
    finally:
        process.terminate()
        await process.wait()

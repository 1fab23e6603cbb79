"""Fixtures that every slice's tests share: a whole platform in this process, on a real database, asked through its real HTTP surface."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import msgspec
import pytest

from trunkline.adapters.sqlite.database import SqliteDatabase
from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.kernel import catalogue
from trunkline.kernel.platform import Platform
from trunkline.runtime.settings import Settings
from trunkline.runtime.wiring import open_platform
from trunkline.surfaces.rest.application import RestApplication

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 (of the account that the fixtures make)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class House:
    """A running platform. `get`, `post` and `delete` take a path of the API; keyword arguments are parameters (lists repeat).

    A path that begins with / and no version is taken as below /2010-04-01/Accounts/{the account}. `test` holds the test credentials.
    """

    platform: Platform
    application: RestApplication
    account_sid: str
    auth_token: str
    data: Path
    host: str = "127.0.0.1:4010"
    test: tuple[str, str] = ("", "")
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> Answer:
        user, secret = auth or (self.account_sid, self.auth_token)
        token = base64.b64encode(f"{user}:{secret}".encode()).decode()
        parts = urlsplit(path)
        sent = {"host": self.host, "authorization": f"Basic {token}", **self.headers, **(headers or {})}
        started: dict[str, Any] = {}
        chunks: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            else:
                chunks.append(message.get("body", b""))

        scope = {
            "type": "http",
            "method": method,
            "path": unquote(parts.path),
            "query_string": parts.query.encode(),
            "headers": [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in sent.items()],
        }
        await self.application(scope, receive, send)
        return Answer(started["status"], {k.decode(): v.decode() for k, v in started["headers"]}, b"".join(chunks))

    def at(self, path: str) -> str:
        if not re.match(r"/(2010-04-01|api/laml|[a-z]+/v\d|v\d|healthz|errors)", path):
            return f"/2010-04-01/Accounts/{self.account_sid}{path}"
        return path

    async def get(self, path: str, auth: tuple[str, str] | None = None, **parameters: Any) -> Answer:
        query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        return await self.ask("GET", self.at(path) + query, auth=auth)

    async def post(
        self, path: str, auth: tuple[str, str] | None = None, headers: dict[str, str] | None = None, **parameters: Any
    ) -> Answer:
        form = {"content-type": "application/x-www-form-urlencoded", **(headers or {})}
        return await self.ask("POST", self.at(path), urlencode(parameters, doseq=True).encode(), form, auth)

    async def delete(self, path: str, auth: tuple[str, str] | None = None, headers: dict[str, str] | None = None) -> Answer:
        return await self.ask("DELETE", self.at(path), headers=headers, auth=auth)

    async def until(self, check: Callable[[], Awaitable[bool]], patience: float = 10.0) -> None:
        """Wait until the check holds; fails after `patience` seconds."""
        async with asyncio.timeout(patience):
            while not await check():
                await asyncio.sleep(0.005)  # noqa: ASYNC110 (what is waited for is seen from outside, as a client sees it)

    async def settle(self) -> None:
        """Wait until no job is running or due; stop the clock first if jobs wait for later."""
        jobs = self.platform.jobs
        await self.until(lambda: _quiet(jobs))


async def _quiet(jobs: Any) -> bool:
    await asyncio.sleep(0)
    return not jobs._running and not jobs._ready


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    database = SqliteDatabase(tmp_path / "trunkline.db")
    for kind in catalogue.resources():
        for statement in database.statements.definition(kind.table):
            database._writer.execute(statement)
    platform = await open_platform(Settings(data=tmp_path, mode="development"), database)
    await platform.jobs.start()
    work = platform.work()
    account, token, test_account, test_token = create_main_account(work, "Test", token=TOKEN)
    await work.commit()
    yield House(platform, RestApplication(platform), account.sid, token, tmp_path, test=(test_account.sid, test_token))
    await platform.jobs.stop()
    await platform.database.close()

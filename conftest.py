"""Fixtures that every slice's tests share: a whole platform in this process, on a real database, asked through its real HTTP surface."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tests.npm_packages import NoNpm, install
from tools.local_postgres import LocalPostgres, NoPostgres
from trunkline.adapters.postgres.database import PostgresDatabase
from trunkline.adapters.postgres.dialect import PostgresStatements
from trunkline.adapters.sqlite.database import KINDS as SQLITE_KINDS
from trunkline.adapters.sqlite.database import SqliteDatabase
from trunkline.adapters.statements import Statements
from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.kernel import catalogue
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Database
from trunkline.runtime.settings import Settings
from trunkline.runtime.wiring import open_platform
from trunkline.surfaces.rest.application import RestApplication

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 (of the account that the fixtures make)

# How long an example takes says something of the machine, and nothing of the code. TRUNKLINE_TEST_EXAMPLES=1000 looks longer.
EXAMPLES = int(os.environ.get("TRUNKLINE_TEST_EXAMPLES", "50"))
examples.register_profile("house", deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("house")


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
            while not await check():  # noqa: ASYNC110 (what is waited for is seen from outside, as a client sees it)
                await asyncio.sleep(0.005)

    async def settle(self) -> None:
        """Wait until no job is running or due; stop the clock first if jobs wait for later."""
        jobs = self.platform.jobs
        await self.until(lambda: _quiet(jobs))


async def _quiet(jobs: Any) -> bool:
    await asyncio.sleep(0)
    return not jobs._running and not jobs._ready


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables as declared; tests copy it."""
    path = tmp_path_factory.mktemp("empty") / "trunkline.db"
    statements = Statements(lambda n: f"?{n}", SQLITE_KINDS)
    with sqlite3.connect(path) as connection:
        for kind in catalogue.resources():
            for statement in statements.definition(kind.table):
                connection.execute(statement)
    connection.close()
    return path


def _apart(task: Coroutine[Any, Any, None]) -> None:
    """Run it on a loop of its own, whether or not this thread has one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, task).result()


@pytest.fixture(scope="session")
def postgres() -> Iterator[LocalPostgres]:
    """A PostgreSQL that the tests start themselves, with a database `declared` that has all tables; tests copy it."""
    if os.environ.get("TRUNKLINE_TEST_POSTGRES") == "skip":
        pytest.skip("TRUNKLINE_TEST_POSTGRES=skip")
    try:
        server = LocalPostgres()
    except NoPostgres as why:
        pytest.fail(str(why))

    async def fill() -> None:
        await run_sql(server.url(), "CREATE DATABASE declared")
        statements = PostgresStatements()
        await run_sql(server.url("declared"), *(s for kind in catalogue.resources() for s in statements.definition(kind.table)))

    try:
        server.start()
        _apart(fill())
        yield server
    finally:
        server.remove()


async def run_sql(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


@asynccontextmanager
async def own_database(postgres: LocalPostgres, template: str = "declared") -> AsyncIterator[str]:
    """The URL of a database that is a copy of another, as long as the test runs."""
    name = f"test_{os.urandom(6).hex()}"
    await run_sql(postgres.url(), f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield postgres.url(name)
    finally:
        await run_sql(postgres.url(), f"DROP DATABASE {name} WITH (FORCE)")


class SpareDatabases:
    """Copies of `declared` that are used again: emptying one takes a tenth of the time that making one takes. Rows that are gone make a
    table long, so that a copy is dropped after some tests; and at once, when a test has made tables of its own.
    """

    USES = 25

    def __init__(self, server: LocalPostgres) -> None:
        self.server = server
        self._spare: list[str] = []
        self._uses: dict[str, int] = {}
        self._tables: set[str] = set()

    @asynccontextmanager
    async def borrow(self) -> AsyncIterator[str]:
        name = self._spare.pop() if self._spare else await self._make()
        yield self.server.url(name)
        self._uses[name] += 1
        if self._uses[name] < self.USES and await self._empty(name):
            self._spare.append(name)
        else:
            await run_sql(self.server.url(), f"DROP DATABASE {name} WITH (FORCE)")

    async def _make(self) -> str:
        name = f"spare_{os.urandom(6).hex()}"
        await run_sql(self.server.url(), f"CREATE DATABASE {name} TEMPLATE declared")
        self._uses[name] = 0
        connection = await asyncpg.connect(self.server.url(name))
        self._tables = await self._names(connection)
        await connection.close()
        return name

    async def _empty(self, name: str) -> bool:
        connection = await asyncpg.connect(self.server.url(name))
        try:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
            await connection.fetch(others, name)
            if await self._names(connection) != self._tables:
                return False
            await connection.execute(";".join(f'DELETE FROM "{table}"' for table in self._tables))  # noqa: S608 (the server's own names)
            return True
        finally:
            await connection.close()

    @staticmethod
    async def _names(connection: asyncpg.Connection[Any]) -> set[str]:
        return {row["tablename"] for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


@pytest.fixture(scope="session")
def spare_databases(postgres: LocalPostgres) -> SpareDatabases:
    return SpareDatabases(postgres)


@pytest.fixture
async def postgres_url(postgres: LocalPostgres) -> AsyncIterator[str]:
    """A database of the test's own, with all tables and no rows."""
    async with own_database(postgres) as url:
        yield url


@pytest.fixture
async def bare_postgres_url(postgres: LocalPostgres) -> AsyncIterator[str]:
    """A database of the test's own, without tables."""
    async with own_database(postgres, "template1") as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Each database in turn, with all tables and no rows."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "trunkline.db")
        embedded = SqliteDatabase(tmp_path / "trunkline.db")
        yield embedded
        await embedded.close()
        return
    async with request.getfixturevalue("spare_databases").borrow() as url:
        shared = await PostgresDatabase.open(url, readers=4)
        yield shared
        await shared.close()


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    platform = await open_platform(Settings(data=tmp_path, mode="development"), database)
    await platform.jobs.start()
    work = platform.work()
    account, token, test_account, test_token = create_main_account(work, "Test", token=TOKEN)
    await work.commit()
    yield House(platform, RestApplication(platform), account.sid, token, tmp_path, test=(test_account.sid, test_token))
    await platform.jobs.stop()


@pytest.fixture(scope="session")
def npm_folder() -> Path:
    """Where the pinned npm packages are, in node_modules."""
    try:
        return install()
    except NoNpm as why:
        pytest.skip(str(why))

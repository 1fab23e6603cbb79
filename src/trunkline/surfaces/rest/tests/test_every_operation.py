"""Whatever is sent to whichever operation: a Twilio answer, never a fault; and a refused request has written nothing.

It reads the catalogue, so that an operation that is declared tomorrow is tried tomorrow.
"""

from __future__ import annotations

import asyncio
import base64
import re
import sqlite3
from dataclasses import MISSING, dataclass, fields
from typing import Any
from urllib.parse import quote_from_bytes

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trunkline.foundations.access.actions.create_api_key import create_api_key
from trunkline.foundations.access.resources.api_key import ApiKey
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel import catalogue
from trunkline.kernel.codec import filters, parser
from trunkline.kernel.dialects import Mount
from trunkline.kernel.fields import Create, Parent, Update
from trunkline.kernel.jobs import Job
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work
from trunkline.surfaces.rest.tests.refusals import refusal

_METHODS = {"list": "GET", "create": "POST", "fetch": "GET", "update": "POST", "delete": "DELETE"}
_PAGING = ("PageSize", "Page", "PageToken")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Asked:
    """One operation of the catalogue; `names` are parameters that mean something to it."""

    method: str
    mount: Mount
    path: str
    kind: type[Resource] | None
    names: tuple[str, ...]

    def __repr__(self) -> str:
        return f"{self.method} {self.mount.product} {self.path}"


def _operations() -> list[Asked]:
    found = []
    every = {n for k in catalogue.resources() for n in (*parser(k, Create).readers, *filters(k))}
    for kind in catalogue.resources():
        for mount in kind.mounts:
            for verb in sorted(mount.verbs):
                own = verb in ("fetch", "update", "delete")
                path = mount.path + (f"/{{{mount.key}}}" if own and mount.key else "")
                names: tuple[str, ...] = ()
                if verb in ("create", "update"):
                    names = tuple(parser(kind, Create if verb == "create" else Update).readers)
                elif verb == "list":
                    names = (*filters(kind), *_PAGING)
                found.append(Asked(_METHODS[verb], mount, path, kind, names))
    return found + [Asked(r.method, r.mount, r.mount.path, None, (*sorted(every), *_PAGING)) for r in catalogue.routes()]


OPERATIONS = _operations()

_NASTY = (
    "[" * 4000,
    '{"a":' * 4000,
    "",
    "-1",
    "9" * 400,
    "0001-01-01T00:00:00+23:59",
    "http://[",
    "\u0000",
    "\U0001f600" * 900,
    "+" + "1" * 40,
    " ",
    "0",
    "+",
    "1e400",
    "NaN",
    "true",
    "null",
    "[]",
    "{}",
    '"',
    "9" * 15,
    "-" + "9" * 15,
    "9223372036854775808",
    "١٢٣",
    "²",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01",
    "2024-02-30",
    "P9999999999999Y",
    "PT1e9S",
    "http://[::1",
    "http://x:99999999/",
    "http://%/",
    "https://user:p@ss@:0/#rc=x&rp=",
    "http://\u2100",
    "javascript:1",
    "+15557770001",
    "+15005550006",
    "+1555777000١",
    "whatsapp:+15551230001",
    "client:",
    "sip:@",
    "AC" + "0" * 32,
    "SM" + "f" * 32,
    "PA" + "SM" + "f" * 32,
    "PA",
    "PB",
    "%",
    "_%",
    "\\",
    "' OR 1=1 --",
    "a" * 70000,
    "\ufffd",
    "\ufffe",
    "\r\nX: y",
    "<![CDATA[",
    "&amp;",
    "../../etc/passwd",
    "${x}",
    "{0}",
    "{sid}",
    "GET",
    "DELETE",
    "US",
    "us",
    "ZZ",
    "()",
    "[a-z]+",
    "***",
    "*" * 300,
)
_ALWAYS = 10  # so many of them go into every parameter, and of the rest each parameter gets its share

VALUES = (
    st.sampled_from(_NASTY).map(lambda t: t.encode())
    | st.text(max_size=40).map(lambda t: t.encode())
    | st.binary(max_size=12)
    | st.sampled_from([b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80", b"a\x00b"])
)
# In a path: one segment, as a router sees it.
KEYS = st.sampled_from(["row", "row", "row", "absent", "nasty"])
SEGMENTS = VALUES.filter(lambda v: b"/" not in v and len(v) < 2000)


@st.composite
def _requests(draw: st.DrawFn) -> tuple[Asked, str, bytes, list[tuple[str, bytes]]]:
    asked = draw(st.sampled_from(OPERATIONS))
    names = st.sampled_from(asked.names) if asked.names else st.nothing()
    pairs = draw(st.lists(st.tuples(names | st.text(min_size=1, max_size=8), VALUES), max_size=6))
    return asked, draw(KEYS), draw(SEGMENTS), pairs


async def _stored(kind: type[Resource], account_sid: str, work: Work, made: dict[type[Any], Any]) -> Any:
    """A row of the account, with the rows that it belongs to, its texts as plain as its declaration lets them be."""
    if kind in made:
        return made[kind]
    given: dict[str, Any] = {}
    for column in kind.columns:
        parent = column.mark(Parent)
        if parent is not None and parent.kind is not kind:
            given[column.name] = (await _stored(parent.kind, account_sid, work, made)).sid
    for field in fields(kind):
        if field.default is MISSING and field.default_factory is MISSING and field.name not in given:
            form = kind.by_name[field.name].form
            plain = {"text": "x", "integer": 1, "real": 1.0, "blob": b"x"}[form.column]
            given[field.name] = form.loaded("{}") if form.loaded is not None and form.column == "text" else plain
    row = made[kind] = kind(**{**given, "account_sid": account_sid})
    work.add(row, state=kind.lifecycle.begins.split()[0] if kind.lifecycle else "")
    return row


class Town:
    """A house with a row of every kind, whose jobs stand still so that whatever is written was written by a request."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.rows: dict[type[Any], Any] = {}

    async def settle(self) -> None:
        work = self.house.platform.work()
        # What holds a sealed secret is made by the platform itself: one that is not sealed is no row at all.
        self.rows[Account] = await work.fetch(Account, self.house.account_sid)
        key, _ = create_api_key(work, self.house.account_sid, grade="standard")
        self.rows[ApiKey] = key
        for kind in catalogue.resources():
            if kind.mounts and kind not in self.rows:
                await _stored(kind, self.house.account_sid, work, self.rows)
        self.house.platform.jobs.forget(work.jobs)
        await self.house.platform.database.commit([o for o in work.operations if o.table is not Job.table])
        await self.house.platform.jobs.stop()

    def address(self, asked: Asked, key: str, nasty: bytes) -> bytes:
        """The operation's path, its names filled with what is there, what is not, or what cannot be."""
        by_field = {"account_sid": self.house.account_sid}
        for row in self.rows.values():
            for column in row.columns:
                if (parent := column.mark(Parent)) is not None:
                    by_field[column.name] = self.rows[parent.kind].sid

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            if name == "account_sid" and key != "nasty":
                return str(self.house.account_sid)
            if key == "nasty":
                return quote_from_bytes(nasty, safe="") or "-"
            if key == "absent":
                return "ZZ" + "0" * 32
            if asked.kind is not None and name == asked.mount.key:
                return str(getattr(self.rows[asked.kind], name))
            return str(by_field.get(name) or "MM" + "1" * 32)

        prefix = "" if asked.mount.product == "api" else f"/{asked.mount.product}"
        return (prefix + re.sub(r"{(\w+)}", fill, asked.path)).encode()

    async def ask(self, method: str, path: bytes, query: bytes, body: bytes, content_type: str) -> tuple[int, dict[str, str], bytes]:
        """As a server hands requests over: the path unquoted octet by octet, then read as UTF-8 where it is some (else Latin-1)."""
        token = base64.b64encode(f"{self.house.account_sid}:{self.house.auth_token}".encode())
        scope = {
            "type": "http",
            "method": method,
            "path": _unquoted(path),
            "raw_path": path,
            "query_string": query,
            "headers": [(b"host", b"127.0.0.1:4010"), (b"authorization", b"Basic " + token), (b"content-type", content_type.encode())],
        }
        started: dict[str, Any] = {}
        chunks: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            started.update(message) if message["type"] == "http.response.start" else chunks.append(message["body"])

        await self.house.application(scope, receive, send)
        return started["status"], {k.decode(): v.decode("latin-1") for k, v in started["headers"]}, b"".join(chunks)


def _unquoted(path: bytes) -> str:
    octets = re.sub(rb"%([0-9a-fA-F]{2})", lambda m: bytes([int(m[1], 16)]), path)
    return octets.decode("utf-8", "replace")


@pytest.fixture
async def town(house: Any) -> Town:
    town = Town(house)
    await town.settle()
    return town


def _wire(pairs: list[tuple[str, bytes]]) -> bytes:
    return "&".join(f"{quote_from_bytes(n.encode('utf-8', 'surrogatepass'), safe='')}={quote_from_bytes(v)}" for n, v in pairs).encode()


def _content(watch: sqlite3.Connection) -> dict[str, list[Any]]:
    """All rows of all tables. That the file was written tells nothing: what a refused unit undoes is written as it was."""
    tables = [name for (name,) in watch.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {table: watch.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}  # noqa: S608 (the file's own names)


def _judge(asked: Asked, status: int, headers: dict[str, str], body: bytes) -> None:
    assert status < 500 or status == 501, (asked, status, body[:500])
    if status >= 400:
        refusal(status, headers, body)
    elif headers.get("content-type", "").startswith("application/json"):
        msgspec.json.decode(body)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(request=_requests(), ending=st.sampled_from(["", ".json", ".json", ".xml", ".csv"]))
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_nothing_is_a_fault_and_what_is_refused_is_not_written(
    town: Town, request: tuple[Asked, str, bytes, list[tuple[str, bytes]]], ending: str
) -> None:
    asked, key, nasty, pairs = request
    path = town.address(asked, key, nasty) + (ending.encode() if asked.mount.dialect.legacy else b"")
    wire = _wire(pairs)
    query, body = (b"", wire) if asked.method == "POST" else (wire, b"")
    watch = sqlite3.connect(town.house.platform.database.path)
    before = _content(watch)
    status, headers, answer = await town.ask(asked.method, path, query, body, _FORM)
    await asyncio.sleep(0)
    after = _content(watch)
    watch.close()
    _judge(asked, status, headers, answer)
    if status >= 400:
        assert after == before, (asked, status, answer)
        assert not town.house.platform.jobs.held


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(request=_requests())
@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_nothing_is_a_fault_on_the_larger_database(town: Town, request: tuple[Asked, str, bytes, list[tuple[str, bytes]]]) -> None:
    asked, key, nasty, pairs = request
    path, wire = town.address(asked, key, nasty), _wire(pairs)
    query, body = (b"", wire) if asked.method == "POST" else (wire, b"")
    _judge(asked, *await town.ask(asked.method, path, query, body, _FORM))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("product", sorted({o.mount.product for o in OPERATIONS}))
async def test_every_parameter_of_each_operation_meets_nasty_values(town: Town, product: str) -> None:
    """Not by chance; deletions last."""
    for asked in sorted((o for o in OPERATIONS if o.mount.product == product), key=lambda o: o.method == "DELETE"):
        for i, name in enumerate((asked.names if asked.kind is not None else asked.names[:3]) or ("X",)):
            for nasty in (*_NASTY[:_ALWAYS], *_NASTY[_ALWAYS + i % 12 :: 12]):
                wire = _wire([(name, nasty.encode())])
                query, body = (b"", wire) if asked.method == "POST" else (wire, b"")
                _judge(asked, *await town.ask(asked.method, town.address(asked, "row", b""), query, body, _FORM))
        for nasty in _NASTY[::7]:
            _judge(asked, *await town.ask(asked.method, town.address(asked, "nasty", nasty.encode()[:300]), b"", b"", _FORM))

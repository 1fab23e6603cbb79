"""Filters find exactly what holds them, page by page, and no page looks at more rows than it may, however many there are."""

from __future__ import annotations

import json
import random
import sqlite3
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from trunkline.adapters.postgres.database import PostgresDatabase
from trunkline.foundations.requests.resources.api_request import ApiRequest
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.ports import Query
from trunkline.products.messaging.resources.message import Message
from trunkline.surfaces.rest import bounded_scan

MESSAGES: dict[str, tuple[str, list[Any]]] = {
    "Status": ("status", ["queued", "scheduled"]),
    "Direction": ("direction", ["outbound-api", "inbound"]),
    "ErrorCode": ("error_code", [None, 30003]),
    "To": ("to", ["+15005550001", "+15005550002"]),
    "From": ("from_", ["+15005550003", "+15005550004"]),
    "MessagingServiceSid": ("messaging_service_sid", [None, "MG" + "1" * 32]),
}


async def fill(house: Any, number: int, dice: random.Random) -> list[Message]:
    """Messages of which any filter's value may be rare."""
    work, rows = house.platform.work(), []
    rare = {name: dice.choice([0.02, 0.5]) for name in MESSAGES}
    for _ in range(number):
        given = {field: values[dice.random() < rare[name]] for name, (field, values) in MESSAGES.items()}
        state = given.pop("status")
        rows.append(work.add(Message(account_sid=house.account_sid, **given), state=state))
        house.platform.clock.advance(1_000_000)
    work.jobs.clear()  # they stay as they are
    await work.commit()
    return rows[::-1]


async def walk(house: Any, first: str, link: str, **filters: Any) -> tuple[list[str], int, str]:
    """The SIDs of all pages from the first on, how many pages, and the last page's address."""
    answer = await house.get(first, **filters)
    found, pages, here = [], 1, ""
    while True:
        assert answer.status == 200, answer.text
        page = [row["sid"] for row in answer.json["messages"]]
        found += page if link == "next_page_uri" else page[::-1]
        here = answer.json["uri"]
        if not answer.json[link]:
            return found, pages, here
        answer = await house.get(answer.json[link])
        pages += 1
        assert pages < 400


@pytest.mark.parametrize("seed", range(4))
async def test_every_row_that_holds_and_no_other_in_order(house: Any, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)  # noqa: S311 (the seed names the case)
    monkeypatch.setattr(bounded_scan, "SCANNED", 37)
    rows = await fill(house, 300, dice)
    for _ in range(12):
        names = dice.sample(sorted(MESSAGES), dice.randint(1, 3))
        wanted = {name: dice.choice([v for v in MESSAGES[name][1] if v is not None]) for name in names}
        size = dice.choice([1, 7, 50])
        expected = [row.sid for row in rows if all(getattr(row, MESSAGES[n][0]) == v for n, v in wanted.items())]
        forth, _, last = await walk(house, "/Messages.json", "next_page_uri", PageSize=size, **wanted)
        assert forth == expected, wanted
        query = {k: v[0] for k, v in parse_qs(urlsplit(last).query).items()}
        back, _, _ = await walk(house, urlsplit(last).path, "previous_page_uri", **query)
        assert back[::-1] == expected, wanted


async def test_dates_find_what_they_say(house: Any) -> None:
    rows = await fill(house, 60, random.Random(1))  # noqa: S311 (any will do)
    at = [row.date_created for row in rows]
    for i in (0, 10, 59):
        moment = write_iso8601(at[i])
        since = (await house.get("/Messages.json", **{"DateCreated>": moment, "PageSize": 100})).json["messages"]
        assert [m["sid"] for m in since] == [row.sid for row in rows if row.date_created >= at[i] // 1_000_000 * 1_000_000]
        until = (await house.get("/Messages.json", **{"DateCreated<": moment, "PageSize": 100})).json["messages"]
        assert [m["sid"] for m in until] == [row.sid for row in rows if row.date_created < (at[i] // 1_000_000 + 1) * 1_000_000]


class Watch:
    """Counts what the database looks at for the queries of the requests made meanwhile."""

    def __init__(self, house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database, self.queries = house.platform.database, list[Query]()
        select = self.database.select

        async def watched(query: Query) -> Any:
            self.queries.append(query)
            return await select(query)

        monkeypatch.setattr(self.database, "select", watched)

    async def looked_at(self, table: Any) -> int:
        total = 0
        for query in self.queries:
            if query.table is table:
                sql, values = self.database.statements.select(query)
                total += await (self._postgres if isinstance(self.database, PostgresDatabase) else self._sqlite)(sql, values)
        self.queries.clear()
        return total

    async def _postgres(self, sql: str, values: list[Any]) -> int:
        connection = await asyncpg.connect(self.database.url)
        try:
            [told] = await connection.fetch(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", *values)
        finally:
            await connection.close()

        def rows(plan: dict[str, Any]) -> int:
            inner = sum(rows(one) for one in plan.get("Plans", []))
            if "Scan" not in plan["Node Type"]:
                return inner
            return inner + int((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])

        return rows(json.loads(told[0])[0]["Plan"])

    async def _sqlite(self, sql: str, values: list[Any]) -> int:
        """Steps of its machine, at some twenty a row."""
        connection, steps = sqlite3.connect(self.database.path), 0

        def step() -> int:
            nonlocal steps
            steps += 20
            return 0

        connection.set_progress_handler(step, 20)
        connection.execute(sql, values).fetchall()
        connection.close()
        return steps // 20


async def multiply(house: Any, table: Any, start: int, number: int, rare: dict[str, str]) -> None:
    """So many copies of the one row there is, with SIDs in order; the oldest has the rare values. All texts are this module's own."""
    database = house.platform.database
    postgres = isinstance(database, PostgresDatabase)
    digits = f"lpad(to_hex({start} + n), 14, '0')" if postgres else f"printf('%014x', {start} + n)"

    def value(name: str) -> str:
        if name == "sid":
            return f"substr(one.sid, 1, 2) || {digits} || '{'0' * 18}'"
        return f'CASE WHEN n = 1 THEN {rare[name]} ELSE "{name}" END' if name in rare else f'"{name}"'

    numbers = "SELECT 1 AS n UNION ALL SELECT n + 1 FROM s WHERE n < "
    names = ", ".join(f'"{name}"' for name in table.names)
    statement = (
        f"WITH RECURSIVE s(n) AS ({numbers}{number}) INSERT INTO {table.name} ({names}) "  # noqa: S608 (see the docstring)
        f"SELECT {', '.join(map(value, table.names))} FROM (SELECT * FROM {table.name} ORDER BY sid DESC LIMIT 1) AS one, s"
    )
    if postgres:
        connection: Any = await asyncpg.connect(database.url)
        await connection.execute(statement)
        await connection.execute(f"ANALYZE {table.name}")
        await connection.close()
        return
    with sqlite3.connect(database.path) as embedded:
        embedded.execute(statement)
    embedded.close()


_RARE_MESSAGE = {"status": "'failed'", "direction": "'inbound'", "error_code": "30003", '"to"': "'+1'"}
_RARE_REQUEST = {"method": "'DELETE'", "product": "'sync'", "status_class": "'5xx'", "error_code": "20500", "operation": "'DeleteDocument'"}


@pytest.mark.parametrize("kind", [Message, ApiRequest])
async def test_no_page_looks_at_more_than_it_may(house: Any, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 500
    monkeypatch.setattr(bounded_scan, "SCANNED", most)
    asked: list[dict[str, Any]]
    if kind is Message:
        await fill(house, 1, random.Random(1))  # noqa: S311 (any will do)
        path, rare = "/Messages.json", _RARE_MESSAGE
        asked = [{"Status": "failed"}, {"Direction": "inbound"}, {"ErrorCode": 30003}, {"Status": "failed", "To": "+15005550001"}]
        asked += [{"DateSent<": "2001-01-01"}, {"DateCreated<": "2001-01-01"}, {"To": "+1999", "Direction": "inbound"}]
    else:
        work = house.platform.work()
        work.add(ApiRequest(account_sid=house.account_sid, method="GET", path="/"))
        await work.commit()
        path, rare = "/network/v1/Requests", _RARE_REQUEST
        asked = [{"Method": "DELETE"}, {"Product": "sync"}, {"StatusClass": "5xx"}, {"ErrorCode": 20500}, {"Operation": "DeleteDocument"}]
        asked += [{"Method": "DELETE", "ErrorCode": 20500}, {"DateCreated<": "2001-01-01"}, {"CredentialSid": "nobody"}]
    seen: list[list[int]] = []
    start = 1
    for number in (3_000, 12_000):
        await multiply(house, kind.table, start, number, rare)
        start += number
        watch = Watch(house, monkeypatch)
        counts = []
        for filters in asked:
            answer = await house.get(path, **filters)
            assert answer.status == 200, answer.text
            counts.append(await watch.looked_at(kind.table))
        monkeypatch.undo()
        monkeypatch.setattr(bounded_scan, "SCANNED", most)
        seen.append(counts)
    few, many = seen
    unit = 1 if isinstance(house.platform.database, PostgresDatabase) else 40
    assert all(count <= unit * 3 * most for count in many), list(zip(asked, many, strict=True))
    assert any(few)

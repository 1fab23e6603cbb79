"""The catalogue tells all that is declared; exports hold every row; a search comes to its end in bounded steps."""

from __future__ import annotations

import csv
import io
import zlib
from typing import Any

import msgspec
import pytest

from trunkline.kernel import catalogue
from trunkline.kernel.codec import filters
from trunkline.surfaces.console import export_rows, find_rows
from trunkline.surfaces.http.exchange import Answer

from .conftest import Desk, read


async def whole(answer: Answer) -> bytes:
    assert answer.stream is not None, answer.body
    return b"".join([part async for part in answer.stream])


async def _services(desk: Desk, names: list[str]) -> str:
    """The list of as many Sync services, each of a name; its path as a page gives it."""
    for name in names:
        assert (await desk.api("POST", "/sync/v1/Services", FriendlyName=name)).status == 201
    return "sync/v1/Services"


async def test_the_catalogue_has_every_kind_with_every_filter_and_no_secret(desk: Desk) -> None:
    answer = await desk.get("/console/api/catalogue")
    told = {(k["name"], k["path"]): k for product in read(answer)["products"] for k in product["kinds"]}
    for kind in catalogue.resources():
        if not kind.mounts:
            continue
        one = told[kind.__name__, kind.mounts[0].path]
        fields = {f["name"]: f for f in one["fields"]}
        given = {f["parameter"] for field in fields.values() for f in field.get("filter", ())}
        assert given == set(filters(kind))
        hidden = {c.wire for c in kind.columns if c.hidden}
        assert all(fields[name].get("write_only") for name in hidden & fields.keys())
        assert set(one["verbs"]) == kind.mounts[0].verbs
    operations = sum(len(product["operations"]) for product in read(answer)["products"])
    assert operations == len(catalogue.routes())


async def test_the_catalogue_is_sent_once(desk: Desk) -> None:
    plain = await desk.get("/console/api/catalogue")
    packed = await desk.get("/console/api/catalogue", accept_encoding="gzip")
    assert zlib.decompress(packed.body, 31) == plain.body and packed.headers["Content-Encoding"] == "gzip"
    again = await desk.get("/console/api/catalogue", if_none_match=plain.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("rows", [0, 1, 7])
async def test_an_export_has_every_row_once(desk: Desk, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_rows, "ROWS", 3)
    names = [f"service {n}" for n in range(rows)]
    path = await _services(desk, names)
    answer = await desk.get(f"/console/api/export?path={path}&format=json")
    assert answer.headers["X-Total-Count"] == str(rows) and "services-" in answer.headers["Content-Disposition"]
    found = msgspec.json.decode(await whole(answer))
    assert sorted(row["friendly_name"] for row in found) == names
    answer = await desk.get(f"/console/api/export?path={path}")
    lines = list(csv.DictReader(io.StringIO((await whole(answer)).decode())))
    assert sorted(line["friendly_name"] for line in lines) == names
    listed = read(await desk.api("GET", "/sync/v1/Services"))["services"]
    assert [line["sid"] for line in lines] == [row["sid"] for row in listed] if rows else not lines


async def test_filters_count_and_another_account_has_nothing(desk: Desk) -> None:
    await _services(desk, ["a"])
    path = f"2010-04-01/Accounts/{desk.first}/Messages.json?To=%2B15550009999"
    answer = await desk.get(f"/console/api/export?path={path.replace('?', '%3F')}&format=json")
    assert msgspec.json.decode(await whole(answer)) == []
    refused = await desk.get(f"/console/api/export?path={path.replace('?', '%3F')}", name="stranger")
    assert (refused.status, read(refused)["code"]) == (404, 20404)
    none = await desk.get("/console/api/export?path=sync/v1/Services&format=json", name="stranger")
    assert none.headers["X-Total-Count"] == "0" and msgspec.json.decode(await whole(none)) == []


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-2+3", "'-2+3"), ("\t=1", "'\t=1"),
        ("+15551230001", "+15551230001"), ("-1.5", "-1.5"),
        ("a=b", "a=b"), (None, ""), (True, "true"), (3, "3"), ({"a": 1}, '{"a":1}'), ([1], "[1]"), ("日本", "日本"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: Any, written: str) -> None:
    assert export_rows._cell(cell) == written


@pytest.mark.parametrize(
    "path", ["", "https://evil.example/x", "//evil.example/x", "console/api/session", "nothing/v1/X", "sync/v1/Services/IS1", "healthz"]
)
@pytest.mark.parametrize("door", ["export?", "find?q=a&"])
async def test_only_lists_are_walked(desk: Desk, door: str, path: str) -> None:
    answer = await desk.get(f"/console/api/{door}path={path}")
    assert answer.status in (400, 404) and answer.stream is None


async def test_a_search_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_rows, "ROWS", 2)
    monkeypatch.setattr(find_rows, "SCANNED", 4)
    names = ["Größe eins", "two", "GRÖSSE three", "four", "five", "six", "größe seven"]
    path = await _services(desk, names)
    found, after, calls = [], "", 0
    while calls == 0 or after:
        step = read(await desk.get(f"/console/api/find?path={path}&q=gr%C3%B6%C3%9Fe" + (f"&after={_quoted(after)}" if after else "")))
        assert step["scanned"] <= 4 and step["done"] == (step["next"] is None)
        found += [row["friendly_name"] for row in step["rows"]]
        after, calls = step["next"] or "", calls + 1
    assert sorted(found) == sorted(n for n in names if "größe".casefold() in n.casefold()) and calls == 2


def _quoted(text: str) -> str:
    return text.replace("%", "%25").replace("&", "%26").replace("?", "%3F")


async def test_a_search_is_not_led_elsewhere(desk: Desk) -> None:
    refused = await desk.get("/console/api/find?path=sync/v1/Services&q=a&after=/messaging/v1/Services")
    assert (refused.status, read(refused)["code"]) == (400, 20001)
    assert (await desk.get("/console/api/find?path=sync/v1/Services&q=")).status == 400

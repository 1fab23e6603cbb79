"""Requests that are wrong before any resource looks at them: bodies, types, methods, paths, accounts, credentials."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from trunkline.surfaces.rest.application import LONGEST_BODY
from trunkline.surfaces.rest.tests.refusals import refused

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "edge"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def multipart(*parts: tuple[str, bytes]) -> bytes:
    return (
        b"".join(b"--edge\r\nContent-Disposition: form-data; " + h.encode() + b"\r\n\r\n" + v + b"\r\n" for h, v in parts) + b"--edge--\r\n"
    )


def document(**changes: bytes) -> bytes:
    """A Sync service's parameters as parts."""
    return multipart(*((f'name="{name}"', value) for name, value in {"FriendlyName": b"caf\xc3\xa9", **changes}.items()))


async def post(house: Any, body: bytes, content_type: str | None = FORM, path: str = "/sync/v1/Services") -> Any:
    headers = {} if content_type is None else {"content-type": content_type}
    return await house.ask("POST", house.at(path), body, headers)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"FriendlyName=%ff", FORM, 400, 20001),
        (b"FriendlyName=\xff", FORM, 400, 20001),
        (b"FriendlyName=%ed%a0%80", FORM, 400, 20001),  # a lone surrogate
        (b"FriendlyName=a%00b", FORM, 400, 20001),
        (b"FriendlyName=a\x00b", FORM, 400, 20001),
        (b"%00=a&FriendlyName%00=b", FORM, 400, 20001),
        (b"Friendly%ffName=b", FORM, 400, 20001),
        (b"FriendlyName=a&FriendlyName=b", FORM, 400, 20001),
        (b"WebhooksFromRestEnabled=perhaps", FORM, 400, 20001),
        (b"FriendlyName=" + b"x" * 70_000, FORM, 400, 0),
        (b"FriendlyName=" + b"x" * LONGEST_BODY, FORM, 413, 20413),
        (b'{"FriendlyName": "x"}', "application/json", 415, 19056),
        (b"[" * 100_000, "application/json", 400, 20001),
        (b"{", "application/json; charset=utf-8", 400, 20001),
        (b'"\xff"', "application/json", 400, 20001),
        (b"<x/>", "text/xml", 415, 19056),
        (b"x", "a/b\r\nX: y", 415, 19056),
        (b"x", "é" * 100, 415, 19056),
        (multipart(('name="FriendlyName"; filename="x.txt"', b"x")), MULTIPART, 400, 20001),
        (multipart(("x", b"x")), MULTIPART, 400, 20001),
        (document(FriendlyName=b"\xff"), MULTIPART, 400, 20001),
        (document(FriendlyName=b"a\x00b"), MULTIPART, 400, 20001),
        (document() + document()[:-8], "multipart/form-data", 400, 20001),
        (document()[:-20], MULTIPART, 400, 20001),
        (b"x", MULTIPART, 400, 20001),
        (multipart(*((f'name="P{i}"', b"") for i in range(2000))), MULTIPART, 400, 20001),
    ],
)
async def test_bodies_that_are_refused(house: Any, body: bytes, content_type: str, status: int, code: int) -> None:
    refused(await post(house, body, content_type), status, code)
    assert (await house.get("/sync/v1/Services")).json["services"] == []


@pytest.mark.parametrize(
    ("body", "content_type", "name"),
    [
        (b"FriendlyName=%zz%", FORM, "%zz%"),  # broken percent-encoding stands for itself, as browsers and Twilio read it
        (b"FriendlyName=a=b&=&&Unknown=1&%EF%BF%BD=2", FORM, "a=b"),
        (b"FriendlyName=%EF%BF%BD", FORM, "\ufffd"),
        (b"FriendlyName=caf%C3%A9", FORM + "; charset=UTF-8", "café"),
        (b"FriendlyName=x", None, "x"),
        (document(), MULTIPART, "café"),
        (document(Unknown=b"1"), MULTIPART.upper().replace("EDGE", "edge"), "café"),
        (b"&".join(b"P%d=x" % i for i in range(100_000)) + b"&FriendlyName=last", FORM, "last"),  # a megabyte of pairs
    ],
)
async def test_bodies_that_are_odd_and_understood(house: Any, body: bytes, content_type: str | None, name: str) -> None:
    answer = await post(house, body, content_type)
    assert answer.status == 201, answer.body
    assert answer.json["friendly_name"] == name


async def test_queries_are_read_as_forms_are(house: Any) -> None:
    at = house.at("/Messages.json")
    for query in ("To=%ff", "To=%00", "To=%ed%a0%80", "PageSize=x", "PageSize=0", "PageSize=-1", "PageSize=١", "PageSize=1&PageSize=2",
                  "Page=1", "Page=-1", "PageToken=x", "PageToken=PAxx", "PageToken=PA" + "SM" + "g" * 32, "DateSent=yesterday",
                  "DateSent>=2024-13-01", "DateSent<=9999999-01-01", "To=1&To=2"):  # fmt: skip
        refused(await house.ask("GET", f"{at}?{query}"), 400, 20001)
    for query in ("", "&&&", "=", "%", "Unknown=1", "PageSize=", "PageSize=1001", "PageSize=999999999", "To=%zz", "DateSent%3E=2024-01-01"):
        assert (await house.ask("GET", f"{at}?{query}")).status == 200, query


async def test_a_refusal_is_json_or_xml_by_suffix(house: Any) -> None:
    for path, kind in (
        ("/Nothing.json", "json"), ("/Nothing.xml", "xml"), ("/Nothing", "xml"), ("/Messages/SMx.json", "json"), ("/Messages/SMx", "xml"),
        ("/sync/v1/Services/x", "json"), ("/sync/v1/Nothing", "json"), ("/v1/Nothing", "json"),
    ):  # fmt: skip
        answer = await house.get(path)
        refused(answer, 404, 20404)
        assert answer.headers["content-type"].startswith(f"application/{kind}"), path
    for path in ("/Messages", "/Messages.xml"):
        refused(await house.post(path, Body="<&\x01]]>\ufffe"), 400, 21604)
        refused(await house.ask("GET", house.at(path), auth=("AC" + "0" * 32, "x")), 401, 20003)


@pytest.mark.parametrize(
    "sid",
    [
        "SM",
        "sm" + "0" * 32,
        "SM" + "0" * 31,
        "SM" + "0" * 33,
        "SM" + "A" * 32,
        "SM" + "0" * 32,
        "MM" + "0" * 32,
        "%00",
        "%ff",
        "%2e%2e",
        "..",
        "%2F",
        "'",
        "x" * 5000,
        "é",
        "SM" + "٠" * 32,
        ";",
        "*",
        "null",
    ],
)
async def test_sids_that_are_none(house: Any, sid: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        refused(await house.ask(method, house.at(f"/Messages/{sid}.json"), b"Body=", {"content-type": FORM}), 404, 20404)
        refused(await house.ask(method, house.at(f"/sync/v1/Services/{sid}"), b"", {"content-type": FORM}), 404, 20404)


async def test_methods_that_a_path_does_not_have(house: Any) -> None:
    at = house.at("/Messages.json")
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", ""):
        refused(await house.ask(method, at), 405, 20004)
        refused(await house.ask(method, house.at("/Nothing.json")), 404, 20404)
    answer = await house.ask("HEAD", at)
    assert (answer.status, answer.body) == (200, b"")
    answer = await house.ask("HEAD", house.at("/Nothing.json"))
    assert (answer.status, answer.body) == (404, b"")


async def test_accounts_that_are_not_ones_own(house: Any) -> None:
    for account in ("AC" + "0" * 32, house.test[0]):
        refused(await house.get(f"/2010-04-01/Accounts/{account}/Messages.json"), 401, 20003)
    for account in ("AC", "x", "%00", "SM" + "0" * 32):
        refused(await house.get(f"/2010-04-01/Accounts/{account}/Messages.json"), 404, 20404)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic !",
        "Basic " + "=" * 40,
        "Basic " + base64.b64encode(b"x").decode(),
        "Basic " + base64.b64encode(b"\xff:").decode(),
        "Basic " + base64.b64encode(b"AC:\x00").decode(),
        "Bearer",
        "Bearer a.b.c",
        "Digest x",
        "Basic é",
        "A" * 100_000,
        "Negotiate " + "A" * 9000,
    ],
)
async def test_credentials_that_prove_nothing(house: Any, header: str | None) -> None:
    for path in ("/Messages.json", "/Messages", "/sync/v1/Services", "/Nothing.json"):
        answer = await house.ask("GET", house.at(path), headers={"authorization": header or ""})
        refused(answer, 401, 20003)
        assert answer.headers["WWW-Authenticate"].startswith("Basic")


async def test_nothing_is_told_of_a_fault_inside(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("select secret from /etc/passwd")

    monkeypatch.setattr(house.platform.database, "fetch", broken)
    for path in ("/Messages/SM" + "0" * 32 + ".json", "/Messages/SM" + "0" * 32):
        told = refused(await house.get(path, auth=("AC" + "1" * 32, "x")), 500, 20500)
        assert "secret" not in str(told)


async def test_hosts_that_are_none_do_not_end_up_in_links(house: Any) -> None:
    for host in ("", "é", "a b", '"><script>', "x\r\nY: z", "[::1", "a" * 3000, "sync.", "sync.localhost:99999999"):
        answer = await house.ask("GET", house.at("/Nothing.json"), headers={"host": host})
        told = refused(answer, 404, 20404)
        assert "<script>" not in told["more_info"]
        assert "\n" not in told["more_info"]

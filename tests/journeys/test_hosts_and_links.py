"""A product is found by host, by prefix and by alias; no answer holds a link that leads to another host than the one asked, or nowhere."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.conftest import Live, start_live

from .asking import Client

OWN_URLS = frozenset(  # these are the account's own words, and may lead anywhere
    f"{prefix}{name}"
    for prefix in ("", "sms_", "voice_", "request_")
    for name in ("url", "fallback_url", "status_callback", "status_callback_url", "webhook_url")
) - {"url"}  # fmt: skip


def links(answer: Any) -> Iterator[tuple[str, str]]:
    """(name, address) of every link in a JSON answer."""
    if isinstance(answer, list):
        for one in answer:
            yield from links(one)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            if name in ("links", "subresource_uris") and isinstance(value, dict):
                yield from ((f"{name}.{word}", address) for word, address in value.items() if address is not None)
            elif isinstance(value, dict | list):
                yield from links(value)
            elif isinstance(value, str) and name not in OWN_URLS and (name.endswith(("uri", "url")) or name == "more_info"):
                yield name, value


def _must(answer: Any) -> Any:
    assert answer.status < 300, answer.body
    return answer.json


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, Client]]:
    """A server that holds at least two rows of every kind that the API can make."""
    live = start_live(tmp_path_factory.mktemp("links") / "data")
    client = Client(live.api_url, live.account_sid, live.auth_token)
    made = _furnish(client)
    assert made
    yield live, client
    live.stop()


def _furnish(client: Client) -> bool:
    below = client.below
    number, handset = "+15557770001", "+15551230001"
    for n in range(3):
        sent = {"To": handset, "From": number, "Body": f"text {n}", "StatusCallback": "http://127.0.0.1:9/nobody"}
        _must(client.post(below("/Messages.json"), **sent, MediaUrl="http://127.0.0.1:9/a.png"))
        _must(client.post(f"/network/v1/Handsets/{handset}/Messages", To=number, Body=f"hi {n}"))
        _must(client.post("/2010-04-01/Accounts.json", FriendlyName=f"sub {n}"))
        _must(client.post(below("/Keys.json"), FriendlyName=f"key {n}"))
        _must(client.post(below("/Applications.json"), FriendlyName=f"application {n}"))
        address = {
            "CustomerName": "Ann",
            "Street": f"{n} Road",
            "City": "Oakland",
            "Region": "CA",
            "PostalCode": "94601",
            "IsoCountry": "US",
        }
        _must(client.post(below("/Addresses.json"), **address))
        _must(client.post(below("/IncomingPhoneNumbers.json"), AreaCode="415"))
        _must(client.post("/network/v1/ShortCodes", ShortCode=f"7770{n}"))
        asked = _must(client.post(below("/OutgoingCallerIds.json"), PhoneNumber=f"+1415867531{n}"))
        _must(client.post(f"/network/v1/ValidationRequests/{asked['call_sid']}", ValidationCode=asked["validation_code"]))
        service = _must(client.post("/sync/v1/Services", FriendlyName=f"service {n}"))
        _must(client.post(f"/sync/v1/Services/{service['sid']}/Documents", UniqueName="a"))
        _must(client.post(f"/sync/v1/Services/{service['sid']}/Documents", UniqueName="b"))
        permission = f"/sync/v1/Services/{service['sid']}/Documents/a/Permissions/ann"
        _must(client.post(permission, Read="true", Write="true", Manage="false"))
        _must(client.post("/network/v1/Faults", Kind="latency", Milliseconds=str(n)))
    deadline = time.monotonic() + 30
    while len(_must(client.get("/monitor/v1/Alerts"))["alerts"]) < 3:
        assert time.monotonic() < deadline, "no alert came"
        time.sleep(0.1)
    return True


SEEDS = {
    "api": ("/2010-04-01/Accounts.json?PageSize=2", "/2010-04-01/Accounts/{account}/Messages.json?PageSize=2"),
    "network": ("/v1/Handsets?PageSize=1", "/v1/Faults?PageSize=1", "/v1/Clock", "/v1/Handsets/+15551230001/Messages?PageSize=1"),
    "sync": ("/v1/Services?PageSize=1", "/v1/Services/default/Documents"),
    "monitor": ("/v1/Alerts?PageSize=1",),
    "iam": ("/v1/Keys?AccountSid={account}&PageSize=1",),
}


@pytest.mark.parametrize("way", ["prefix", "host", "alias"])
def test_every_link_leads_to_the_host_that_was_asked_and_to_something(furnished: tuple[Live, Client], way: str) -> None:
    _, client = furnished
    for product, paths in SEEDS.items():
        if way == "alias" and product != "api":
            continue
        root = {"prefix": "" if product == "api" else f"/{product}", "host": "", "alias": "/api/laml"}[way]
        host = f"{product}.localhost:{client.port}" if way == "host" else f"127.0.0.1:{client.port}"
        visited = crawl(client, host, [root + path.format(account=client.account_sid) for path in paths])
        assert len(visited) > len(paths), (product, visited)


MOST_ALIKE = 12
"""Addresses that differ in SIDs and parameters only: usage records alone have thousands."""


def crawl(client: Client, host: str, seeds: list[str]) -> set[str]:
    """Follow every link from there on; fails with all that lead to another host or to nothing. The addresses that were asked."""
    todo = [(path, "the test") for path in seeds]
    seen: set[str] = set()
    alike: Counter[str] = Counter()
    wrong: list[str] = []
    while todo:
        path, source = todo.pop()
        shape = re.sub(r"[A-Z]{2}[0-9a-f]{32}|=[^&]*", "", path)
        if path in seen or alike[shape] >= MOST_ALIKE:
            continue
        seen.add(path)
        alike[shape] += 1
        answer = client.get(path, host)
        if answer.status == 404 and path.endswith("/Balance.json"):
            continue  # a subaccount has no balance of its own, and Twilio's answer names the address all the same
        if answer.status not in (200, 405, 501):
            wrong.append(f"{path}, which {source} names, answers {answer.status}")
        if not answer.headers.get("content-type", "").startswith("application/json"):
            continue
        for name, address in links(answer.json):
            parts = urlsplit(address)
            if (parts.netloc and (parts.scheme, parts.netloc) != ("http", host)) or not parts.path.startswith("/"):
                wrong.append(f"{name} of {path} leads away: {address}")
                continue
            todo.append((parts.path + (f"?{parts.query}" if parts.query else ""), f"{name} of {path}"))
    assert not wrong, "\n".join(sorted(wrong))
    return seen


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("127.0.0.1:{port}", "/2010-04-01/Accounts/{account}.json"),
        ("api.twilio.com", "/2010-04-01/Accounts/{account}.json"),
        ("api.localhost:{port}", "/2010-04-01/Accounts/{account}.json"),
        ("anything.example", "/api/laml/2010-04-01/Accounts/{account}.json"),
        ("sync.localhost:{port}", "/v1/Services"),
        ("sync.twilio.com", "/v1/Services"),
        ("SYNC.Twilio.com", "/v1/Services"),
        ("sync.ie1.twilio.com", "/v1/Services"),
        ("sync.dublin.ie1.twilio.com:443", "/v1/Services"),
        ("127.0.0.1:{port}", "/sync/v1/Services"),
        ("[::1]:{port}", "/sync/v1/Services"),
    ],
)
def test_a_product_is_found(live: Live, host: str, path: str) -> None:
    client = Client(live.api_url, live.account_sid, live.auth_token)
    answer = client.get(path.format(account=live.account_sid), host.format(port=client.port))
    assert answer.status == 200, answer.body


@pytest.mark.parametrize(
    ("host", "path"), [("127.0.0.1", "/v1/Services"), ("sync", "/nowhere"), ("", "/"), ("x.twilio.com", "/v1/Services")]
)
def test_what_no_product_has_is_not_found(live: Live, host: str, path: str) -> None:
    answer = Client(live.api_url, live.account_sid, live.auth_token).get(path, host)
    assert (answer.status, answer.json["code"], answer.json["status"]) == (404, 20404, 404)


def test_what_is_published_but_not_built_is_named(live: Live) -> None:
    answer = Client(live.api_url, live.account_sid, live.auth_token).get("/v1/Rooms", "video.localhost")
    assert (answer.status, answer.json["details"]["operation"]) == (501, "ListRoom")


def test_a_proxy_that_ends_tls_makes_links_secure(live: Live) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", int(live.api_url.rsplit(":", 1)[1]))
    connection.request("GET", "/v1/Services", headers={"Host": "sync.twilio.com", "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    assert b'"more_info":"https://sync.twilio.com/errors/20003"' in answer.read()
    connection.close()


def test_links_in_xml_lead_somewhere_too(furnished: tuple[Live, Client]) -> None:
    _, client = furnished
    answer = client.get(client.below("/Messages?PageSize=2"))
    assert answer.headers["content-type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.body)  # noqa: S314 (our own server's words)
    found = [e.text for e in root.iter() if e.tag in ("Uri", "Media", "Feedback") and e.text and e.text.strip().startswith("/")]
    found += [value for e in root.iter() for name, value in e.attrib.items() if name.endswith("uri") and value]
    assert len(found) >= 4, answer.body
    for address in found:
        assert client.get(address.strip()).status in (200, 405), address


Start = Callable[..., Live]


def test_links_stay_right_after_a_start_on_another_port(start: Start, tmp_path: Path) -> None:
    first = start("--no-proof")
    client = Client(first.api_url, first.account_sid, first.auth_token)
    _must(client.post("/sync/v1/Services", FriendlyName="kept"))
    first.stop()
    second = start("--no-proof", data=first.data)
    client = Client(second.api_url, second.account_sid, second.auth_token)
    crawl(client, f"127.0.0.1:{client.port}", ["/sync/v1/Services"])

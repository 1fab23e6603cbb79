"""Redirects, and that neither they nor names lead around the guard."""

import pytest

from trunkline.adapters.http_client import Guard, HttpClient
from trunkline.adapters.http_client.tests.conftest import Site, failure, ok, site
from trunkline.foundations.webhooks.ports import Headers, Limits, Outgoing


@pytest.mark.parametrize(
    ("status", "line", "body"),
    [(301, "GET", b""), (302, "GET", b""), (303, "GET", b""), (307, "POST", b"a=1"), (308, "POST", b"a=1")],
)
async def test_redirects_of_a_post(client: HttpClient, web: Site, status: int, line: str, body: bytes) -> None:
    web.routes |= {"/from": ok(b"", "Location: to?x=1#f", status=f"{status} Moved"), "/to": ok(b"there")}
    signed: list[tuple[str, str, bytes]] = []

    def sign(method: str, url: str, content: bytes) -> Headers:
        signed.append((method, url, content))
        return (("X-Twilio-Signature", f"for {url}"),)

    headers = (("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", "Bearer x"))
    answer = await client.call(Outgoing("POST", web.url("/from#rc=3"), headers, b"a=1", sign=sign))
    assert (answer.body, answer.redirects, answer.url) == (b"there", 1, web.url("/to?x=1"))
    seen = web.seen[1]
    assert (seen.line, seen.body) == (f"{line} /to?x=1 HTTP/1.1", body)
    assert ("content-type" in seen.headers) == (line == "POST") and seen.headers["authorization"] == "Bearer x"
    assert signed == [("POST", web.url("/from"), b"a=1"), (line, web.url("/to?x=1"), body)]
    assert seen.headers["x-twilio-signature"] == f"for {web.url('/to?x=1')}"


async def test_a_redirect_to_letters_beyond_ascii(client: HttpClient, web: Site) -> None:
    web.routes |= {
        "/": "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /größe\r\n\r\n".encode(),
        "/gr%C3%B6%C3%9Fe": ok(b"there"),
    }
    assert (await client.call(Outgoing("GET", web.url("/")))).body == b"there"


async def test_secrets_stay_with_their_origin(client: HttpClient, web: Site) -> None:
    async with site() as other:
        web.routes["/"] = ok(b"", f"Location: {other.url('/')}", status="307 Temporary Redirect")
        other.routes["/"] = ok()
        headers = (("Authorization", "Bearer x"), ("Cookie", "a=1"), ("X-Kept", "y"))
        await client.call(Outgoing("GET", web.url("/"), headers))
        assert {"authorization", "cookie"}.isdisjoint(other.seen[0].headers) and other.seen[0].headers["x-kept"] == "y"


async def test_too_many_redirects(client: HttpClient, web: Site) -> None:
    web.routes["/"] = ok(b"", "Location: /", status="302 Found")
    problem = await failure(client, Outgoing("GET", web.url("/")))
    assert (problem.kind, problem.code, len(web.seen)) == ("redirects", 11215, 11)
    assert (await client.call(Outgoing("GET", web.url("/"), limits=Limits(redirects=0)))).status == 302


@pytest.mark.parametrize("place", ["http://169.254.169.254/latest", "http://0x7f.1/", "http://[::1]/", "//localhost/x"])
async def test_a_redirect_does_not_get_around_the_guard(web: Site, place: str) -> None:
    web.routes["/"] = ok(b"", f"Location: {place}", status="302 Found")
    client = HttpClient(Guard("production", frozenset({f"127.0.0.1:{web.port}"})))
    problem = await failure(client, Outgoing("POST", web.url("/")))
    assert problem.kind == "refused" and len(web.seen) == 1
    await client.close()


async def test_rebinding_does_not_get_around_the_guard(web: Site) -> None:
    # The name first resolves to an address that is allowed (standing in for a public one), then to a forbidden one.
    answers = ["127.0.0.2", "127.0.0.1"]
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [answers[min(len(asked), 2) - 1]]

    web.routes["/"] = ok(b"secret")
    client = HttpClient(Guard("production", frozenset({f"127.0.0.2:{web.port}"})), resolver=rebinding)
    first = await failure(client, Outgoing("GET", web.url("/", "rebind.example")))
    # One resolution only: what was judged is what was connected to, so the server on 127.0.0.1 saw nothing.
    assert first.kind == "connect" and "127.0.0.2" in first.message and asked == ["rebind.example"]
    second = await failure(client, Outgoing("GET", web.url("/", "rebind.example")))
    assert second.kind == "refused" and "127.0.0.1" in second.message and web.connections == 0


async def test_an_allowed_name_may_be_local(web: Site) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    web.routes["/"] = ok(b"in")
    client = HttpClient(Guard("production", frozenset({f"hooks.internal:{web.port}"})), resolver=resolver)
    assert (await client.call(Outgoing("GET", web.url("/", "hooks.internal")))).body == b"in"
    assert web.seen[0].headers["host"] == f"hooks.internal:{web.port}"
    await client.close()


async def test_the_next_address_is_tried(web: Site) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["::1", "127.0.0.1"]

    web.routes["/"] = ok(b"by v4")
    client = HttpClient(Guard("development"), resolver=resolver)
    assert (await client.call(Outgoing("GET", web.url("/", "two.example")))).body == b"by v4"
    await client.close()

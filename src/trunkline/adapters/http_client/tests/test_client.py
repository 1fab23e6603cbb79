"""The client against a real server: framing, limits, redirects, kept connections."""

import asyncio
import gzip
import json
import socket
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.adapters.http_client import Guard, HttpClient
from trunkline.adapters.http_client.decoding import Undecodable, decode
from trunkline.adapters.http_client.tests.conftest import Seen, Site, failure, ok, site
from trunkline.foundations.webhooks.ports import Limits, Outgoing, Unreachable


async def test_a_post_and_its_answer(client: HttpClient, web: Site) -> None:
    web.routes["/sms"] = ok(b"<Response/>", "Content-Type: text/xml", "Set-Cookie: a=1", "Set-Cookie: b=2")
    headers = (("Content-Type", "application/x-www-form-urlencoded"), ("X-Twilio-Signature", "c2ln"), ("Host", "evil"))
    answer = await client.call(Outgoing("POST", web.url("/sms?x=1#rc=2"), headers, b"Body=hi"))
    assert (answer.status, answer.body, answer.truncated) == (200, b"<Response/>", False)
    assert answer.header("content-TYPE") == "text/xml" and answer.header("X-None") is None
    assert [value for name, value in answer.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert answer.remote == f"127.0.0.1:{web.port}" and answer.url == web.url("/sms?x=1")
    (seen,) = web.seen
    assert seen.line == "POST /sms?x=1 HTTP/1.1" and seen.body == b"Body=hi"
    assert seen.headers["host"] == f"127.0.0.1:{web.port}" and seen.headers["x-twilio-signature"] == "c2ln"
    assert seen.headers["user-agent"].startswith("TwilioProxy/1.1")


async def test_connections_are_kept_and_bounded(client: HttpClient, web: Site) -> None:
    async def slowly(seen: Seen, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.005)
        writer.write(ok(seen.body))

    web.routes["/"] = slowly
    calls = [client.call(Outgoing("POST", web.url("/"), body=str(n).encode())) for n in range(40)]
    assert [answer.body for answer in await asyncio.gather(*calls)] == [str(n).encode() for n in range(40)]
    assert web.connections == client.connections == 4


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n", b"abcde"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok(b"late"), b"late"),
        (ok(gzip.compress(b"zipped", mtime=0), "Content-Encoding: gzip"), b"zipped"),
        (ok(zlib.compress(b"deflated"), "Content-Encoding: deflate"), b"deflated"),
        (ok(zlib.compress(b"raw")[2:-4], "Content-Encoding: deflate"), b"raw"),
        (ok(b"plain", "Content-Encoding: identity"), b"plain"),
    ],
)
async def test_framings_leave_the_connection_usable(client: HttpClient, web: Site, reply: bytes, body: bytes) -> None:
    web.routes["/"] = reply
    for _ in range(2):
        answer = await client.call(Outgoing("GET", web.url("/")))
        assert answer.body == body and answer.header("Link") is None
    assert web.connections == 1


async def test_an_answer_may_end_with_its_connection(client: HttpClient, web: Site) -> None:
    async def close(seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<Response/>")
        writer.close()

    web.routes["/"] = close
    assert (await client.call(Outgoing("GET", web.url("/")))).body == b"<Response/>"
    assert (await client.call(Outgoing("GET", web.url("/")))).body == b"<Response/>"
    assert web.connections == 2


async def test_head_has_no_body_whatever_its_length_says(client: HttpClient, web: Site) -> None:
    web.routes["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
    answer = await client.call(Outgoing("HEAD", web.url("/")))
    assert answer.header("Content-Length") == "5000" and answer.body == b""


@pytest.mark.parametrize("reply", [ok(b"x" * 100_000), ok(gzip.compress(b"x" * 100_000, mtime=0), "Content-Encoding: gzip")])
async def test_long_bodies_are_cut_or_refused(client: HttpClient, web: Site, reply: bytes) -> None:
    web.routes["/"] = reply
    answer = await client.call(Outgoing("GET", web.url("/")))
    assert answer.truncated and answer.body == b"x" * 65_536
    problem = await failure(client, Outgoing("GET", web.url("/"), limits=Limits(past_body="fail")))
    assert (problem.kind, problem.code) == ("too_large", 11750)
    whole = await client.call(Outgoing("GET", web.url("/"), limits=Limits(body_bytes=100_000, past_body="fail")))
    assert whole.body == b"x" * 100_000 and not whole.truncated


@pytest.mark.parametrize(
    "reply",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000,
        ok(b"not gzip", "Content-Encoding: gzip"),
        ok(gzip.compress(b"half of it", mtime=0)[:-9], "Content-Encoding: gzip"),
        ok(b"x", "Content-Encoding: br"),
    ],
)
async def test_violations_of_the_protocol(client: HttpClient, web: Site, reply: bytes) -> None:
    web.routes["/"] = reply
    problem = await failure(client, Outgoing("GET", web.url("/")))
    assert (problem.kind, problem.code, problem.phase) == ("protocol", 11206, "read")


async def test_a_second_answer_is_never_taken_for_the_next(client: HttpClient, web: Site) -> None:
    web.routes["/"] = ok(b"first") + ok(b"smuggled")
    for _ in range(3):
        assert (await client.call(Outgoing("GET", web.url("/")))).body == b"first"
    assert web.connections == 3


async def test_a_stale_connection_is_tried_once_more(client: HttpClient, web: Site) -> None:
    async def once(seen: Seen, writer: asyncio.StreamWriter) -> None:
        # Every connection takes one request and closes at the second without a word.
        if [other.connection for other in web.seen].count(seen.connection) == 1:
            writer.write(ok(str(seen.connection).encode()))
        else:
            writer.close()

    web.routes["/"] = once
    assert (await client.call(Outgoing("POST", web.url("/"), body=b"a"))).body == b"1"
    assert (await client.call(Outgoing("POST", web.url("/"), body=b"b"))).body == b"2"
    assert [seen.body for seen in web.seen] == [b"a", b"b", b"b"]


async def test_a_restarted_server_is_met_on_new_connections(client: HttpClient, web: Site) -> None:
    first = 0

    async def restarted(seen: Seen, writer: asyncio.StreamWriter) -> None:
        if seen.connection <= first:
            writer.close()
        else:
            await asyncio.sleep(0.005)
            writer.write(ok(seen.body))

    web.routes["/"] = restarted
    calls = [Outgoing("POST", web.url("/"), body=str(n).encode()) for n in range(8)]
    await asyncio.gather(*map(client.call, calls))
    first = web.connections
    assert [answer.body for answer in await asyncio.gather(*map(client.call, calls))] == [call.body for call in calls]
    assert first == 4 and web.connections == 8


async def test_nothing_is_repeated_on_a_new_connection_or_after_a_first_byte(client: HttpClient, web: Site) -> None:
    async def silent(seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def partly(seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        writer.close()

    web.routes |= {"/silent": silent, "/partly": partly, "/": ok()}
    problem = await failure(client, Outgoing("POST", web.url("/silent")))
    assert (problem.kind, problem.phase, len(web.seen)) == ("protocol", "await", 1)
    await client.call(Outgoing("POST", web.url("/")))
    problem = await failure(client, Outgoing("POST", web.url("/partly")))
    assert (problem.kind, problem.phase, len(web.seen)) == ("protocol", "read", 3)


async def test_deadlines(client: HttpClient, web: Site) -> None:
    async def never(seen: Seen, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async def drip(seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x")
            await asyncio.sleep(0.01)

    web.routes |= {"/never": never, "/drip": drip}
    problem = await failure(client, Outgoing("GET", web.url("/never"), limits=Limits(read_ms=50)))
    assert (problem.kind, problem.phase, problem.code) == ("timeout", "await", 11205) and problem.duration_ms >= 49
    problem = await failure(client, Outgoing("GET", web.url("/drip"), limits=Limits(read_ms=1000, total_ms=100)))
    assert (problem.kind, problem.phase) == ("timeout", "read") and problem.duration_ms >= 99
    assert client.connections == 0


async def test_a_deadline_shorter_than_the_kept_connections_timer(client: HttpClient, web: Site) -> None:
    async def never(seen: Seen, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    web.routes |= {"/": ok(), "/never": never}
    await client.call(Outgoing("GET", web.url("/")))
    problem = await failure(client, Outgoing("GET", web.url("/never"), limits=Limits(total_ms=50)))
    assert problem.kind == "timeout" and problem.duration_ms < 4000 and len(web.seen) == 2


async def test_waiting_for_a_place_ends_in_time_too(web: Site) -> None:
    arrived = asyncio.Event()

    async def never(seen: Seen, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await asyncio.sleep(5)

    web.routes |= {"/never": never, "/": ok(b"done")}
    client = HttpClient(Guard("development"), per_origin=1)
    holder = asyncio.create_task(client.call(Outgoing("GET", web.url("/never"))))
    await arrived.wait()
    problem = await failure(client, Outgoing("GET", web.url("/"), limits=Limits(total_ms=50)))
    assert (problem.kind, problem.phase) == ("timeout", "connect")
    waiting = asyncio.create_task(client.call(Outgoing("GET", web.url("/"))))
    await asyncio.sleep(0.01)
    holder.cancel()
    # The cancelled call's connection is of no use to anyone, but its place is.
    assert (await waiting).body == b"done"
    await client.close()


async def test_idle_connections_are_let_go(web: Site) -> None:
    web.routes["/"] = ok()
    client = HttpClient(Guard("development"), idle_s=0.03)
    await client.call(Outgoing("GET", web.url("/")))
    assert client.connections == 1
    for _ in range(200):
        if client.connections == 0:
            break
        await asyncio.sleep(0.01)
    assert client.connections == client.origins == 0


async def test_no_more_connections_are_kept_than_allowed(web: Site) -> None:
    web.routes["/"] = ok()
    client = HttpClient(Guard("development"), kept=1)
    for host in ("127.0.0.1", "localhost"):
        assert (await client.call(Outgoing("GET", web.url("/", host)))).status == 200
    await asyncio.sleep(0)
    assert client.connections == 1
    await client.close()


async def test_no_connection(client: HttpClient) -> None:
    async with site() as gone:
        url = gone.url("/")
    problem = await failure(client, Outgoing("GET", url))
    assert (problem.kind, problem.code, problem.phase) == ("connect", 11205, "connect")

    async def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    problem = await failure(HttpClient(Guard("production"), resolver=unknown), Outgoing("GET", "http://none.example/"))
    assert (problem.kind, problem.code, problem.message) == ("dns", 11210, "none.example: Name or service not known")
    assert (await failure(client, Outgoing("GET", "gopher://a/"))).code == 11100


@pytest.mark.parametrize(
    ("challenge", "expected"),
    [
        ('Basic realm="x"', "Basic dXM6cHc="),
        ('Digest realm="r", nonce="n", qop="auth,auth-int", algorithm=SHA-256, opaque="o"', "Digest username="),
    ],
)
async def test_credentials_of_the_url_answer_a_challenge(client: HttpClient, web: Site, challenge: str, expected: str) -> None:
    async def guarded(seen: Seen, writer: asyncio.StreamWriter) -> None:
        if "authorization" in seen.headers:
            writer.write(ok(json.dumps(seen.headers["authorization"]).encode()))
        else:
            writer.write(ok(b"", f"WWW-Authenticate: {challenge}", status="401 Unauthorized"))

    web.routes["/"] = guarded
    answer = await client.call(Outgoing("POST", f"http://us:pw@127.0.0.1:{web.port}/", body=b"a=1"))
    assert json.loads(answer.body).startswith(expected)
    assert "authorization" not in web.seen[0].headers and [seen.body for seen in web.seen] == [b"a=1", b"a=1"]
    assert (await client.call(Outgoing("GET", web.url("/")))).status == 401


async def test_a_line_break_in_a_header_is_refused(client: HttpClient, web: Site) -> None:
    for value in ("a\r\nX-Forged: 1", "a\nb", "a\rb", "a\0"):
        assert (await failure(client, Outgoing("GET", web.url("/"), (("Cookie", value),)))).kind == "url"
    assert web.connections == 0


async def test_closing_fails_what_is_under_way(client: HttpClient, web: Site) -> None:
    arrived = asyncio.Event()

    async def never(seen: Seen, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await asyncio.sleep(5)

    web.routes["/"] = never
    call = asyncio.create_task(client.call(Outgoing("GET", web.url("/"))))
    await arrived.wait()
    await client.close()
    with pytest.raises(Unreachable):
        await call
    assert client.connections == 0


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]), st.integers(1, 300))
def test_decoding_is_exact_and_bounded(data: bytes, coding: str, most: int) -> None:
    packed = gzip.compress(data) if coding == "gzip" else zlib.compress(data)
    assert decode(packed, [coding], most, partial=False) == (data[:most], len(data) > most)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate"]))
def test_no_bytes_break_the_decoding(data: bytes, coding: str) -> None:
    try:
        body, _ = decode(data, [coding], 1000, partial=True)
    except Undecodable:
        return
    assert len(body) <= 1000

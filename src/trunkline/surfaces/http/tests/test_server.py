"""The server on real sockets: every shape of request, in any pieces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import pairwise

import pytest
import uvloop
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.surfaces.http.request_head import LONGEST_HEAD
from trunkline.surfaces.http.tests.parrot import LAST, LONGEST, Site, chunked, get, post, read, serving


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as site:
        yield site


async def test_a_request_comes_as_it_was_written(site: Site) -> None:
    [one, two] = read(await site.ask(post("/a%20b/%C3%A9?x=%20&y#z", b"q=1", "X-One: 1", "x-one: 2", "X-Empty:"), LAST))
    assert one.json == {"method": "POST", "path": "/a b/é", "query": "x=%20&y", "body": "q=1", "x-one": "1, 2", "x-empty": ""}
    assert one.headers["x-kept"] == "1"
    assert "connection" not in one.headers
    assert two.json["path"] == "/last"
    assert two.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("target", "path", "query"), [("http://h/p?q", "/p", "q"), ("http://h", "/", ""), ("http://h?q=/", "/", "q=/"), ("//h/p", "//h/p", "")]
)
async def test_targets_in_every_form(site: Site, target: str, path: str, query: str) -> None:
    [one, _] = read(await site.ask(get(target), LAST))
    assert (one.json["path"], one.json["query"]) == (path, query)


async def test_an_old_client_is_closed_unless_it_asks_not_to_be(site: Site) -> None:
    [one] = read(await site.ask(get("/a", version="1.0")))
    assert one.headers["connection"] == "close"
    [one, two] = read(await site.ask(get("/a", "Connection: keep-alive", version="1.0"), get("/b", version="1.0")))
    assert (one.headers["connection"], two.headers["connection"]) == ("keep-alive", "close")


async def test_head_and_no_content_have_no_body(site: Site) -> None:
    octets = await site.ask(get("/a").replace(b"GET", b"HEAD"), get("/nothing"), LAST)
    head, nothing, last = read(octets, ["HEAD"])
    assert int(head.headers["content-length"]) > 10
    assert (nothing.status, "content-length" in nothing.headers) == (204, False)
    assert last.json["path"] == "/last"


async def test_pipelined_requests_are_answered_in_order_one_at_a_time(site: Site) -> None:
    reader, writer = await site.connect()
    writer.write(get("/wait") + b"".join(get(f"/{n}") for n in range(200)) + LAST)
    await site.parrot.waiting.wait()
    await asyncio.sleep(0.01)
    assert site.parrot.finished == []
    site.parrot.go.set()
    async with asyncio.timeout(10):
        got = read(await reader.read())
    assert [g.json["path"] for g in got] == ["/wait", *(f"/{n}" for n in range(200)), "/last"]
    writer.close()


async def test_who_expects_to_be_told_to_continue_is_told_when_the_body_is_wanted(site: Site) -> None:
    reader, writer = await site.connect()
    head = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
    writer.write(head)
    async with asyncio.timeout(10):
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"abc" + LAST)
        assert read(await reader.read())[0].json["body"] == "abc"
    writer.close()
    [left] = read(await site.ask(head.replace(b"/a", b"/unread")))  # and not told where nobody wants it: the body may then not come
    assert (left.body, left.headers["connection"]) == (b"left", "close")


@pytest.mark.parametrize(
    "request_",
    [post("/a", b"x" * (LONGEST + 1)), chunked("/a", *[b"x" * 1000] * 101), post("/a", b"x" * 2_000_000), chunked("/a", b"x" * 2_000_000)],
)  # fmt: skip
async def test_a_body_that_is_too_long_is_refused_and_the_next_request_found(site: Site, request_: bytes) -> None:
    one, two = read(await site.ask(request_, LAST))
    assert (one.status, one.json["code"]) == (413, 20413)
    assert two.json["path"] == "/last"


async def test_a_body_that_is_far_too_long_ends_the_connection(site: Site) -> None:
    [one] = read(await site.ask(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nabc"))
    assert (one.status, one.headers["connection"]) == (413, "close")


async def test_an_unread_body_is_passed_over(site: Site) -> None:
    one, two = read(await site.ask(post("/unread", b"x" * 300_000), LAST))
    assert (one.body, two.json["path"]) == (b"left", "/last")


async def test_a_body_that_nobody_has_asked_for_yet_waits_at_the_sender(site: Site) -> None:
    reader, writer = await site.connect()
    writer.write(b"POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
    await site.parrot.waiting.wait()
    writer.write(b"x" * 50_000_000)
    await asyncio.sleep(0.1)
    [held] = site.server.connections
    assert held._current is not None
    assert held._current.size < 2_000_000
    site.parrot.go.set()
    async with asyncio.timeout(10):
        assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 413 ")
    writer.close()


@pytest.mark.parametrize(
    ("octets", "status", "code"),
    [
        (b"hello\r\n\r\n", 400, 20400),
        (b"GET / HTTP/1.1\nHost: x\n\n", 400, 20400),
        (b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505, 20505),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 400, 20400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, 20400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400, 20400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400, 20400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n", 417, 20417),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 4\r\n\r\nabcd", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400, 20400),
        (b"POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400, 20400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n", 400, 20400),
        (b"GET /" + b"x" * LONGEST_HEAD + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431, 20431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000 + b"\r\n", 431, 20431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 2 * LONGEST_HEAD + b"\r\n\r\n", 431, 20431),
    ],
)
async def test_what_is_no_request_is_refused_after_those_before_it_and_nothing_follows(
    site: Site, octets: bytes, status: int, code: int
) -> None:
    """Above all, what one reader takes for a body is not another's next request (request smuggling)."""
    one, two = read(await site.ask(get("/before") + octets + get("/smuggled")))
    assert one.json["path"] == "/before"
    assert (two.status, two.json["code"], two.headers["connection"]) == (status, code, "close")
    assert "/smuggled" not in site.parrot.finished


async def test_trailers_are_not_headers(site: Site) -> None:
    one, two = read(await site.ask(chunked("/a", b"ab", b"c", trailer=b"X-Late: 1\r\nHost: y\r\n"), LAST))
    assert one.json == {"method": "POST", "path": "/a", "query": "", "body": "abc"}
    assert two.status == 200


async def test_an_upgrade_that_is_not_understood_is_ignored(site: Site) -> None:
    upgrade = ("Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings")
    of_chunks = chunked("/c", b"d", b"e").replace(b"Host: x", b"Host: x\r\nUpgrade: h2c\r\nConnection: Upgrade")
    got = read(await site.ask(get("/a", *upgrade) + post("/b", b"c", *upgrade) + of_chunks + LAST))
    assert [(g.json["path"], g.json["body"]) for g in got] == [("/a", ""), ("/b", "c"), ("/c", "de"), ("/last", "")]


async def test_a_fault_is_answered_and_a_torn_header_is_not_sent(site: Site) -> None:
    fault, last = read(await site.ask(get("/fault"), LAST))
    assert (fault.status, fault.json["code"], last.status) == (500, 20500, 200)
    [torn] = read(await site.ask(get("/torn")))
    assert torn.status == 500
    assert "x-c" not in torn.headers


bodies = st.binary(max_size=200)
requests = st.one_of(
    st.builds(lambda n: get(f"/{n}?q=%20"), st.integers(0, 9)),
    st.builds(lambda b: post("/form", b), bodies),
    st.builds(lambda p: chunked("/chunks", *[x for x in p if x], trailer=b"A: b\r\n"), st.lists(bodies, max_size=4)),
    st.builds(lambda b: post("/unread", b), bodies),
    st.sampled_from(
        [
            get("/nothing"),
            get("/fault"),
            get("/a", "Upgrade: h2c", "Connection: Upgrade"),
            post("/a", b"abc", "Upgrade: h2c", "Connection: Upgrade"),
            post("/a", b"x" * (LONGEST + 1)),
        ]
    ),
)
ends = st.sampled_from(
    [
        LAST,
        get("/old", version="1.0"),
        b"nonsense\r\n\r\n",
        chunked("/bad", b"abc").replace(b"\r\nabc", b"\r\nabcd"),
        b"GET / HTTP/3.3\r\n\r\n",
        post("/a", b"ab", "Upgrade: h2c", "Connection: Upgrade, close"),
    ]
)


def _plain(octets: bytes) -> list[tuple[int, str, bytes]]:
    return [(g.status, g.headers.get("connection", ""), g.body) for g in read(octets)]


@settings(max_examples=60, deadline=None)
@given(st.lists(requests, max_size=5), ends, st.lists(st.floats(0, 1), max_size=40), st.booleans())
def test_any_split_of_the_octets_gives_the_same_answers(before: list[bytes], end: bytes, cuts: list[float], fast: bool) -> None:
    stream = b"".join(before) + end
    # Most of what can go wrong does so between single octets of a head, so the cuts fall on the stream without long bodies too.
    places = sorted({0, len(stream), *(int(c * len(stream)) for c in cuts), *(int(c * min(len(stream), 400)) for c in cuts)})
    pieces = [stream[a:b] for a, b in pairwise(places)]

    async def both() -> tuple[bytes, bytes]:
        async with serving() as site:
            return await site.ask(stream), await site.ask(*pieces)

    run: Callable[[Awaitable[tuple[bytes, bytes]]], tuple[bytes, bytes]] = uvloop.run if fast else asyncio.run  # type: ignore[assignment]  # both take a coroutine
    whole, split = run(both())
    assert _plain(whole) == _plain(split)
    assert len(_plain(whole)) == len(before) + 1


async def test_every_octet_alone(site: Site) -> None:
    stream = get("/a") + post("/b", b"body") + chunked("/c", b"one", b"two") + LAST
    split = await site.ask(*(stream[i : i + 1] for i in range(len(stream))))
    assert _plain(split) == _plain(await site.ask(stream))
    assert [g.json["body"] for g in read(split)] == ["", "body", "onetwo", ""]

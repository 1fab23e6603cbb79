"""A request that is read without the parser is the request that the parser read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.surfaces.http.exchange import Asked
from trunkline.surfaces.http.request_head import LONGEST_KNOWN, MOST_KNOWN, KnownHeads
from trunkline.surfaces.http.tests.parrot import LAST, Site, chunked, get, post, read, serving


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as site:
        yield site


async def told(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The next answer: status and body."""
    async with asyncio.timeout(10):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length:"))
        return int(head[9:12]), await reader.readexactly(length)


names = st.sampled_from(["X-A", "x-b", "Accept", "Connection", "Content-Type", "X-A"])
values = st.sampled_from(["", "1", "keep-alive", "a, b", " spaced ", "é"])
headers = st.lists(st.builds("{}: {}".format, names, values), max_size=4)
ordinary = st.one_of(
    st.builds(lambda n, more: get(f"/{n}?q=%20", *more), st.integers(0, 3), headers),
    st.builds(lambda body, more: post("/a%20b", body, *more), st.binary(max_size=30), headers),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ordinary, min_size=1, max_size=6))
def test_asked_again_it_is_answered_as_before(requests: list[bytes]) -> None:
    async def ask_twice() -> None:
        async with serving() as site:
            reader, writer = await site.connect()
            rounds = []
            for _ in range(3):
                for one in requests:
                    writer.write(one)
                    rounds.append(await told(reader))
            writer.close()
            assert all(site.server.heads.recall(one) is not None for one in requests)
            first = rounds[: len(requests)]
            assert rounds == first * 3
            assert all(status == 200 for status, _ in first)

    asyncio.run(ask_twice())


async def test_the_body_is_the_new_one_and_another_length_is_parsed(site: Site) -> None:
    reader, writer = await site.connect()
    for body in (b"abc", b"xyz", b"abcd", b"\r\n\r\n", b"1\r\n\r\n", b"zzz"):
        writer.write(post("/a", body))
        status, answer = await told(reader)
        assert (status, b'"body":"' in answer.replace(b" ", b"")) == (200, True)
        assert read(await site.ask(post("/a", body), LAST))[0].body == answer
    writer.close()


@pytest.mark.parametrize(
    "octets",
    [
        chunked("/c", b"abc"),
        post("/a", b"abc", "Expect: 100-continue"),
        post("/a", b"abc", "Upgrade: h2c", "Connection: Upgrade"),
        get("/a", "Upgrade: h2c", "Connection: Upgrade"),
        get("/a", "Connection: close"),
        get("/a", "Connection: keep-alive", version="1.0"),
        get("/a", "X-Long: " + "x" * LONGEST_KNOWN),
        get("/a") + get("/b"),
        post("/a", b"abc") + b"\r\n",
    ],
)
async def test_what_is_more_than_a_head_and_its_body_is_parsed_each_time(site: Site, octets: bytes) -> None:
    pieces = (octets,) if b"close" in octets else (octets, LAST)
    before = await site.ask(*pieces)
    assert site.server.heads.recall(octets) is None
    after = await site.ask(*pieces)
    assert [g.body for g in read(before)] == [g.body for g in read(after)]


async def test_a_request_in_two_pieces_teaches_nothing_and_is_taken_in_one(site: Site) -> None:
    whole = post("/a", b"abcdef")
    reader, writer = await site.connect()
    for pieces in ((whole[:-3], whole[-3:]), (whole[:20], whole[20:]), (whole,), (whole[:-3], whole[-3:]), (whole[:20], whole[20:])):
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.01)
        assert b'"abcdef"' in (await told(reader))[1]
    writer.close()


def test_no_more_are_kept_than_there_is_room_for() -> None:
    heads = KnownHeads()
    for n in range(MOST_KNOWN + 10):
        heads.learn(get(f"/{n}"), Asked("GET", f"/{n}", "", {}, b""))
    assert [n for n in range(MOST_KNOWN + 10) if heads.recall(get(f"/{n}")) is None] == list(range(10))


def test_what_an_application_does_to_the_headers_of_one_request_is_not_seen_by_the_next() -> None:
    heads = KnownHeads()
    asked = Asked("GET", "/", "", {"host": "x"}, b"")
    heads.learn(get("/"), asked)
    asked.headers.clear()
    for _ in range(2):
        found = heads.recall(get("/"))
        assert found is not None
        assert found.headers == {"host": "x"}
        found.headers["host"] = "y"

"""Two nodes on one PostgreSQL hear of each other's writes while one of them is watched, and of what they have missed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.adapters.postgres import news
from trunkline.adapters.postgres.news import LARGEST, PostgresNews, Told, pack


@dataclass
class Node:
    end: PostgresNews
    heard: list[Told] = field(default_factory=list)
    lost: int = 0
    asked: bool = False

    def hear(self, told: Iterable[Told]) -> None:
        self.heard += told

    def lose(self) -> None:
        self.lost += 1

    def interest(self, others: bool) -> None:
        self.asked = others


async def until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not check():  # noqa: ASYNC110 (what is waited for is seen from outside)
            await asyncio.sleep(0.005)


async def _open(url: str) -> Node:
    node = Node(PostgresNews(url))
    await node.end.start(node.hear, node.lose, node.interest)
    await until(node.end._connected.is_set)
    return node


@pytest.fixture
async def pair(postgres_url: str) -> AsyncIterator[tuple[Node, Node]]:
    one, two = await _open(postgres_url), await _open(postgres_url)
    yield one, two
    await one.end.close()
    await two.end.close()


CHANGE: Told = ("AC1", "Message", "api", "SM1", "sent")


@pytest.mark.postgres
async def test_only_who_is_watched_is_told(pair: tuple[Node, Node]) -> None:
    one, two = pair
    one.end.watch(True)
    await until(lambda: two.asked)
    assert not one.asked  # of its own watchers a node need not hear
    two.end.tell([CHANGE])
    await until(lambda: one.heard == [CHANGE])
    one.end.watch(False)
    await until(lambda: not two.asked)
    assert two.heard == []


@pytest.mark.postgres
async def test_a_node_that_comes_later_learns_who_is_watched(pair: tuple[Node, Node], postgres_url: str) -> None:
    pair[0].end.watch(True)
    later = await _open(postgres_url)
    await until(lambda: later.asked)
    await later.end.close()


@pytest.mark.postgres
async def test_a_burst_arrives_whole_and_in_order(pair: tuple[Node, Node]) -> None:
    one, two = pair
    one.end.watch(True)
    await until(lambda: two.asked)
    burst: list[Told] = [("AC1", "Message", "api", f"SM{n:032}", "queued") for n in range(3000)]
    two.end.tell(burst)
    await until(lambda: len(one.heard) == 3000)
    assert one.heard == burst and one.lost == 0


@pytest.mark.postgres
async def test_too_much_at_once_is_told_as_lost(pair: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "MOST_WAITING", 2)
    one, two = pair
    one.end.watch(True)
    await until(lambda: two.asked)
    two.end.tell([CHANGE] * 3)
    await until(lambda: one.lost == 1)
    assert one.heard == []


@pytest.mark.postgres
async def test_a_lost_connection_is_made_again_and_felt(
    pair: tuple[Node, Node], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "RETRY", 0.01)
    one, two = pair
    one.end.watch(True)
    await until(lambda: two.asked)
    killer = await asyncpg.connect(postgres_url)
    await killer.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await killer.close()
    await until(lambda: one.lost == two.lost == 1 and one.end._connected.is_set() and two.end._connected.is_set())
    await until(lambda: two.asked)
    two.end.tell([CHANGE])
    await until(lambda: one.heard == [CHANGE])


@given(st.lists(st.tuples(*[st.text(max_size=60)] * 5), max_size=200))
def test_no_notice_is_larger_than_the_server_takes(told: list[Told]) -> None:
    packed = list(pack(told))
    assert all(len(text.encode()) <= LARGEST for text in packed)
    assert [tuple(one) for text in packed for one in json.loads(text)] == told

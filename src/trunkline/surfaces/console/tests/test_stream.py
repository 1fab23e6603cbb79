"""News reach every page of an account, survive a lost connection, and say so when they cannot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest

from trunkline.surfaces.console import news, stream
from trunkline.surfaces.console.news import news_desk

from .conftest import Desk, read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass
class Tab:
    """A page that watches: what a browser makes of the octets that came so far."""

    octets: AsyncIterator[bytes]
    last_id: str = ""
    events: list[tuple[str, Any]] = field(default_factory=list)

    async def read(self, enough: int = 1) -> None:
        """Until so many further services were told."""
        goal = len(self.sids) + enough
        async with asyncio.timeout(10):
            while len(self.sids) < goal:
                self.take(await anext(self.octets))

    def take(self, octets: bytes) -> None:
        assert octets.endswith(b"\n\n")  # so that a part is whole, and nothing waits for the next one
        for block in octets.decode().split("\n\n")[:-1]:
            lines = [line.partition(": ")[::2] for line in block.splitlines()]
            fields = dict(lines)
            self.last_id = fields.get("id", self.last_id)
            if "data" in fields:
                self.events.append((fields["event"], json.loads(fields["data"])))

    @property
    def sids(self) -> set[str]:
        """Of Sync's services, which the tests make; what is written beside them (audits, requests) is news, too."""
        told = [data for name, data in self.events if name == "change" and data["product"] == "sync"]
        return {change["sid"] for data in told for change in data["changes"]}

    async def close(self) -> None:
        await self.octets.aclose()  # type: ignore[attr-defined]  # a generator


async def watch(desk: Desk, name: str = "owner", last_id: str = "") -> Tab:
    answer = await desk.get("/console/api/stream", name, last_event_id=last_id)
    assert answer.stream is not None and answer.kind == "text/event-stream" and answer.lasting
    tab = Tab(answer.stream)
    tab.take(await anext(tab.octets))
    return tab


async def _make(desk: Desk, name: str = "owner") -> str:
    made = await desk.api("POST", "/sync/v1/Services", name, FriendlyName="x")
    sid: str = read(made)["sid"]
    return sid


async def test_two_tabs_agree_and_a_stranger_hears_nothing(desk: Desk) -> None:
    one, two, other = await watch(desk), await watch(desk), await watch(desk, "stranger")
    sid = await _make(desk)
    theirs = await _make(desk, "stranger")
    for tab in (one, two):
        await tab.read()
        assert [data for _, data in tab.events if data["product"] == "sync"] == [
            {"kind": "Service", "product": "sync", "changes": [{"sid": sid, "what": "created"}], "more": False}
        ]
    await other.read()
    assert other.sids == {theirs} and one.last_id == two.last_id != other.last_id
    for tab in (one, two, other):
        await tab.close()


async def test_a_lost_connection_is_taken_up_where_it_broke_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BETWEEN", 0.0)
    first = await watch(desk)
    seen = await _make(desk)
    await first.read()
    await first.close()
    missed = {await _make(desk) for _ in range(3)}
    again = await watch(desk, last_id=first.last_id)
    await again.read(3)
    assert again.sids == missed and seen not in again.sids
    await again.close()


async def test_a_restart_or_a_long_absence_says_read_everything_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "GRACE", 0.0)
    first = await watch(desk)
    await _make(desk)
    await first.read()
    await first.close()
    await asyncio.sleep(0.01)
    assert desk.house.platform.news is None  # nobody pays any more
    again = await watch(desk, last_id=first.last_id)
    assert [name for name, _ in again.events] == ["reset"] and again.last_id.partition("-")[0] != first.last_id.partition("-")[0]
    await again.close()
    fresh = await watch(desk)
    assert fresh.events == []
    await fresh.close()


@pytest.mark.parametrize("wrong", ["x", "x-1", "-", "0-0", "é", "9" * 5000])
async def test_a_number_that_was_never_given_means_read_everything_again(desk: Desk, wrong: str) -> None:
    tab = await watch(desk, last_id=wrong)
    assert [name for name, _ in tab.events] == (["reset"] if wrong != "-" else [])
    await tab.close()


async def test_many_changes_are_told_as_one(desk: Desk) -> None:
    tab = await watch(desk)
    channel = news_desk(desk.house.platform).channels[desk.first]
    for n in range(250):
        channel.note("Message", "api", f"SM{n}", "queued")
        channel.note("Message", "api", f"SM{n}", "sent")
    channel.wake()
    tab.take(await anext(tab.octets))
    ((_, data),) = tab.events
    assert data["more"] and len(data["changes"]) == news.KEPT and {c["what"] for c in data["changes"]} == {"sent"}
    await tab.close()


async def test_what_is_refused_is_no_news(desk: Desk) -> None:
    tab = await watch(desk)
    refused = await desk.api("POST", "/sync/v1/Services", FriendlyName="x" * 10_000)
    unique = await desk.api("POST", "/sync/v1/Services/nothing/Documents", UniqueName="a")
    assert refused.status >= 400 or unique.status >= 400
    sid = await _make(desk)
    await tab.read()
    assert sid in tab.sids
    await tab.close()


async def test_an_ended_session_ends_the_stream(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.01)
    tab = await watch(desk)
    assert await anext(tab.octets) == b":\n\n"
    del desk.known.visitors["owner"]
    async with asyncio.timeout(5), aclosing(tab.octets):  # type: ignore[type-var]  # a generator
        async for octets in tab.octets:
            assert octets == b":\n\n"
    assert news_desk(desk.house.platform).watchers == 0


async def test_too_many_pages_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_WATCHERS", 1)
    tab = await watch(desk)
    assert (await desk.get("/console/api/stream")).status == 429
    await tab.close()

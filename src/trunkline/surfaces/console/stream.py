"""News as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): what changed, never how it looks now.

The number of an event is the last one that its client knows everything up to. A client that comes back says it (Last-Event-ID) and is told
what it missed; one that comes back with a number of another course (the server was started anew, or the client was away for long) is told
to read everything again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Final

from trunkline.kernel.errors import Problem
from trunkline.surfaces.http.exchange import Answer
from trunkline.surfaces.rest.write_reply import write_json

from .doors import Visit, door
from .news import MOST_WATCHERS, Channel, News, NewsDesk, news_desk

BETWEEN: Final = 0.2
"""Seconds between two tellings: of each kind at most five a second."""
HEARTBEAT: Final = 15.0
"""Seconds of silence after which a comment keeps the connection open, and after which the session is looked at again."""


@door("GET", "/console/api/stream")
async def open_stream(visit: Visit) -> Answer:
    desk = news_desk(visit.platform)
    if desk.watchers >= MOST_WATCHERS:
        raise Problem(20429, "Too many pages are open here at once", 429)
    headers = {"X-Accel-Buffering": "no"}
    return Answer(200, b"", "text/event-stream", headers, _events(visit, desk), lasting=True)


async def _events(visit: Visit, desk: NewsDesk) -> AsyncIterator[bytes]:
    account_sid = visit.account_sid
    channel = desk.enter(account_sid)
    try:
        known = channel.number
        epoch, _, number = visit.asked.headers.get("last-event-id", "").partition("-")
        begin = b"retry: 1000\n"
        if epoch == channel.epoch and number.isdecimal() and len(number) < 19 and int(number) <= known and channel.lost <= int(number):
            known = int(number)
        elif epoch:
            begin += b"event: reset\ndata: {}\n"
        yield begin + _number(channel, known) + b"\n"
        looked = monotonic()
        while True:
            await channel.wait(known, HEARTBEAT)
            if monotonic() - looked >= HEARTBEAT:
                if not await _still_there(visit):
                    return
                looked = monotonic()
            if channel.number == known:
                yield b":\n\n"
                continue
            told, known = known, channel.number
            if channel.lost > told:
                yield b"event: reset\ndata: {}\n" + _number(channel, known) + b"\n"
            else:
                events = [_event(news) for news in channel.since(told)]
                # Only the last one carries the number: whoever loses the connection in between is told all of them again.
                yield b"\n".join(events) + _number(channel, known) + b"\n"
            await asyncio.sleep(BETWEEN)
    finally:
        desk.leave(account_sid)


def _number(channel: Channel, number: int) -> bytes:
    return f"id: {channel.epoch}-{number}\n".encode()


def _event(news: News) -> bytes:
    changes = [{"sid": sid, "what": what} for sid, what in news.changes]
    data = write_json({"kind": news.kind, "product": news.product, "changes": changes, "more": news.more})
    return b"event: change\ndata: %b\n" % data


async def _still_there(visit: Visit) -> bool:
    """Whether the session still stands and acts in this account; a stream does not outlive it by more than a heartbeat."""
    visitor = await visit.console.recognise(visit.asked)
    return visitor is not None and visitor.account_sid == visit.account_sid

"""What has changed in an account, for whoever watches: kinds and SIDs, no content.

For each account that is watched it keeps, kind by kind, which rows changed last and in which order. A watcher has a number up to which it
knows everything; whatever lies above can be told at any time, so nobody is too slow, nothing is lost by a break, and what changes a
thousand times a second is told as one. Where nobody watches, nothing is kept and the platform tells nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from trunkline.kernel.platform import Platform
from trunkline.kernel.resource import Resource

KEPT: Final = 100
"""Rows of a kind that are remembered one by one; of those before them it is known only that there were some."""
GRACE: Final = 120.0
"""Seconds (real ones) for which an account's news is kept after its last watcher left: long enough to come back."""
MOST_WATCHERS: Final = 500


@dataclass(frozen=True, slots=True)
class News:
    """Changes of one kind. `more`: others changed, too, that are not listed."""

    kind: str
    product: str
    changes: list[tuple[str, str]]
    more: bool


@dataclass(slots=True)
class _OfKind:
    product: str
    last: int = 0
    dropped: int = 0
    rows: OrderedDict[str, tuple[int, str]] = field(default_factory=OrderedDict)

    def note(self, number: int, sid: str, what: str) -> None:
        self.last = number
        self.rows[sid] = (number, what)
        self.rows.move_to_end(sid)
        if len(self.rows) > KEPT:
            _, (self.dropped, _) = self.rows.popitem(last=False)


class Channel:
    """The news of one account. `epoch` names this course of numbers: with another, a number means nothing."""

    def __init__(self) -> None:
        # Not the platform's dice: with a seed they would name every start alike, and a restart must be seen.
        self.epoch = os.urandom(6).hex()
        self.number = 0
        self.watchers = 0
        self.lost = 0
        self._kinds: dict[str, _OfKind] = {}
        self._waiting: list[asyncio.Future[None]] = []

    def note(self, kind: str, product: str, sid: str, what: str) -> None:
        self.number += 1
        self._kinds.setdefault(kind, _OfKind(product)).note(self.number, sid, what)

    def wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    def lose(self) -> None:
        """Something has happened that nobody can tell any more: whoever watches reads everything again."""
        self.number += 1
        self.lost = self.number
        self.wake()

    def since(self, number: int) -> Iterator[News]:
        """What changed after `number`, the kind that changed last at the end."""
        for name, kind in sorted(self._kinds.items(), key=lambda item: item[1].last):
            if kind.last > number:
                yield News(name, kind.product, [(s, w) for s, (n, w) in kind.rows.items() if n > number], kind.dropped > number)

    async def wait(self, number: int, seconds: float) -> None:
        """Return when there is something after `number`, at the latest after these seconds."""
        if self.number > number:
            return
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await waiter
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)


Told = tuple[str, str, str, str, str]
"""Account, kind, product, SID, and what became of it."""


class OtherNodes(Protocol):
    """Nodes that share the record. Each tells the others what it writes while somebody at any of them watches."""

    async def start(self, hear: Callable[[Iterable[Told]], None], lose: Callable[[], None], interest: Callable[[bool], None]) -> None:
        """`hear` is called with what others wrote, `lose` when some of it was missed, `interest` when others begin or cease to watch."""

    def watch(self, here: bool) -> None:
        """Whether somebody watches at this node."""

    def tell(self, news: list[Told]) -> None:
        """What this node wrote; called only while others watch."""

    async def close(self) -> None: ...


class NewsDesk:
    """Keeps the channels, and listens to the platform while there are any."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.channels: dict[str, Channel] = {}
        self._others: OtherNodes | None = None
        self._asked = False
        self._names: dict[type[Resource], tuple[str, str] | None] = {}

    async def start(self) -> None:
        self._others = self.platform.ports.get(OtherNodes)
        if self._others is not None:
            await self._others.start(self._hear, self._lose, self._interest)

    async def close(self) -> None:
        self.platform.news = None
        if self._others is not None:
            await self._others.close()

    @property
    def watchers(self) -> int:
        return sum(channel.watchers for channel in self.channels.values())

    def enter(self, account_sid: str) -> Channel:
        """A watcher comes; `leave` when it goes."""
        channel = self.channels.setdefault(account_sid, Channel())
        channel.watchers += 1
        self._listen()
        return channel

    def leave(self, account_sid: str) -> None:
        channel = self.channels[account_sid]
        channel.watchers -= 1
        if channel.watchers == 0:
            asyncio.get_running_loop().call_later(GRACE, self._forget, account_sid, channel)

    def _forget(self, account_sid: str, channel: Channel) -> None:
        if channel.watchers == 0 and self.channels.get(account_sid) is channel:
            del self.channels[account_sid]
            self._listen()

    def _listen(self) -> None:
        """Have the platform tell as long as somebody here or at another node wants to know."""
        here = bool(self.channels)
        self.platform.news = self._take if here or self._asked else None
        if self._others is not None:
            self._others.watch(here)

    def _interest(self, others: bool) -> None:
        self._asked = others
        self._listen()

    def _take(self, told: list[tuple[Resource, str]]) -> None:
        """What a unit of work of this node has put on disk."""
        news = [found for row, state in told if (found := self._name(row, state)) is not None]
        self._hear(news)
        if self._asked and self._others is not None and news:
            self._others.tell(news)

    def _name(self, row: Resource, state: str) -> Told | None:
        kind = type(row)
        if kind not in self._names:
            self._names[kind] = (kind.__name__, kind.mounts[0].product) if kind.mounts else None
        if (named := self._names[kind]) is None:
            return None
        return row.account_sid or row.sid, *named, row.sid, state

    def _hear(self, news: Iterable[Told]) -> None:
        woken: set[Channel] = set()
        for account_sid, kind, product, sid, what in news:
            if (channel := self.channels.get(account_sid)) is not None:
                channel.note(kind, product, sid, what)
                woken.add(channel)
        for channel in woken:
            channel.wake()

    def _lose(self) -> None:
        for channel in self.channels.values():
            channel.lose()


def news_desk(platform: Platform) -> NewsDesk:
    """The platform's own; made when it is first asked for."""
    found: Any = platform.ports.get(NewsDesk)
    if found is None:
        found = platform.ports[NewsDesk] = NewsDesk(platform)
    return found  # type: ignore[no-any-return]  # ports hold anything

"""What nodes on one PostgreSQL tell each other, by LISTEN and NOTIFY, while somebody at any of them watches.

A node that is watched says so, and again every few seconds; the others then tell what they write. While nobody watches, a node holds one
idle connection and sends nothing. NOTIFY is not part of the commit that it tells of: what is lost with a connection is not sent again, but
every node hears that something was lost. The connection must be the server's own: a pooler that shares it by transactions cannot listen.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic
from typing import Any, Final

import asyncpg

from .connecting import connect, shown

Told = tuple[str, str, str, str, str]
NEWS, WATCH = "trunkline_news", "trunkline_watch"
RENEW: Final = 10.0
"""Seconds after which a node that is watched says so again; one that has not for three times as long is not watched."""
RETRY: Final = 1.0
MOST_WAITING: Final = 10_000
"""Changes that wait to be told; beyond them the others are told that some are lost."""
LARGEST: Final = 7_900
"""Octets of one NOTIFY; the server takes 8,000 at most."""
log = logging.getLogger("trunkline.news")


class PostgresNews:
    """One node's end; open it inside a running event loop."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.node = os.urandom(6).hex()  # not the platform's dice: with a seed two nodes would have one name
        self._watched: dict[str, float] = {}
        self._here = False
        self._waiting: list[Told] = []
        self._overflow = self._sending = False
        self._say: list[str] = []
        self._stir = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()

    async def start(self, hear: Callable[[Iterable[Told]], None], lose: Callable[[], None], interest: Callable[[bool], None]) -> None:
        """Does not wait for the server: the node is of use without."""
        self._hear, self._lose, self._interest = hear, lose, interest
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def watch(self, here: bool) -> None:
        if here != self._here:
            self._here = here
            self._say.append("1" if here else "0")
            self._stir.set()

    def tell(self, news: list[Told]) -> None:
        if len(self._waiting) + len(news) > MOST_WAITING:
            self._waiting, self._overflow = [], True
        else:
            self._waiting += news
        self._stir.set()

    async def _run(self) -> None:
        missed = False
        while True:
            connection: asyncpg.Connection[Any] | None = None
            try:
                connection = await connect(self.url)
                connection.add_termination_listener(lambda _: self._stir.set())
                await connection.add_listener(NEWS, self._take_news)
                await connection.add_listener(WATCH, self._take_watch)
                if missed:
                    self._lose()
                self._say += ["?", *(["1"] if self._here else [])]
                self._connected.set()
                await self._serve(connection)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as why:
                log.warning("news of other nodes at %s are not heard for now: %s", shown(self.url), why)
            finally:
                self._connected.clear()
                if connection is not None:
                    connection.terminate()
            missed, self._overflow = True, self._overflow or self._sending or bool(self._waiting)
            self._waiting, self._sending = [], False
            await asyncio.sleep(RETRY)

    async def _serve(self, connection: asyncpg.Connection[Any]) -> None:
        """Say what is to be said, until the connection is lost."""
        said = monotonic()
        while not connection.is_closed():
            for word in self._taken_words():
                await connection.execute("SELECT pg_notify($1, $2)", WATCH, f"{self.node} {word}")
            if self._here and monotonic() - said >= RENEW:
                self._say.append("1")
                said = monotonic()
                continue
            await self._send(connection)
            self._judge()
            self._stir.clear()
            if self._say or self._waiting:
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(RENEW):
                    await self._stir.wait()

    def _taken_words(self) -> list[str]:
        words, self._say = self._say, []
        return words

    async def _send(self, connection: asyncpg.Connection[Any]) -> None:
        payloads = list(pack(self._waiting))
        lost, self._overflow, self._waiting = self._overflow, False, []
        self._sending = lost or bool(payloads)
        if lost:
            payloads.insert(0, "lost")
        for payload in payloads:
            await connection.execute("SELECT pg_notify($1, $2)", NEWS, f"{self.node} {payload}")
        self._sending = False

    def _take_news(self, _connection: Any, _pid: int, _channel: str, payload: Any) -> None:
        node, _, text = str(payload).partition(" ")
        if node == self.node:
            return
        if text == "lost":
            self._lose()
            return
        try:
            self._hear([(str(a), str(k), str(p), str(s), str(w)) for a, k, p, s, w in json.loads(text)])
        except (ValueError, TypeError):
            log.warning("news of another node could not be read")

    def _take_watch(self, _connection: Any, _pid: int, _channel: str, payload: Any) -> None:
        node, _, word = str(payload).partition(" ")
        if node == self.node:
            return
        if word == "1":
            self._watched[node] = monotonic() + 3 * RENEW
        elif word == "0":
            self._watched.pop(node, None)
        elif self._here:  # somebody new asks
            self._say.append("1")
            self._stir.set()
        self._judge()

    def _judge(self) -> None:
        now = monotonic()
        self._watched = {node: until for node, until in self._watched.items() if until > now}
        self._interest(bool(self._watched))


def pack(news: Iterable[Told]) -> Iterable[str]:
    """JSON lists, none of more octets than a NOTIFY holds beside the node's name."""
    parts: list[str] = []
    size = 2
    for one in news:
        text = json.dumps(one, separators=(",", ":"))  # ASCII: a character is an octet
        if parts and size + len(text) + 1 > LARGEST:
            yield f"[{','.join(parts)}]"
            parts, size = [], 2
        parts.append(text)
        size += len(text) + 1
    if parts:
        yield f"[{','.join(parts)}]"

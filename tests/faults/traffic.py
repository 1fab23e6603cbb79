"""Load from outside for tests that break things: many clients, an application that takes callbacks, and what became of it all."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.conftest import Live

FINAL = frozenset({"delivered", "undelivered", "failed"})
_ORDER = {"queued": 0, "sending": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3}


class Sink:
    """An application's status callbacks: `told` is what it was told of each message, in the order of arrival."""

    def __init__(self, status: int = 204, delay: float = 0.0) -> None:
        self.told: defaultdict[str, list[str]] = defaultdict(list)
        self.status, self.delay = status, delay
        self.url = ""

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_post("/status", self._take)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/status"  # type: ignore[union-attr]  # as above
        return self

    async def __aexit__(self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.told[str(form["MessageSid"])].append(str(form["MessageStatus"]))
        if self.delay:
            await asyncio.sleep(self.delay)
        return web.Response(status=self.status)

    def disorder(self) -> list[str]:
        """Messages whose states were told in another order than they came about; telling one twice is no disorder."""
        return [sid for sid, states in self.told.items() if [_ORDER[s] for s in states] != sorted(_ORDER[s] for s in states)]


def client(live: Live) -> aiohttp.ClientSession:
    token = base64.b64encode(f"{live.account_sid}:{live.auth_token}".encode()).decode()
    return aiohttp.ClientSession(
        live.api_url,
        headers={"Authorization": f"Basic {token}"},
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=30),
    )


@dataclass
class Load:
    """What clients sent until they were stopped, or the server was gone. `refused` counts answers other than 201."""

    accepted: list[str] = field(default_factory=list)
    refused: list[tuple[int, Any]] = field(default_factory=list)
    stopped: bool = False

    async def run(self, live: Live, callback: str = "", clients: int = 64, most: int = 1_000_000) -> None:
        async with client(live) as session:
            await asyncio.gather(*(self._send(session, live, callback, most) for _ in range(clients)))

    async def _send(self, session: aiohttp.ClientSession, live: Live, callback: str, most: int) -> None:
        form = {"To": live.handsets[0], "From": live.numbers[0], "Body": "under load"}
        if callback:
            form["StatusCallback"] = callback
        while not self.stopped and len(self.accepted) < most:
            try:
                async with session.post(f"/2010-04-01/Accounts/{live.account_sid}/Messages.json", data=form) as answer:
                    told = await answer.json()
            except (aiohttp.ClientError, OSError, TimeoutError):
                return
            if answer.status == 201:
                self.accepted.append(told["sid"])
            else:
                self.refused.append((answer.status, told))
                await asyncio.sleep(0.02)


async def listed(session: aiohttp.ClientSession, path: str, key: str) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    rows: list[dict[str, Any]] = []
    following: str | None = path + ("&" if "?" in path else "?") + "PageSize=1000"
    while following:
        async with session.get(following) as answer:
            page = await answer.json()
        assert answer.status == 200, page
        rows += page[key]
        following = page.get("next_page_uri") or (page.get("meta") or {}).get("next_page_url")
    return rows


async def settled(live: Live, patience: float = 60.0) -> dict[str, str]:
    """SID -> status of every message, once all are final; fails when some are not in time."""
    begun = asyncio.get_running_loop().time()
    async with client(live) as session:
        while True:
            rows = await listed(session, f"/2010-04-01/Accounts/{live.account_sid}/Messages.json", "messages")
            open_ = [row for row in rows if row["direction"] != "inbound" and row["status"] not in FINAL]
            if not open_:
                return {row["sid"]: row["status"] for row in rows if row["direction"] != "inbound"}
            if asyncio.get_running_loop().time() - begun > patience:
                raise AssertionError(f"{len(open_)} of {len(rows)} messages are not final, e.g. {open_[0]['sid']} {open_[0]['status']}")
            await asyncio.sleep(0.3)


async def books_agree(live: Live) -> None:
    """Every message that shows a price is in the usage records, once, and nothing else is."""
    home = f"/2010-04-01/Accounts/{live.account_sid}"
    async with client(live) as session:
        rows = [row for row in await listed(session, f"{home}/Messages.json", "messages") if row["price"] is not None]
        [used] = await listed(session, f"{home}/Usage/Records/AllTime.json?Category=sms", "usage_records")
    price = sum(-Decimal(row["price"]) for row in rows)
    assert rows
    assert (int(used["count"]), int(used["usage"]), Decimal(used["price"])) == (len(rows), sum(int(r["num_segments"]) for r in rows), price)


async def on_the_phone(live: Live) -> dict[str, list[bool]]:
    """Message SID -> for each time the phone holds it: whether it is marked as a possible duplicate."""
    found: defaultdict[str, list[bool]] = defaultdict(list)
    async with client(live) as session:
        for row in await listed(session, f"/network/v1/Handsets/{live.handsets[0]}/Messages", "messages"):
            if row["state"] == "received":
                found[row["message_sid"]].append(row["possible_duplicate"])
    return found


async def callbacks_told(sink: Sink, sids: list[str], patience: float = 60.0) -> None:
    """Wait until each message's final state was told; fails when some were not."""

    def quiet() -> list[str]:
        return [sid for sid in sids if not sink.told[sid] or sink.told[sid][-1] not in FINAL]

    try:
        await until(lambda: not quiet(), patience)
    except TimeoutError:
        raise AssertionError(f"{len(quiet())} messages' final state was not told, e.g. {quiet()[0]}: {sink.told[quiet()[0]]}") from None


async def until(reached: Callable[[], bool], patience: float = 20.0) -> None:
    """Wait until it is so; TimeoutError when it is not so in time (seconds)."""
    async with asyncio.timeout(patience):
        while not reached():  # noqa: ASYNC110 (what is waited for happens in another process)
            await asyncio.sleep(0.05)


# Jobs that wait for their time whether or not there was traffic, or that only add up what was.
_OF_THE_CLOCK = (
    "foundations.ledger.actions.fold_entries.fold",
    "foundations.people.keeping.remove_what_is_over",
    "foundations.retention.keeping.remove_old_rows",
    "products.messaging.actions.reconfirm_consents.ask_whose_consent_is_old",
)


def jobs_left(data: Path) -> list[tuple[str, int, str]]:
    """(task, dead, last error) of the traffic that is still to be done, read from the file of a stopped server."""
    with sqlite3.connect(data / "trunkline.db") as connection:
        rows = connection.execute("SELECT task, dead, last_error FROM kernel_job").fetchall()
    return [row for row in rows if row[1] or row[0] not in _OF_THE_CLOCK]

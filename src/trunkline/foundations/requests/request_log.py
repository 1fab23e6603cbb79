"""The log of API requests: noted in memory while the request is answered, written behind."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any, Literal

from trunkline.foundations.alerts.actions.raise_alert import storable
from trunkline.foundations.retention.keeping import keep
from trunkline.kernel.errors import Unrecorded
from trunkline.kernel.identifiers import is_sid

from .parameters import LONGEST_BODY, read_parameters
from .resources.api_request import ApiRequest

if TYPE_CHECKING:
    from trunkline.kernel.platform import Platform
    from trunkline.kernel.request import Caller
    from trunkline.kernel.resource import Resource

MOST = 200
"""Requests of one second that are kept whatever they are."""
ERRORS = 10 * MOST
"""Failed requests of one second that are kept, at most."""
ROOM = 4000
"""Entries that wait to be written; what comes when there is no room is left out, and counted."""
SAMPLE = 20
PAUSE = 0.25
_BATCH = 50
_LONGEST = 1024

log = logging.getLogger("trunkline.requests")
keep("requests", ApiRequest, 30)


@dataclass(slots=True)
class Heard:
    """A request that was answered. `kind` and `operation` are those of its declaration; `account_sid` the one that it was about."""

    account_sid: str
    caller: Caller
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    product: str
    operation: str
    kind: type[Resource] | None
    status: int
    answer: Any
    key: str
    address: str
    console: bool
    started: int
    sid: str = ""
    at: int = 0
    took: int = 0
    left_out: int = 0


@dataclass
class RequestLog:
    """`level`: off, errors or all. Nothing is written until `start`; `flush` writes what is there by then."""

    platform: Platform
    level: Literal["off", "errors", "all"] = "all"
    _waiting: deque[Heard] = field(default_factory=deque)
    _left: dict[str, int] = field(default_factory=dict)
    _second: int = 0
    _taken: int = 0
    _task: asyncio.Task[None] | None = None
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def wants(self, method: str, status: int, caller: Caller, started: int, console: bool = False) -> bool:
        """Whether this request is to be noted; counts it as left out if there are too many. `started`: perf_counter_ns."""
        if status < 400:
            if self.level != "all" or (console and method in ("GET", "HEAD")):
                return False
        elif self.level == "off":
            return False
        second = started // 1_000_000_000
        if second != self._second:
            self._second, self._taken = second, 0
        self._taken += 1
        if self._taken <= MOST:
            wanted = True
        elif status >= 400:
            wanted = self._taken <= ERRORS
        else:
            wanted = method not in ("GET", "HEAD") and self._taken % SAMPLE == 0
        if wanted and len(self._waiting) < ROOM:
            return True
        self._left[caller.account_sid] = self._left.get(caller.account_sid, 0) + 1
        return False

    def note(self, heard: Heard) -> str:
        """Put it down, to be written in a moment; gives the SID that it will have."""
        heard.sid, heard.at = self.platform.sids.make(ApiRequest.prefix), self.platform.clock.now()
        heard.took = (perf_counter_ns() - heard.started) // 1000
        if self._left:
            heard.left_out = self._left.pop(heard.account_sid, 0)
        if len(heard.body) > LONGEST_BODY:
            heard.body = heard.body[: LONGEST_BODY + 1]
        heard.answer = _told(heard)
        self._waiting.append(heard)
        return heard.sid

    def start(self) -> None:
        """Write behind from now on."""
        if self._task is None and self.level != "off":
            self._task = asyncio.get_running_loop().create_task(self._write_behind())

    async def stop(self) -> None:
        """Write what waits, and no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
            await self.flush()

    async def _write_behind(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            if self._waiting:
                await self.flush()

    async def flush(self) -> None:
        """Write what waits. Never raises: what cannot be written is left out, and counted."""
        async with self._writing:
            for _ in range(len(self._waiting) // _BATCH + 1):
                batch = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
                if batch:
                    await self._write(batch)

    async def _write(self, batch: list[Heard]) -> None:
        try:
            work = self.platform.work()
            for heard in batch:
                work.add(_entry(heard))
            await work.commit()
        except Exception as why:
            # No room on the disk is no fault of ours, and is told at every request that it refuses.
            log.warning("%d entries of the request log could not be written: %s", len(batch), why, exc_info=not isinstance(why, Unrecorded))
            for heard in batch:
                self._left[heard.account_sid] = self._left.get(heard.account_sid, 0) + 1 + heard.left_out


def _told(heard: Heard) -> tuple[int | None, str | None, str | None]:
    """Code and words of a refusal, or the SID of what was answered: the rest of the answer need not be kept in memory."""
    body = heard.answer if isinstance(heard.answer, dict) else {}
    if heard.status >= 400:
        code, message = body.get("code"), body.get("message")
        key = heard.key if is_sid(heard.key) else None
        return (code if isinstance(code, int) else None), (str(message) if message else None), key
    named = body.get("sid")
    sid = named if isinstance(named, str) and is_sid(named) else heard.key
    return None, None, sid if is_sid(sid) else None


def _entry(heard: Heard) -> ApiRequest:
    headers = heard.headers
    code, message, sid = heard.answer
    return ApiRequest(
        sid=heard.sid,
        account_sid=heard.account_sid,
        date_created=heard.at - heard.took,
        method=heard.method,
        path=storable(heard.path[:_LONGEST]),
        product=heard.product,
        operation=heard.operation,
        status_code=heard.status,
        status_class=f"{heard.status // 100}xx",
        error_code=code,
        error_message=None if message is None else storable(message[:_LONGEST]),
        duration=heard.took,
        credential_sid=heard.caller.acting,
        address=heard.address,
        user_agent=storable(headers.get("user-agent", "")[:256]),
        through="console" if heard.console else "api",
        parameters=read_parameters(heard.kind, heard.query, heard.body, headers.get("content-type", "")),
        resource_sid=sid,
        left_out=heard.left_out,
    )

"""Who is bound: by credential, how many, how fast, and what waits for them."""

from __future__ import annotations

import asyncio
import logging
from base64 import b64decode
from typing import TYPE_CHECKING

from trunkline.kernel.errors import Unrecorded
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Condition

from ..protocol import statuses
from ..protocol.pdus import Pdu, ShortMessage
from ..protocol.wire import decode
from ..resources.delivery import Delivery
from ..resources.smpp_credential import SmppCredential
from ..session import Closed, NoAnswer

if TYPE_CHECKING:
    from .esme import Esme

log = logging.getLogger("trunkline.smpp.server")
BATCH = 200
LOOK = 5.0
"""Seconds between looks for what another process has put there."""
REST = 3.0
"""Seconds before what a system could not take is offered again."""
_TEMPORARY = frozenset({statuses.RX_T_APPN, statuses.RMSGQFUL, statuses.RTHROTTLED, statuses.RSYSERR, statuses.RINVBNDSTS})


class Bound:
    """The connections of one credential, and the pump that empties its queue into them. A delivery leaves the queue when it was
    acknowledged, so what was under way when a connection ended goes to the next bind."""

    def __init__(self, platform: Platform, credential: SmppCredential) -> None:
        self.platform, self.credential = platform, credential
        self.esmes: list[Esme] = []
        self._tokens, self._refilled = float(credential.rate), 0.0
        self._news = asyncio.Event()
        self._under_way: set[str] = set()
        self._resting: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._pump = asyncio.get_running_loop().create_task(self._run())

    def close(self) -> None:
        self._pump.cancel()
        for task in self._tasks:
            task.cancel()

    def allows(self) -> bool:
        """Whether one more part may be submitted now, and count it."""
        now = asyncio.get_running_loop().time()
        rate = self.credential.rate
        self._tokens = min(float(rate), self._tokens + (now - self._refilled) * rate)
        self._refilled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def wake(self) -> None:
        self._news.set()

    # What waits for the system

    async def _run(self) -> None:
        while True:
            self._news.clear()
            try:
                while await self._offer():
                    pass
            except Unrecorded as why:
                log.warning("%s: deliveries wait for the record: %s", self.credential.system_id, why)
            except Exception:  # a fault of ours must not stop what comes after
                log.exception("%s: deliveries could not be offered", self.credential.system_id)
            try:
                async with asyncio.timeout(LOOK):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def _offer(self) -> bool:
        """Begin what there is room for; True when there may be more."""
        if self._receiver() is None:
            return False
        work, now = self.platform.work(), asyncio.get_running_loop().time()
        self._resting = {sid: until for sid, until in self._resting.items() if until > now}
        busy = self._under_way | self._resting.keys()
        rows = await work.select(Delivery, limit=BATCH + len(busy), credential_sid=self.credential.sid)
        begun = 0
        for row in rows:
            if row.sid in self._under_way or row.sid in self._resting:
                continue
            receiver = self._receiver()
            if receiver is None:
                break
            self._begin(row, receiver)
            begun += 1
        await work.commit()
        return begun > 0 and begun >= BATCH

    def _receiver(self) -> Esme | None:
        """The one with the most room, if any has some."""
        found = max((e for e in self.esmes if e.receives), key=lambda e: e.room, default=None)
        return found if found is not None and found.room > 0 else None

    def _begin(self, row: Delivery, receiver: Esme) -> None:
        self._under_way.add(row.sid)
        try:
            pdus = [decode(b64decode(text), lenient=True) for text in row.pdus]
            answers = [receiver.deliver(pdu) for pdu in pdus if isinstance(pdu, ShortMessage)]
        except ValueError:
            log.exception("%s: a delivery that cannot be read is dropped", self.credential.system_id)
            answers = []

        async def finish() -> None:
            try:
                await self._finish(row, answers)
            finally:
                self._under_way.discard(row.sid)
                self._news.set()

        task = asyncio.get_running_loop().create_task(finish())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finish(self, row: Delivery, answers: list[asyncio.Future[Pdu]]) -> None:
        said = await asyncio.gather(*answers, return_exceptions=True)
        if any(isinstance(answer, Closed | NoAnswer) for answer in said):
            self._rest(row)  # it may have it: a repetition is better than a loss
            return
        statuses_said = {getattr(answer, "status", statuses.RSYSERR) for answer in said}
        if statuses_said & _TEMPORARY:
            self._rest(row)
            return
        if refused := statuses_said - {statuses.ROK}:
            names = ", ".join(map(statuses.name_of, refused))
            log.warning("%s refuses a %s for good: %s", self.credential.system_id, row.kind, names)
        work = self.platform.work()
        work.sweep(Delivery, Condition("sid", "=", row.sid))
        try:
            await work.commit()
        except Unrecorded:
            self._rest(row)

    def _rest(self, row: Delivery) -> None:
        loop = asyncio.get_running_loop()
        self._resting[row.sid] = loop.time() + REST
        loop.call_later(REST + 0.01, self._news.set)

"""One bind, kept alive: connected, bound, lost, and tried again with growing pauses."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable
from typing import Protocol

from trunkline.foundations.webhooks.outward import OutwardHosts
from trunkline.foundations.webhooks.ports import Unreachable

from ..protocol import commands, statuses
from ..protocol.pdus import Bind, Pdu
from ..session import Closed, NoAnswer, Session, Timers, Trace
from .settings import SmppSettings

log = logging.getLogger("trunkline.smpp")
STEADY = 10.0
"""Seconds for which a bind must hold before the next pause is a short one again."""
DRAIN = 5.0
"""Seconds that what is under way may take when a bind is let go."""

_COMMANDS = {
    "transceiver": commands.BIND_TRANSCEIVER,
    "transmitter": commands.BIND_TRANSMITTER,
    "receiver": commands.BIND_RECEIVER,
}


class Watcher(Protocol):
    def link_changed(self, link: Link) -> None:
        """It was bound, or lost."""
        ...

    def link_request(self, link: Link, pdu: Pdu) -> None:
        """The carrier asks something: deliver_sm, data_sm."""
        ...


class Link:
    """`mode` is transceiver, transmitter or receiver. `why` says in words why it is not bound."""

    def __init__(
        self,
        watcher: Watcher,
        settings: SmppSettings,
        mode: str,
        fraction: Callable[[], float],
        hosts: OutwardHosts,
        *,
        trace: Trace | None = None,
    ) -> None:
        self.watcher, self.settings, self.mode, self.hosts, self.trace = watcher, settings, mode, hosts, trace
        self.session: Session | None = None
        self.bound = False
        self.why = "not started"
        self.paused_until = 0.0  # in the loop's time: the carrier asked for a pause
        self.binds = 0
        self._fraction = fraction
        self._pause = 0.0
        self._lost: asyncio.Event = asyncio.Event()
        self._early: list[Pdu] = []  # what came with the answer to the bind, before anybody could look at that
        self._running: asyncio.Task[None] | None = None

    @property
    def sends(self) -> bool:
        return self.mode != "receiver"

    def room(self, now: float) -> int:
        """Requests that may be sent now."""
        if not self.bound or self.session is None or self.session.closing or now < self.paused_until:
            return 0
        return self.settings.window - self.session.outstanding

    def start(self) -> None:
        self._running = asyncio.get_running_loop().create_task(self._keep())

    async def _keep(self) -> None:
        loop, wait = asyncio.get_running_loop(), self.settings.reconnect
        while True:
            begun = loop.time()
            self._lost.clear()
            try:
                await self.open()
                begun = loop.time()
                await self._lost.wait()
            except asyncio.CancelledError:
                raise
            except (OSError, ssl.SSLError, TimeoutError, Unreachable, Closed, NoAnswer, NotBound, ValueError) as why:
                self.why = str(why) or type(why).__name__
                self._drop()
            except Exception as why:  # a fault of ours must not cost the carrier
                log.exception("%s: %s failed", self.settings.name, self.mode)
                self.why = f"{type(why).__name__}: {why}"
                self._drop()
            if loop.time() - begun > STEADY:
                wait = self.settings.reconnect
            log.warning("%s: %s is not bound: %s; again in about %.1f s", self.settings.name, self.mode, self.why, wait)
            await asyncio.sleep(wait * (1 - self._fraction() / 2))
            wait = min(wait * 2, self.settings.reconnect_most)

    async def open(self) -> None:
        """Connect and bind once. Raises OSError, TimeoutError, Unreachable, Closed, NoAnswer or NotBound."""
        settings = self.settings
        async with asyncio.timeout(settings.connect_timeout):
            session = await self._connect()
        self.session, self._early = session, []
        answer = await session.request(
            Bind(
                command=_COMMANDS[self.mode],
                system_id=settings.system_id,
                password=settings.password,
                system_type=settings.system_type,
                address_range=settings.address_range,
            )
        )
        if answer.status:
            session.close("the bind was refused")
            raise NotBound(f"{settings.host} refuses the bind: {statuses.name_of(answer.status)}")
        if session.closing:
            raise Closed("the connection ended with the bind")
        self.bound, self.why, self._pause = True, "", 0.0
        self.binds += 1
        log.info("%s: %s is bound", settings.name, self.mode)
        self.watcher.link_changed(self)
        early, self._early = self._early, []
        for pdu in early:
            self.watcher.link_request(self, pdu)

    async def _connect(self) -> Session:
        """To the first of the carrier's addresses that answers, of those that the guard has judged."""
        settings, problem = self.settings, OSError(f"{self.settings.host} has no address")
        timers = Timers(settings.response_timeout, settings.enquire_link)
        context = settings.tls_context()
        for address in await self.hosts.addresses(settings.host, settings.port):
            try:
                _, session = await asyncio.get_running_loop().create_connection(
                    lambda: Session(self, timers, lenient=True, trace=self.trace),
                    address,
                    settings.port,
                    ssl=context,
                    server_hostname=settings.host if context else None,
                )
            except ssl.SSLError:
                raise
            except OSError as why:
                problem = why
                continue
            return session
        raise problem

    async def stop(self) -> None:
        """Wait for what is under way, unbind, close."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        session, self.why = self.session, "stopped"
        if session is None:
            return
        was_bound, self.bound = self.bound, False
        if was_bound:
            await session.drain(DRAIN)
        if was_bound and not session.closing:
            try:
                async with asyncio.timeout(DRAIN):
                    await session.request(Pdu(command=commands.UNBIND))
            except (TimeoutError, Closed, NoAnswer):
                pass
        session.close("unbound")
        self.session = None

    def throttled(self, now: float) -> float:
        """The carrier wants fewer: send nothing for a while, each time twice as long. Returns the seconds until then."""
        if now >= self.paused_until:
            self._pause = min(self._pause * 2 or self.settings.throttle_pause, self.settings.throttle_most)
            self.paused_until = now + self._pause
        return self.paused_until - now

    def accepted(self) -> None:
        self._pause = 0.0

    def _drop(self) -> None:
        if self.session is not None:
            self.session.close(self.why)
        self.session = None

    # What the session tells

    def received(self, session: Session, pdu: Pdu) -> None:
        if self.bound:
            self.watcher.link_request(self, pdu)
        else:
            self._early.append(pdu)

    def lost(self, session: Session, why: str) -> None:
        if session is not self.session:
            return
        was_bound, self.bound, self.why = self.bound, False, why
        self._lost.set()
        if was_bound:
            self.watcher.link_changed(self)


class NotBound(Exception):
    """The carrier refused the bind."""

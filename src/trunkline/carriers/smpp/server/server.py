"""Listens for customers' systems, and knows which are bound."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections import OrderedDict

from trunkline.foundations.accounts.standing import may_do_business
from trunkline.kernel.platform import Platform

from ..actions.forget_old import keep_forgetting
from ..passwords import PasswordCheck
from ..protocol import statuses
from ..protocol.pdus import Bind
from ..resources.smpp_credential import SmppCredential
from ..session import Session, Timers
from ..turns import Turns
from .bound import Bound
from .esme import Esme

log = logging.getLogger("trunkline.smpp.server")
MOST = 2000
"""Connections at once."""
TO_BIND = 20.0
"""Seconds in which a connection must bind."""
STOP_SECONDS = 5.0
_ATTEMPTS, _MINUTE = 10, 60.0
_MOST_ADDRESSES = 10_000


class SmppServer:
    """Binds (ports.py) of this process. `join_after`: seconds for which a part waits for the others."""

    def __init__(self, platform: Platform, timers: Timers | None = None, *, join_after: float = 120.0) -> None:
        self.platform, self.timers, self.join_after = platform, timers or Timers(30.0, 60.0), join_after
        self.turns = Turns()
        self.esmes: set[Esme] = set()
        self._bound: dict[str, Bound] = {}
        self._check = PasswordCheck()
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._listener: asyncio.Server | None = None
        self._stopping = False
        self._forgetting: asyncio.Task[None] | None = None

    async def start(self, listener: socket.socket, tls: ssl.SSLContext | None = None) -> None:
        """The socket is bound and listening; it is closed by `stop`."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._connected, sock=listener, ssl=tls)
        self._forgetting = loop.create_task(keep_forgetting(self.platform))

    def _connected(self) -> Session:
        esme = Esme(self)
        self.esmes.add(esme)
        loop = asyncio.get_running_loop()
        if len(self.esmes) > MOST:
            loop.call_soon(esme.session.close, "there are too many connections")
        loop.call_later(TO_BIND, self._hurry, esme)
        return esme.session

    def _hurry(self, esme: Esme) -> None:
        if esme.bound is None:
            esme.session.close(f"it did not bind in {TO_BIND:g} s")

    async def stop(self) -> None:
        """Take no more; let what is under way be answered; unbind and close."""
        self._stopping = True
        if self._listener is not None:
            self._listener.close()
        if self._forgetting is not None:
            self._forgetting.cancel()
        waiting = [esme.finish(STOP_SECONDS) for esme in tuple(self.esmes)]
        await asyncio.gather(*waiting, return_exceptions=True)
        for bound in tuple(self._bound.values()):
            bound.close()

    # Binding

    async def admit(self, esme: Esme, pdu: Bind) -> Bound | int:
        """The connections of its credential, or the status that refuses it. The pause after a wrong password is the guesser's."""
        address = str((esme.session.peer or ("",))[0])
        if self._stopping or self._too_many(address):
            return statuses.RBINDFAIL
        work = self.platform.work()
        credential = await work.find(SmppCredential, system_id=pdu.system_id)  # any account: it is the system that is being proved
        usable = credential is not None and credential.enabled
        if (
            not await self._check.matches(credential.password_hash if credential else None, pdu.password)
            or credential is None
            or not usable
        ):
            self._count(address)
            await asyncio.sleep(0.5)
            return statuses.RINVPASWD if credential is not None else statuses.RINVSYSID
        if not await may_do_business(credential.account_sid, work):
            return statuses.RBINDFAIL
        bound = self._bound.get(credential.sid)
        if bound is None:
            bound = self._bound[credential.sid] = Bound(self.platform, credential)
        elif len(bound.esmes) >= credential.max_binds:
            return statuses.RALYBND
        return bound

    def _too_many(self, address: str) -> bool:
        count, until = self._failures.get(address, (0, 0.0))
        return count >= _ATTEMPTS and until > asyncio.get_running_loop().time()

    def _count(self, address: str) -> None:
        now = asyncio.get_running_loop().time()
        count, until = self._failures.pop(address, (0, 0.0))
        self._failures[address] = (count + 1 if until > now else 1), now + _MINUTE
        if len(self._failures) > _MOST_ADDRESSES:
            self._failures.popitem(last=False)

    def left(self, esme: Esme, why: str) -> None:
        self.esmes.discard(esme)
        if esme.bound is None:
            return
        log.info("%s has left: %s", esme.bound.credential.system_id, why)
        bound = esme.bound
        if esme in bound.esmes:
            bound.esmes.remove(esme)
        self.release(bound)

    def release(self, bound: Bound) -> None:
        """Forget it if nobody is bound any more."""
        if bound.esmes:
            return
        bound.close()
        if self._bound.get(bound.credential.sid) is bound:
            del self._bound[bound.credential.sid]

    # Binds

    def wake(self, credential_sid: str) -> None:
        if (bound := self._bound.get(credential_sid)) is not None:
            bound.wake()

    def drop(self, credential_sid: str) -> None:
        if (bound := self._bound.pop(credential_sid, None)) is not None:  # who binds from now on meets the credential as it is
            for esme in tuple(bound.esmes):
                esme.session.close("its credential was changed")

"""Keeps connections open per origin, hands them out, and bounds how many one origin gets."""

import asyncio
import ssl
from collections import deque
from functools import partial

from trunkline.adapters.http_client.certificates import Certificates
from trunkline.adapters.http_client.connection import Connection
from trunkline.adapters.http_client.guard import Guard
from trunkline.adapters.http_client.outward import GuardedHosts, Resolver
from trunkline.adapters.http_client.target import Target
from trunkline.foundations.webhooks.ports import Limits, Unreachable

Key = tuple[tuple[str, str, int], bool, bool]
"""Origin, and the TLS options of the call: certificate checked, name sent."""


class Lane:
    """The connections of one origin."""

    __slots__ = ("idle", "open", "waiting")

    def __init__(self) -> None:
        self.idle: list[Connection] = []
        self.open = 0
        self.waiting: deque[asyncio.Future[Connection | None]] = deque()


class Pool:
    """Connections of all origins. Not for use by several event loops."""

    def __init__(self, guard: Guard, resolver: Resolver, certificates: Certificates, *, per_origin: int, idle_s: float, kept: int) -> None:
        self._hosts = GuardedHosts(guard, resolver)
        self._certificates = certificates
        self._per_origin = per_origin
        self._idle_s = idle_s
        self._kept = kept
        self._lanes: dict[Key, Lane] = {}
        self._all: set[Connection] = set()

    def take_idle(self, key: Key) -> Connection | None:
        """A kept connection, the most recently used one, since it is the least likely to be stale."""
        lane = self._lanes.get(key)
        while lane is not None and lane.idle:
            connection = lane.idle.pop()
            if connection.usable:
                return connection
        return None

    async def take(self, key: Key, target: Target, limits: Limits, deadline: float, *, fresh: bool) -> Connection:
        """A kept or a new connection; waits for one of the origin's places. Raises `Unreachable`."""
        if not fresh and (connection := self.take_idle(key)) is not None:
            return connection
        lane = self._lanes.setdefault(key, Lane())
        while lane.open >= self._per_origin:
            if (found := await self._wait(key, lane, deadline)) is not None:
                return found
            lane = self._lanes.setdefault(key, lane)
        lane.open += 1
        try:
            return await self._connect(key, lane, target, limits, deadline)
        except BaseException:
            self._leave(key, lane)
            raise

    def give_back(self, key: Key, connection: Connection) -> None:
        """Keep a connection after its exchange, or hand it to who waits for one; a closed one is simply dropped."""
        if not connection.usable:
            return
        lane = self._lanes[key]
        while lane.waiting:
            waiter = lane.waiting.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return
        if len(self._all) > self._kept:
            connection.close()
            return
        lane.idle.append(connection)
        connection.rest(self._idle_s)

    def close(self) -> None:
        """Close every connection, those in use as well; their calls fail."""
        for connection in list(self._all):
            connection.close()

    @property
    def size(self) -> int:
        """Open connections of all origins."""
        return len(self._all)

    @property
    def origins(self) -> int:
        """Origins that have connections, or calls waiting for one."""
        return len(self._lanes)

    async def _wait(self, key: Key, lane: Lane, deadline: float) -> Connection | None:
        """Wait in line: a connection that was given back, or None when a place has become free for a new one."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Connection | None] = loop.create_future()
        lane.waiting.append(waiter)
        try:
            async with asyncio.timeout_at(deadline):
                found = await waiter
        except (TimeoutError, asyncio.CancelledError) as error:
            # The turn may have come in the same instant; then it is passed on, not lost.
            if waiter.done() and not waiter.cancelled():
                if (late := waiter.result()) is not None:
                    self.give_back(key, late)
                else:
                    self._wake(lane)
            if isinstance(error, TimeoutError):
                raise Unreachable("timeout", "all connections to this host were busy", phase="connect") from None
            raise
        # It may have been lost between being handed over and this moment; then the line is looked at again.
        return found if found is not None and found.usable else None

    def _wake(self, lane: Lane) -> None:
        while lane.waiting:
            waiter = lane.waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def _leave(self, key: Key, lane: Lane) -> None:
        lane.open -= 1
        if lane.waiting:
            self._wake(lane)
        elif lane.open == 0 and self._lanes.get(key) is lane:
            del self._lanes[key]

    def _lost(self, key: Key, lane: Lane, connection: Connection) -> None:
        if connection in self._all:
            self._all.remove(connection)
            if connection in lane.idle:
                lane.idle.remove(connection)
            self._leave(key, lane)

    async def _connect(self, key: Key, lane: Lane, target: Target, limits: Limits, deadline: float) -> Connection:
        loop = asyncio.get_running_loop()
        until = min(deadline, loop.time() + limits.connect_ms / 1000)
        addresses = await self._hosts.judged(target.host, target.port, is_address=target.is_address, until=until)
        context = self._certificates.context(verify=limits.verify, sni=limits.sni) if key[0][0] == "https" else None
        problem: Unreachable | None = None
        for address in addresses:
            connection = Connection(loop, partial(self._lost, key, lane))
            try:
                async with asyncio.timeout_at(until):
                    # The very address that was judged: a second resolution could say something else.
                    transport, _ = await loop.create_connection(
                        lambda made=connection: made,
                        address,
                        target.port,
                        ssl=context,
                        server_hostname=None if context is None else (target.host if limits.sni else ""),
                    )
            except TimeoutError:
                connection.close()
                raise problem or Unreachable("timeout", f"no connection to {address} in time") from None
            except ssl.SSLError as error:
                connection.close()
                raise Unreachable("tls", self._certificates.explain(error), code=self._certificates.code_of(error)) from None
            except OSError as error:
                connection.close()
                problem = problem or Unreachable("connect", f"{address} port {target.port}: {error.strerror or error}")
                continue
            # Without SNI the TLS library does not compare names, so it is done here.
            unnamed = context is not None and limits.verify and not limits.sni
            if unnamed and not self._certificates.covers(transport.get_extra_info("peercert"), target.host):
                connection.close()
                raise Unreachable("tls", f"the certificate is not for {target.host}", code=11235)
            if not connection.usable:
                problem = Unreachable("connect", f"{address} port {target.port} closed the connection at once")
                continue
            self._all.add(connection)
            return connection
        raise problem or Unreachable("dns", f"{target.host} has no address")

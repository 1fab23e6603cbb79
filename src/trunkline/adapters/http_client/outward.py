"""Names become addresses that the guard has judged, for HTTP and for every other protocol in which an account names a host."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence

from trunkline.adapters.http_client.guard import Guard
from trunkline.adapters.http_client.target import BadUrl, read_host
from trunkline.foundations.webhooks.ports import Unreachable

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a name, in order of preference; raises OSError where there are none."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives for a name, in its order and without repetition."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedHosts:
    """OutwardHosts by the operator's guard."""

    def __init__(self, guard: Guard, resolver: Resolver = resolve) -> None:
        self.guard, self._resolve = guard, resolver

    def objection(self, host: str, port: int) -> str | None:
        try:
            name, is_address = read_host(host)
        except BadUrl as why:
            return str(why)
        if self.guard.allows(name, port):
            return None
        found = self.guard.objection_to_address(name, port) if is_address else self.guard.objection_to_name(name)
        shown = f"[{name}]" if ":" in name else name
        return found and f"{found}; it is for the operator to allow it, by TRUNKLINE_WEBHOOK_ALLOW={shown}:{port}"

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            name, is_address = read_host(host)
        except BadUrl as why:
            raise Unreachable("url", str(why)) from None
        return await self.judged(name, port, is_address=is_address)

    async def judged(self, host: str, port: int, *, is_address: bool, until: float | None = None) -> Sequence[str]:
        """The addresses of a host that was read already. Every one is judged: a name with one public and one private one is refused.

        `until`: the moment, in the loop's time, at which to stop asking the resolver.
        """
        allowed = self.guard.allows(host, port)
        if is_address:
            addresses: Sequence[str] = [host]
        else:
            if not allowed and (objection := self.guard.objection_to_name(host)):
                raise Unreachable("refused", objection)
            try:
                async with asyncio.timeout_at(until):
                    addresses = await self._resolve(host, port)
            except TimeoutError:
                raise Unreachable("dns", f"{host} was not resolved in time") from None
            except (OSError, UnicodeError) as error:
                raise Unreachable("dns", f"{host}: {getattr(error, 'strerror', None) or error}") from None
        for address in () if allowed else addresses:
            if objection := self.guard.objection_to_address(address, port):
                raise Unreachable("refused", objection if is_address else f"{host} resolves to {address}: {objection}")
        return addresses

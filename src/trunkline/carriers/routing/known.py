"""The routes, carriers and prices of all accounts, held in memory: every text that leaves asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from time import monotonic

from trunkline.foundations.trust.actions.settle_terms import forget_terms
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .resources.carrier import Carrier
from .resources.price import CarrierPrice
from .resources.route import MessageRoute
from .rules.choose_route import Tariff, Way

FRESH = 2.0
"""Seconds for which what was read is believed where other processes write to the database, too."""
SETTLING = 1.0
"""Seconds after a change of our own in which nothing is kept: its commit may still be on the way."""


class KnownRoutes:
    """One for a platform, in its ports."""

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._changed_at = float("-inf")
        self._ways: dict[str, list[Way]] = {}
        self.carriers: dict[str, Carrier] = {}

    def forget(self) -> None:
        self._changed_at = monotonic()
        self._read_at = float("-inf")

    async def ways(self, work: Work, family: Iterable[str]) -> list[Way]:
        """Those of the first of the family that has any."""
        await self.refresh(work)
        return next((found for account_sid in family if (found := self._ways.get(account_sid))), [])

    async def refresh(self, work: Work) -> None:
        """Read everything anew, unless what is known still holds."""
        now = monotonic()
        if now - self._read_at < (FRESH if work.platform.database.shared else float("inf")):
            return
        carriers = {row.sid: row for row in await work.select(Carrier)}  # any account: kept for all, chosen by account
        tariffs: dict[str, list[Tariff]] = {}
        for row in await work.select(CarrierPrice):  # any account: by carrier
            known = Tariff(row.destination, Decimal(row.price), row.currency, row.effective_from, row.effective_to)
            tariffs.setdefault(row.carrier_sid, []).append(known)
        ways: dict[str, list[Way]] = {}
        for route in await work.select(MessageRoute):  # any account: chosen by account
            carrier = carriers.get(route.carrier_sid)
            if carrier is not None:
                ways.setdefault(route.account_sid, []).append(_way(route, carrier, tuple(tariffs.get(carrier.sid, ()))))
        self.carriers, self._ways = carriers, ways
        if now - self._changed_at > SETTLING:
            self._read_at = now


def _way(route: MessageRoute, carrier: Carrier, tariffs: tuple[Tariff, ...]) -> Way:
    return Way(
        route_sid=route.sid, carrier_sid=carrier.sid, carrier_name=carrier.friendly_name, destination=route.destination,
        sender=route.sender, subaccount_sid=route.subaccount_sid, channel=route.channel, priority=route.priority, weight=route.weight,
        enabled=route.enabled, carrier_enabled=carrier.enabled,
        carrier_kind=carrier.kind, tariffs=tariffs,
    )  # fmt: skip


def known_routes(work: Work) -> KnownRoutes:
    found: KnownRoutes = work.platform.ports.setdefault(KnownRoutes, KnownRoutes())
    return found


@alongside(Carrier)
@alongside(MessageRoute)
@alongside(CarrierPrice)
def forget_routes(row: Resource, state: str, work: Work) -> None:
    known_routes(work).forget()
    forget_terms(work)  # a way out of the simulated network brings another preset

"""The order in which routes are tried, and why: pure, so that a dry run says exactly what a send would do.

1. Routes that do not fit the text, are switched off, or lead to a carrier that is switched off, are out.
2. Carriers that are up come before those that are down: a route to a carrier that is down is still tried last, since health may be wrong.
3. Lower `priority` first (an operator's own word).
4. Then the more exact route: the longer destination, then one with a sender, a subaccount, a channel.
5. Then the cheaper one for this destination; a carrier without a price comes behind those with one. Prices in another currency than the
   first one's are not compared.
6. Among equals, each by its weight in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .money import write_price


@dataclass(frozen=True, slots=True)
class Wanted:
    """The text, as far as a route may look at it."""

    destination: str
    sender: str
    account_sid: str
    channel: str = "sms"
    segments: int = 1


@dataclass(frozen=True, slots=True)
class Tariff:
    """A price a segment of one carrier for destinations that begin with `destination`."""

    destination: str
    price: Decimal
    currency: str
    effective_from: int
    effective_to: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """One route with what is known of its carrier."""

    route_sid: str
    carrier_sid: str
    carrier_name: str
    destination: str = ""
    sender: str = ""
    subaccount_sid: str = ""
    channel: str = ""
    priority: int = 10
    weight: int = 1
    enabled: bool = True
    carrier_enabled: bool = True
    carrier_kind: str = ""
    health: str = "up"
    health_words: str = ""
    tariffs: tuple[Tariff, ...] = ()


@dataclass(frozen=True, slots=True)
class Considered:
    """A way with what spoke for or against it; `usable` is False for those that are out. `cost` is for all segments."""

    way: Way
    usable: bool
    reason: str
    cost: Decimal | None = None
    currency: str = ""

    def to_data(self) -> dict[str, object]:
        return {
            "route_sid": self.way.route_sid,
            "carrier_sid": self.way.carrier_sid,
            "carrier": self.way.carrier_name,
            "usable": self.usable,
            "reason": self.reason,
            "cost": None if self.cost is None else write_price(self.cost),
            "currency": self.currency or None,
        }


def choose_route(wanted: Wanted, ways: Sequence[Way], now: int, turn: int = 0) -> list[Considered]:
    """Every way, those to be tried first in front, those that are out at the end. `turn` counts up, so that equals take turns."""
    fit: list[Considered] = []
    out: list[Considered] = []
    for way in ways:
        against = _against(way, wanted)
        tariff = _tariff(way, wanted.destination, now)
        cost = None if tariff is None else tariff.price * wanted.segments
        found = Considered(way, not against, against or _words(way, cost, tariff), cost, tariff.currency if tariff else "")
        (out if against else fit).append(found)
    currency = next((c.currency for c in sorted(fit, key=_rank) if c.currency), "")
    fit.sort(key=lambda c: (*_rank(c), *_dear(c, currency)))
    return [*_take_turns(fit, currency, turn), *out]


def _against(way: Way, wanted: Wanted) -> str:
    if not way.enabled:
        return "the route is switched off"
    if not way.carrier_enabled:
        return "its carrier is switched off"
    if not wanted.destination.startswith(way.destination):
        return f"the destination does not begin with {way.destination}"
    if not wanted.sender.startswith(way.sender):
        return f"the sender does not begin with {way.sender}"
    if way.subaccount_sid and way.subaccount_sid != wanted.account_sid:
        return f"it is for {way.subaccount_sid} only"
    if way.channel and way.channel != wanted.channel:
        return f"it is for {way.channel} only"
    return ""


def _tariff(way: Way, destination: str, now: int) -> Tariff | None:
    """The one in force with the longest destination; of two, the later one."""
    in_force = (
        t
        for t in way.tariffs
        if destination.startswith(t.destination) and t.effective_from <= now and (t.effective_to is None or now < t.effective_to)
    )
    return max(in_force, key=lambda t: (len(t.destination), t.effective_from), default=None)


def _words(way: Way, cost: Decimal | None, tariff: Tariff | None) -> str:
    said = [f"priority {way.priority}"]
    if way.destination:
        said.append(f"for {way.destination}")
    said.append("no price is known" if cost is None or tariff is None else f"costs {write_price(cost)} {tariff.currency}")
    if way.health != "up":
        said.append(f"its carrier is {way.health}: {way.health_words}" if way.health_words else f"its carrier is {way.health}")
    return ", ".join(said)


def _rank(found: Considered) -> tuple[bool, int, int, bool, bool, bool]:
    way = found.way
    return (way.health == "down", way.priority, -len(way.destination), not way.sender, not way.subaccount_sid, not way.channel)


def _dear(found: Considered, currency: str) -> tuple[bool, Decimal]:
    if found.cost is None or found.currency != currency:
        return (True, Decimal(0))
    return (False, found.cost)


def _take_turns(fit: list[Considered], currency: str, turn: int) -> list[Considered]:
    """The sorted list, with each run of equals begun at the one whose turn it is."""
    ordered: list[Considered] = []
    at = 0
    while at < len(fit):
        end = at + 1
        while end < len(fit) and (*_rank(fit[end]), *_dear(fit[end], currency)) == (*_rank(fit[at]), *_dear(fit[at], currency)):
            end += 1
        ordered += _from(fit[at:end], turn)
        at = end
    return ordered


def _from(equals: list[Considered], turn: int) -> list[Considered]:
    total = sum(c.way.weight for c in equals)
    if len(equals) == 1 or not total:
        return equals
    place = turn % total
    for number, found in enumerate(equals):
        place -= found.way.weight
        if place < 0:
            first = number
            break
    rest = sorted((c for n, c in enumerate(equals) if n != first), key=lambda c: c.way.weight == 0)
    return [equals[first], *rest]

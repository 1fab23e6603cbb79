"""The carrier that messaging hands its texts to: it chooses among the configured ones, fails over, and writes down why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from trunkline.foundations.accounts.family import family_of
from trunkline.kernel.clock import SECOND
from trunkline.kernel.work import Work
from trunkline.products.messaging.ports import Exchange, Handover, MessageCarrier, Refused, TakesParts, Unavailable, listen

from .known import known_routes
from .resources.hop import Hop
from .rules.choose_route import Considered, Wanted, Way, choose_route
from .rules.money import write_price
from .running import RunningCarriers

ELSEWHERE = frozenset({30001, 30008, 30011, 30017, 30022})
"""Refusals that say something of the carrier (full, failed, without MMS, congested, over its rate), not of the text or its recipient."""
NO_WAY = 30006
"""Twilio's "Landline or unreachable carrier": there are routes, and none fits."""
_PATIENCE = 10 * SECOND
_SHORTEST_IN_PARTS = 70
"""UTF-16 units: a text of no more fits into one part in every alphabet."""


class RoutingCarrier:
    """MessageCarrier over all configured carriers. An account without a route (and without a parent that has one) uses `otherwise`."""

    def __init__(self, otherwise: MessageCarrier, running: RunningCarriers) -> None:
        self.otherwise, self.running = otherwise, running
        self._turn = 0
        self._pinned: dict[str, tuple[str, list[Exchange]]] = {}

    @contextmanager
    def pinned(self, message_sid: str, carrier_sid: str) -> Iterator[list[Exchange]]:
        """While this lasts, this one text goes to this carrier, whatever the routes say; what was said and heard is in the list."""
        heard: list[Exchange] = []
        self._pinned[message_sid] = carrier_sid, heard
        try:
            yield heard
        finally:
            del self._pinned[message_sid]

    async def submit(self, handover: Handover, work: Work) -> str:
        ways = await self.ways(work, handover.account_sid)
        pinned = self._pinned.get(handover.message_sid)
        if pinned is not None:
            carrier_sid, told = pinned
            with listen() as heard:
                try:
                    return await self._carry(handover, [Way("", carrier_sid, known_routes(work).carriers[carrier_sid].friendly_name)], work)
                finally:
                    told += heard
        if not ways:
            return await self.otherwise.submit(handover, work)
        return await self._carry(handover, ways, work)

    async def _carry(self, handover: Handover, ways: list[Way], work: Work) -> str:
        """By the first way whose carrier takes it. A carrier that has the beginning of a long text gets the rest, whatever speaks for
        others: parts are joined by sender, reference and one carrier's own cut, so that nobody else's rest would fit, and the whole text
        by another way would arrive a second time beside half of the first."""
        wanted = Wanted(handover.to, handover.from_, handover.account_sid, channel_of(handover), handover.segments)
        self._turn += 1
        considered = choose_route(wanted, ways, work.now, self._turn)
        told = [c.to_data() for c in considered]
        waits: list[Unavailable] = []
        last: Refused | None = None
        begun = await self._begun(handover, considered, work)
        for found in considered if begun is None else [begun]:
            if not found.usable:
                break
            hop = _hop(handover, found, told)
            try:
                hop.carrier_id = await self._try(found, handover, work)
            except Unavailable as wait:
                hop.outcome, hop.reason = "unavailable", str(wait)
                waits.append(wait)
            except Refused as refused:
                hop.outcome, hop.reason = "refused", f"{refused.code} {refused.message}".strip()
                if refused.code not in ELSEWHERE:
                    work.add(hop)
                    raise
                last = refused
            stays = hop.outcome != "submitted" and await self._begun(handover, [found], work) is not None
            if stays:
                hop.reason += "; it has the beginning of this text, so that no other carrier is asked"
            work.add(hop)
            if hop.outcome == "submitted":
                return hop.carrier_id
            if stays:
                break
        if waits:
            raise Unavailable(min(w.delay for w in waits), "; ".join(dict.fromkeys(map(str, waits))))
        raise last or Refused(NO_WAY, "no route of the account fits this text")

    async def _begun(self, handover: Handover, considered: list[Considered], work: Work) -> Considered | None:
        """The way whose carrier has taken a part of this text already, of those that may be used."""
        if len(handover.body.encode("utf-16-le")) <= 2 * _SHORTEST_IN_PARTS:
            return None
        for found in considered:
            row = known_routes(work).carriers.get(found.way.carrier_sid) if found.usable else None
            held = None if row is None else await self.running.of(row)
            if held is not None and isinstance(held.carrier, TakesParts) and await held.carrier.has_begun(handover, work):
                return found
        return None

    async def _try(self, found: Considered, handover: Handover, work: Work) -> str:
        row = known_routes(work).carriers[found.way.carrier_sid]
        held = await self.running.of(row)
        if held is None:
            raise Unavailable(_PATIENCE, self.running.health(row.sid).words)
        try:
            return await held.carrier.submit(handover, work)
        except Unavailable as wait:
            self.running.rest(held, wait.delay, str(wait))
            raise

    async def ways(self, work: Work, account_sid: str) -> list[Way]:
        """The routes that an account's texts may take, with how their carriers are at this moment."""
        found = await known_routes(work).ways(work, await family_of(work, account_sid))
        return [replace(way, health=h.state, health_words=h.words) for way in found for h in (self.running.health(way.carrier_sid),)]

    async def message_of(self, work: Work, carrier_sid: str, carrier_id: str) -> str:
        hop = await work.find(Hop, carrier_sid=carrier_sid, carrier_id=carrier_id)  # any account: a carrier serves subaccounts, too
        return "" if hop is None else hop.message_sid

    async def is_real(self, work: Work, account_sid: str) -> bool:
        """Whether some route of this account leads out of the simulated network."""
        found = await known_routes(work).ways(work, await family_of(work, account_sid))
        return any(way.enabled and way.carrier_enabled and way.carrier_kind != "simulated" for way in found)


def channel_of(handover: Handover) -> str:
    """The word before the colon of a channel address; else mms for a text with files, or sms."""
    before, colon, _ = handover.to.partition(":")
    if colon:
        return before
    return "mms" if handover.media else "sms"


def _hop(handover: Handover, found: Considered, told: list[dict[str, object]]) -> Hop:
    return Hop(
        account_sid=handover.account_sid, message_sid=handover.message_sid, carrier_sid=found.way.carrier_sid,
        route_sid=found.way.route_sid, considered=told, cost="" if found.cost is None else write_price(found.cost), currency=found.currency,
    )  # fmt: skip

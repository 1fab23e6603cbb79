"""Which way a message took, and which it did not."""

from __future__ import annotations

from trunkline.foundations.timeline.step import Link, Step, tells
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.message import Message

from .resources.carrier import Carrier
from .resources.hop import Hop

_ENDS = {
    "submitted": "the carrier has taken it",
    "refused": "the carrier has refused it",
    "unavailable": "the carrier could not be reached",
}


@tells(Message)
async def tell_hops(message: Message, work: Work) -> list[Step]:
    """The choice among the routes, and each attempt at a carrier."""
    hops = await work.select(Hop, account_sid=message.account_sid, message_sid=message.sid)
    steps: list[Step] = []
    for hop in hops:
        carrier = await work.fetch(Carrier, hop.carrier_sid) if hop.carrier_sid else None  # any account: a subaccount uses its owner's
        name = getattr(carrier, "friendly_name", "") or hop.carrier_sid or "the simulated network"
        if not steps or hop.considered != hops[0].considered:
            words = f"{len(hop.considered)} considered" if hop.considered else ""
            steps.append(Step(hop.date_created, "route", f"The route leads to {name}", words, "", {"considered": hop.considered}))
        summary = _ENDS.get(hop.outcome, hop.outcome) + (f": {hop.reason}" if hop.reason else "")
        details = {
            "hop_sid": hop.sid,
            "carrier_sid": hop.carrier_sid,
            "route_sid": hop.route_sid,
            "carrier_id": hop.carrier_id,
            "cost": f"{hop.cost} {hop.currency}".strip() if hop.cost else None,
            "outcome": hop.outcome,
            "reason": hop.reason,
        }
        links = [Link("Carrier", f"/resources/network/Carrier/{hop.carrier_sid}")] if carrier is not None else []
        steps.append(Step(hop.date_created, "hop", f"Handed to {name}", summary, hop.outcome, details, links))
    return steps

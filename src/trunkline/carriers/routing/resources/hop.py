"""One attempt to hand one message to one carrier, with the reasons for the choice."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Privacy, Sid, choice
from trunkline.kernel.resource import Resource

OUTCOMES = choice("submitted", "refused", "unavailable")


class Hop(
    Resource,
    sid="HP",
    mounts=[V(1, "network", "/Hops", "list fetch")],
    indexes=[("message_sid", "sid"), ("carrier_sid", "carrier_id")],
):
    """`considered` lists every route that the account has, in the order in which they were to be tried, each with what spoke for or
    against it. `carrier_id` is the carrier's name for the text; `cost` the price of all segments, "" where none is known.
    """

    message_sid: Annotated[Sid, Filter()] = ""
    carrier_sid: Annotated[Sid, Filter()] = ""
    route_sid: Annotated[str, Filter(), Privacy.KEEP] = ""
    outcome: Annotated[str, OUTCOMES, Filter(), Privacy.KEEP] = "submitted"
    reason: Annotated[str, Privacy.KEEP] = ""
    carrier_id: Annotated[str, Privacy.KEEP] = ""
    cost: Annotated[str, Privacy.KEEP] = ""
    currency: Annotated[str, Privacy.KEEP] = ""
    considered: list[Any] = field(default_factory=list)

"""Which texts go to which carrier."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Privacy, Sid, Update, choice
from trunkline.kernel.resource import Resource

CHANNELS = choice("", "sms", "mms", "whatsapp", "messenger", "viber", "rcs")
_NUMBER = (32, 20001)


class MessageRoute(Resource, sid="RT", mounts=[V(1, "network", "/Routes")], title="Route"):
    """A text meets the route when its destination begins with `destination`, its sender with `sender`, and its subaccount and channel are
    those named; what is empty meets all. Of the routes that are met, see rules/choose_route.py for the order in which they are tried.

    `priority`: lower first. `weight`: the share among routes that are equal otherwise; 0 takes part only when no other can.
    """

    carrier_sid: Annotated[Sid, Create(required=20001), Update, Filter()] = ""
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Privacy.KEEP] = ""
    destination: Annotated[str, Create(longest=_NUMBER), Update(longest=_NUMBER), Filter(), Privacy.KEEP] = ""
    sender: Annotated[str, Create(longest=_NUMBER), Update(longest=_NUMBER), Filter(), Privacy.KEEP] = ""
    subaccount_sid: Annotated[str, Create(longest=(34, 20001)), Update(longest=(34, 20001)), Filter(), Privacy.KEEP] = ""
    channel: Annotated[str, CHANNELS, Create, Update, Filter(), Privacy.KEEP] = ""
    priority: Annotated[int, Create, Update] = 10
    weight: Annotated[int, Create, Update] = 1
    enabled: Annotated[bool, Create, Update] = True

"""What happens because a carrier was configured: it connects, or lets go."""

from __future__ import annotations

from trunkline.kernel.reactions import when
from trunkline.kernel.work import Work

from .known import known_routes
from .resources.carrier import Carrier
from .running import RunningCarriers


@when(Carrier, enters="created changed removed", attempts=3)
async def connect_carrier(carrier: Carrier, work: Work) -> None:
    known_routes(work).forget()
    await work.port(RunningCarriers).refresh(work)

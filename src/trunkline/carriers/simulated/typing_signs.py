"""That somebody is writing, on the screens of virtual phones: seen by who watches, and on the phone's own row for who looks."""

from __future__ import annotations

from trunkline.kernel.work import Work

from .network import SimulatedNetwork
from .resources.handset import Handset
from .rules.channels import number_of

LASTS = 25_000_000
"""Microseconds for which it shows (WhatsApp's 25 seconds)."""


class TypingSigns:
    """TypingIndicators over the simulated network."""

    def __init__(self, network: SimulatedNetwork) -> None:
        self.network = network
        self._until: dict[tuple[str, str], int] = {}

    async def show(self, work: Work, account_sid: str, person: str, ours: str) -> None:
        handset = await self.network.handset(work, account_sid, number_of(person))
        if handset is None:
            return
        now = work.now
        self._until = {key: end for key, end in self._until.items() if end > now}
        self._until[handset.sid, ours] = now + LASTS
        if (row := await work.fetch(Handset, handset.sid)) is not None:  # what the network knows is not to be changed
            work.change(row, typing_from=ours, typing_until=now + LASTS)
        self.network.ring(handset.sid)

    def writing(self, handset_sid: str, now: int) -> list[str]:
        """Who is writing to this phone now."""
        return sorted(ours for (sid, ours), end in self._until.items() if sid == handset_sid and end > now)

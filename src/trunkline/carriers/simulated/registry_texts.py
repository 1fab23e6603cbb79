"""The campaign registry texts the phones of the simulated network."""

from __future__ import annotations

from trunkline.kernel.work import Work

from .actions.answer_registry import put
from .network import SimulatedNetwork


class SimulatedRegistry:
    """RegistryTexts over the simulated network."""

    def __init__(self, network: SimulatedNetwork) -> None:
        self.network = network

    async def text(self, work: Work, account_sid: str, to: str, body: str) -> bool:
        handset = await self.network.handset(work, account_sid, to)
        if handset is None:
            return False
        put(handset, body, work)
        return True

"""The simulated network as one carrier among others: for accounts that send some texts out and rehearse the rest."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work
from trunkline.products.messaging.ports import Configured, Handover, Health, MessageCarrier


class SimulatedKind:
    """CarrierKind `simulated`: no settings."""

    def __init__(self, network: MessageCarrier) -> None:
        self.network = network

    def read(self, settings: dict[str, Any], secret: str) -> dict[str, Any]:
        if settings:
            raise ValueError("the simulated network has no settings: its faults and handsets are resources of their own")
        return {}

    def reaches(self, settings: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        return ()

    def open(self, platform: Platform, configured: Configured) -> OneOfMany:
        return OneOfMany(self.network)


class OneOfMany:
    """RunningCarrier over a carrier that is always there."""

    def __init__(self, carrier: MessageCarrier) -> None:
        self.carrier = carrier

    async def start(self) -> None:
        """It runs already."""

    async def stop(self) -> None:
        """And goes on for those without routes."""

    def health(self) -> Health:
        return Health("up")

    async def cancel(self, carrier_id: str, work: Work) -> bool:
        return False

    async def submit(self, handover: Handover, work: Work) -> str:
        return await self.carrier.submit(handover, work)

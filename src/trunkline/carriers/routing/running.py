"""The configured carriers that this process holds open."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work
from trunkline.products.messaging.ports import CarrierKinds, Configured, Health, RunningCarrier

from .known import known_routes
from .resources.carrier import Carrier

log = logging.getLogger("trunkline.carriers")

PURPOSE = "carrier"
"""What a carrier's secret is sealed for."""


@dataclass
class Open:
    """`version` of the row that it was opened from; `rests_until` in monotonic seconds: it said when it can be asked again."""

    carrier: RunningCarrier
    version: int
    rests_until: float = 0.0
    why: str = ""


class RunningCarriers:
    """One for a platform, in its ports. Carriers are opened when they are first needed, or by `refresh`, and replaced when changed."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._open: dict[str, Open] = {}
        self._broken: dict[str, tuple[int, str]] = {}

    async def refresh(self, work: Work) -> None:
        """Open what is enabled, close what is not any more: at the start of a process and after each change."""
        known = known_routes(work)
        await known.refresh(work)
        for sid in [sid for sid in self._open if not _wanted(known.carriers.get(sid))]:
            await self._close(sid)
        for carrier in known.carriers.values():
            if _wanted(carrier):
                await self.of(carrier)

    async def of(self, row: Carrier) -> Open | None:
        """The open carrier of this row, opened now if it must be; None when its settings cannot be used (see `health`)."""
        held = self._open.get(row.sid)
        if held is not None and held.version == row.version:
            return held
        if held is not None:
            await self._close(row.sid)
        if self._broken.get(row.sid, (0, ""))[0] == row.version:
            return None
        try:
            opened = Open(self._build(row), row.version)
        except (KeyError, ValueError) as why:  # a kind of a later version, or a key of another data folder
            log.error("carrier %s (%s) cannot be opened: %s", row.sid, row.friendly_name, why)
            self._broken[row.sid] = row.version, str(why)
            return None
        self._broken.pop(row.sid, None)
        self._open[row.sid] = opened
        await opened.carrier.start()
        return opened

    def _build(self, row: Carrier) -> RunningCarrier:
        kind = self.platform.ports[CarrierKinds][row.kind]
        secret = self.platform.ports[Vault].open(row.sealed_secret, PURPOSE) if row.sealed_secret else ""
        settings = kind.read(row.settings, secret)
        found: RunningCarrier = kind.open(
            self.platform, Configured(row.sid, row.account_sid, settings, secret, lambda: self.platform.origin)
        )
        return found

    def health(self, carrier_sid: str) -> Health:
        """What is known now, without asking anybody. A carrier that was never needed counts as up."""
        if carrier_sid in self._broken:
            return Health("down", self._broken[carrier_sid][1])
        held = self._open.get(carrier_sid)
        if held is None:
            return Health("up", "not in use yet")
        if held.rests_until > monotonic():
            return Health("down", held.why)
        return held.carrier.health()

    def rest(self, held: Open, delay: int, why: str) -> None:
        """It could not take a text: for `delay` microseconds others come first."""
        held.rests_until, held.why = monotonic() + delay / 1_000_000, why

    async def close(self) -> None:
        for sid in list(self._open):
            await self._close(sid)

    async def _close(self, sid: str) -> None:
        held = self._open.pop(sid)
        await held.carrier.stop()


def _wanted(row: Carrier | None) -> bool:
    return row is not None and row.enabled

"""The time by which people are signed in, locked out and asked again: a clock of its own, which the simulated network does not move.

A person stops and advances the platform's clock to see what their app does next month. That must neither sign them out, nor open or
lengthen a lock-out; and the codes of an authenticator app follow the time of the world whatever the platform's clock says.
"""

from __future__ import annotations

from trunkline.kernel.clock import Clock
from trunkline.kernel.platform import Platform


class WallClock(Clock):
    """Real time, unless a test stops it."""


def wall_clock(platform: Platform) -> WallClock:
    found: WallClock = platform.ports.setdefault(WallClock, WallClock())
    return found

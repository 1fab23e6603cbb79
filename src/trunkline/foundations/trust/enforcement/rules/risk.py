"""How likely an account or a program is to be sending what nobody wants: one number from its last sends (R58)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

ENOUGH = 1_000
"""Sends over which rates are reckoned, and below which no program is paused: three annoyed people prove nothing."""
MOST_STOPS = 0.05
"""Share of opt-outs among `ENOUGH` sends above which a program is paused (R58)."""
_TELLING = 50
"""Sends below which a rate says little; until then the score is scaled down."""


class Segment(Struct, frozen=True):
    """Some sends in a row, and what came of them. `rotations`: changes of sender after rejections; `bursts`: of suspected paid traffic."""

    sends: int = 0
    stops: int = 0
    filtered: int = 0
    rejected: int = 0
    rotations: int = 0
    bursts: int = 0

    def plus(self, other: Segment) -> Segment:
        return Segment(*(one + more for one, more in zip(self.counts, other.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, int, int, int, int, int]:
        return (self.sends, self.stops, self.filtered, self.rejected, self.rotations, self.bursts)


def join(segments: Iterable[Segment]) -> Segment:
    total = Segment()
    for segment in segments:
        total = total.plus(segment)
    return total


def roll(segments: list[Segment], latest: Segment, size: int = 100) -> list[Segment]:
    """The window with the latest counts: whole segments of about `size` sends, the oldest dropped while `ENOUGH` sends remain."""
    kept = list(segments)
    if kept and kept[-1].sends < size:
        kept[-1] = kept[-1].plus(latest)
    else:
        kept.append(latest)
    total = sum(segment.sends for segment in kept)
    while len(kept) > 1 and total - kept[0].sends >= ENOUGH:
        total -= kept.pop(0).sends
    return kept


def rate(count: int, sends: int) -> float:
    """A share between 0 and 1; 0 of nothing."""
    return min(1.0, count / sends) if sends else 0.0


def score(window: Segment) -> int:
    """0 (nothing against it) to 100. Half of it comes from opt-outs, which only recipients can bring about."""
    weighed = (
        50 * min(1.0, rate(window.stops, window.sends) / MOST_STOPS)
        + 25 * min(1.0, rate(window.filtered, window.sends) / 0.05)
        + 10 * min(1.0, rate(window.rejected, window.sends) / 0.25)
    )
    certain = weighed * min(1.0, window.sends / _TELLING)
    return round(min(100.0, certain + min(10, 5 * window.rotations) + min(10, 5 * window.bursts)))


def must_pause(window: Segment) -> bool:
    """Whether so many opted out that a program is to be paused."""
    return window.sends >= ENOUGH and window.stops > MOST_STOPS * window.sends

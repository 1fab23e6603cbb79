"""How fast each sort of sender sends, and how long a queue before it may grow.

Source: Twilio, "Understanding Twilio Rate Limits and Message Queues" and error 30001: rates count segments a second, and what would wait
longer than the queue's length in hours is not taken. The figures are those of the United States and Canada.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .sender_choice import SenderType

EVERY = "every"
QUEUE_HOURS = 10.0
USUAL: Mapping[str, float] = {
    SenderType.LONG_CODE: 1.0,
    SenderType.TOLL_FREE: 3.0,
    SenderType.SHORT_CODE: 100.0,
    SenderType.ALPHANUMERIC: 10.0,
    SenderType.CHANNEL: 80.0,
}
"""Segments a second by sort of sender."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What an account has set for one sender, one sort or `every`; `per_second` None means the usual rate."""

    sender: str
    per_second: float | None
    queue_hours: float = QUEUE_HOURS


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` segments, above 0; `queue_seconds` is how long a text may have to wait for its turn."""

    per_second: float
    queue_seconds: float


class Rates:
    """What holds for an account's senders: the closest setting, and no limit where there is none."""

    def __init__(self, settings: Iterable[Setting]) -> None:
        self._settings = {one.sender: one for one in settings}

    @property
    def unlimited(self) -> bool:
        return not self._settings

    def of(self, address: str, kind: str) -> Rate | None:
        """The rate of a sender of this sort; None for one without a limit."""
        known = self._settings
        setting = known.get(address) or known.get(kind) or known.get(EVERY)
        if setting is None:
            return None
        return Rate(setting.per_second or USUAL[kind], setting.queue_hours * 3600)


def weight(rate: Rate | None, kind: str) -> float:
    """The rate by which a pool's texts are spread: what holds, or what is usual where nothing does."""
    return USUAL[kind] if rate is None else rate.per_second

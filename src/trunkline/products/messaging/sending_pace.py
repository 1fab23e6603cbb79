"""When each text's turn to leave is: one queue a sender, at the sender's rate.

Turns are kept in the memory of the node, so two nodes that send from one number reach twice its rate between them. After a restart a text
that waited asks for its turn again, no sooner than it would have had it.
"""

from __future__ import annotations

from trunkline.kernel.clock import SECOND
from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work

from .known_pools import type_of
from .resources.sending_rate import SendingRate
from .rules.addresses import AddressKind, parse_from
from .rules.sender_choice import SenderType
from .rules.sending_rate import Rate, Rates, Setting
from .short_memory import ShortMemory

_MANY = 50_000  # turns remembered before those that nobody came for are dropped
_LATE = 600 * SECOND


class QueueFull(Exception):
    """The sender has more to do than its queue may hold."""


class SendingPace:
    """Of one platform."""

    def __init__(self) -> None:
        self._rates: ShortMemory[Rates] = ShortMemory()
        self._free: dict[str, int] = {}
        self._turns: dict[str, int] = {}

    async def rates(self, work: Work, account_sid: str) -> Rates:
        return await self._rates.recall(account_sid, lambda sid: self._read(work, sid))

    async def _read(self, work: Work, account_sid: str) -> Rates:
        rows = await work.select(SendingRate, account_sid=account_sid)
        return Rates(Setting(row.sender, row.per_second, row.queue_hours) for row in rows)

    def forget(self, account_sid: str) -> None:
        self._rates.forget(account_sid)

    def wait_of(self, sender: str, now: int) -> int:
        """Microseconds that a new text would wait for this sender."""
        return max(0, self._free.get(sender, 0) - now)

    def is_full(self, sender: str, rate: Rate | None, now: int) -> bool:
        return rate is not None and self.wait_of(sender, now) > rate.queue_seconds * SECOND

    def take_turn(self, message_sid: str, sender: str, segments: int, rate: Rate, now: int) -> int:
        """Microseconds until the text may leave: 0 once its turn has come. Asked again, it keeps its turn. Raises QueueFull."""
        turn = self._turns.get(message_sid)
        if turn is None:
            if self.is_full(sender, rate, now):
                raise QueueFull(sender)
            turn = max(now, self._free.get(sender, 0))
            self._free[sender] = turn + int(segments / rate.per_second * SECOND)
        if turn > now:
            self._keep(message_sid, turn, now)
            return turn - now
        self._turns.pop(message_sid, None)
        return 0

    def _keep(self, message_sid: str, turn: int, now: int) -> None:
        if len(self._turns) >= _MANY and message_sid not in self._turns:
            self._turns = {sid: at for sid, at in self._turns.items() if at + _LATE > now}
        self._turns[message_sid] = turn


def sending_pace(platform: Platform) -> SendingPace:
    found = platform.ports.get(SendingPace)
    if found is None:
        found = platform.ports[SendingPace] = SendingPace()
    assert isinstance(found, SendingPace)
    return found


def sort_of(address: str) -> SenderType:
    """The sort of sender that an address on the wire is."""
    parsed = parse_from(address)
    if parsed.kind is AddressKind.SHORT_CODE:
        return SenderType.SHORT_CODE
    if parsed.kind is AddressKind.ALPHANUMERIC:
        return SenderType.ALPHANUMERIC
    return SenderType.CHANNEL if parsed.kind is AddressKind.CHANNEL else type_of(parsed.value)

"""Let a sender's texts leave one after the other, at the sender's rate."""

from __future__ import annotations

from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..resources.message import Message
from ..resources.sending_rate import SendingRate
from ..sending_pace import sending_pace, sort_of


@alongside(SendingRate)
def forget_rates(row: Resource, state: str, work: Work) -> None:
    sending_pace(work.platform).forget(row.account_sid)


async def take_turn(message: Message, work: Work) -> int:
    """Microseconds that a text must still wait for its turn, 0 when it may leave. Raises QueueFull: it then fails with 30001."""
    pace = sending_pace(work.platform)
    rates = await pace.rates(work, message.account_sid)
    if rates.unlimited:
        return 0
    sender = message.from_ or ""
    rate = rates.of(sender, sort_of(sender))
    return 0 if rate is None else pace.take_turn(message.sid, sender, message.num_segments, rate, work.now)


async def is_queue_full(account_sid: str, sender: str, work: Work) -> bool:
    """Whether a text from this sender would have to wait longer than its queue allows (21611 at accept)."""
    pace = sending_pace(work.platform)
    rates = await pace.rates(work, account_sid)
    return not rates.unlimited and pace.is_full(sender, rates.of(sender, sort_of(sender)), work.now)

"""What the network says became of a message. Reports may come late, twice or in the wrong order: the lifecycle decides which count."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..errors import outcome as words
from ..lifecycle import MESSAGE
from ..resources.message import Message

_MOVES = {"sent": "accept", "delivered": "deliver", "undelivered": "bounce", "failed": "fail", "read": "read"}


async def record_delivery(work: Work, message_sid: str, outcome: str, error_code: int | None = None) -> bool:
    """Stage the move that `outcome` (sent, delivered, undelivered, failed, read) means; False when the message is past it."""
    message = await work.fetch(Message, message_sid)  # any account: the network reports by SID
    move = _MOVES[outcome]
    if message is None or not MESSAGE.allows(move, message.status):
        return False
    if error_code is None:
        work.move(message, move)
    else:
        work.move(message, move, error_code=error_code, error_message=words(error_code))
    return True

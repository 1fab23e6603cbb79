"""What the network says became of a message. Reports may come late, twice or in the wrong order: the lifecycle decides which count."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..errors import outcome as words
from ..lifecycle import MESSAGE
from ..resources.message import Message
from .reroute_message import stage_reroute

_MOVES = {"sent": "accept", "delivered": "deliver", "undelivered": "bounce", "failed": "fail", "read": "read"}


async def record_delivery(work: Work, message_sid: str, outcome: str, error_code: int | None = None, *, carrier_id: str = "") -> bool:
    """Stage the move that `outcome` (sent, delivered, undelivered, failed, read) means; False when the message is past it.

    `carrier_id`: the carrier's name for the hand-over that the report is about, where it says so: a message that went to another sender
    meanwhile has another one, and what became of the first is of no account. A short code's text that did not arrive may go back to its
    pool instead of ending (see `reroute_message`), once its hand-over is settled.
    """
    message = await work.fetch(Message, message_sid)  # any account: the network reports by SID
    move = _MOVES[outcome]
    if message is None or (carrier_id and message.carrier_id and carrier_id != message.carrier_id):
        return False
    if move == "fail" and message.status == "sent":
        move = "bounce"  # what was told to be sent does not fail any more: a provider's word for one that it could not deliver
    if not MESSAGE.allows(move, message.status):
        return False
    if move == "accept":
        work.move(message, move, date_sent=work.now)  # as the carrier's own answer does: what ends it later knows that it is paid for
    elif error_code is None:
        work.move(message, move)
    elif move != "bounce" or message.status != "sent" or not await stage_reroute(message, error_code, work):
        work.move(message, move, error_code=error_code, error_message=words(error_code))
    return True

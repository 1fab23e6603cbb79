"""A short code's text is not taken, or not delivered: let another sender of the pool try. Source: Twilio, Services, FallbackToLongCode.

Twilio calls the setting obsolete and does not say which failures it meant; here those of a short code that the recipient's network does
not know or cannot serve. What was filtered or blocked is not tried again by another door.
"""

from __future__ import annotations

from contextlib import suppress

from trunkline.kernel.errors import Stale
from trunkline.kernel.work import Work

from ..known_pools import known_pools
from ..resources.message import Message
from ..resources.sender_choice import SenderChoice
from ..rules.addresses import parse_to
from ..rules.sender_choice import SenderType
from .assign_sender import NAMED
from .choose_from_pool import choose_from_pool, find_sticky

RETRIED = frozenset({30005, 30006, 30008})
"""Unknown handset, unreachable carrier, unknown error."""


async def reroute_message(message: Message, code: int, work: Work) -> bool:
    """Send a message that its carrier refused back to its pool, and commit that; False where it fails for good."""
    if not await stage_reroute(message, code, work):
        return False
    with suppress(Stale):  # a report came after all: the message has its end
        await work.commit()
    return True


async def stage_reroute(message: Message, code: int, work: Work) -> bool:
    """Stage the way back to its pool, without the sender that has failed; False where there is none. It was and stays charged once."""
    if message.messaging_service_sid is None or code not in RETRIED:
        return False
    pool = await known_pools(work).pool(work, message.account_sid, message.messaging_service_sid)
    if pool is None or not pool.service.fallback_to_long_code:
        return False
    row = await work.find(SenderChoice, account_sid=message.account_sid, message_sid=message.sid)
    if row is None or row.sender_type != SenderType.SHORT_CODE or row.reasons == [NAMED]:
        return False
    to, tried = parse_to(message.to), [*row.tried, message.from_]
    other = await choose_from_pool(work, pool, to, await find_sticky(work, pool, to), media=message.num_media > 0, tried=frozenset(tried))
    if other.sender is None:
        return False
    work.move(message, "reroute", handovers=0, carrier_id=None)
    work.set(row, tried=tried)
    return True

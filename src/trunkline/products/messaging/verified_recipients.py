"""To whom a trial account may write: the numbers that it has verified as outgoing caller IDs."""

from __future__ import annotations

from trunkline.kernel.work import Work
from trunkline.products.numbers.resources.outgoing_caller_id import OutgoingCallerId


class CallerIdsOfTrial:
    """Implements trust's `VerifiedRecipients`."""

    async def is_verified(self, work: Work, account_sid: str, recipient: str) -> bool:
        number = recipient.rpartition(":")[2]
        return await work.find(OutgoingCallerId, account_sid=account_sid, phone_number=number) is not None

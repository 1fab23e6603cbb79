"""May this account send from this number: the first question of every message out."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..queries import holdings
from ..resources.incoming_phone_number import IncomingPhoneNumber
from ..resources.short_code import ShortCode


async def find_sender(work: Work, account_sid: str, phone_number: str) -> IncomingPhoneNumber | ShortCode | None:
    """The number (E.164) or short code, if this very account holds it. The row is only to be read: fetch it to change it.

    Answers from memory: exact for changes made in this process, two seconds old at most for those of others.
    """
    found = await holdings(work.platform).find(phone_number, work)
    return found if found is not None and found.account_sid == account_sid else None

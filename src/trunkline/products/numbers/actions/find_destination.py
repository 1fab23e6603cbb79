"""Who holds this number, over all accounts: for what comes in from the network."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..queries import holdings
from ..resources.incoming_phone_number import IncomingPhoneNumber
from ..resources.short_code import ShortCode


async def find_destination(work: Work, phone_number: str) -> IncomingPhoneNumber | ShortCode | None:
    """The number (E.164) or short code, whoever holds it; see `find_sender` for how fresh it is. Only to be read."""
    return await holdings(work.platform).find(phone_number, work)

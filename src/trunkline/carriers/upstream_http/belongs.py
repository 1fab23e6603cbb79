"""A carrier belongs to an account: what its peer says concerns the messages and numbers of that account and its subaccounts, no others."""

from __future__ import annotations

from trunkline.foundations.accounts.family import family_of
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.message import Message
from trunkline.products.numbers.actions.find_destination import find_destination


async def owns_message(work: Work, owner: str, message_sid: str) -> bool:
    """Whether there is such a message, and `owner`, or a subaccount of it, sent it."""
    message = await work.fetch(Message, message_sid)  # any account: judged here
    return message is not None and owner in await family_of(work, message.account_sid)


async def owns_number(work: Work, owner: str, number: str) -> bool:
    """Whether `owner`, or a subaccount of it, has this number."""
    found = await find_destination(work, number)
    return found is not None and owner in await family_of(work, found.account_sid)

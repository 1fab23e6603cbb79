"""Put a sender into the pool of a Messaging Service."""

from __future__ import annotations

from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work
from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber
from trunkline.products.numbers.resources.short_code import ShortCode

from ..errors import refusal
from ..known_pools import LARGEST
from ..ports import ChannelDirectory
from ..resources.channel_sender import ChannelSender
from ..resources.service_number import ServiceNumber
from ..resources.service_short_code import ServiceShortCode

_WORDS = (("voice", "Voice"), ("sms", "SMS"), ("mms", "MMS"))


@creates(ServiceNumber)
async def add_number(draft: ServiceNumber, work: Work) -> ServiceNumber:
    """21421 no such number, 21710 and 21712 it stands in this or another pool, 21714 the pool is full, 21715 it sends no texts."""
    number = await work.fetch(IncomingPhoneNumber, draft.phone_number_sid, draft.account_sid)
    if number is None:
        raise _unknown("PhoneNumberSid", draft.phone_number_sid)
    held = await work.fetch(ServiceNumber, number.sid, draft.account_sid)
    await _require_place(held, draft, work)
    capabilities = [word for name, word in _WORDS if number.capabilities.get(name)]
    if not {"SMS", "MMS"} & set(capabilities):
        raise refusal(21715, from_=number.phone_number)
    draft.sid, draft.phone_number, draft.country_code, draft.capabilities = number.sid, number.phone_number, number.country, capabilities
    return work.add(draft)


@creates(ServiceShortCode)
async def add_short_code(draft: ServiceShortCode, work: Work) -> ServiceShortCode:
    """As `add_number`. Every short code sends texts and pictures."""
    code = await work.fetch(ShortCode, draft.short_code_sid, draft.account_sid)
    if code is None:
        raise _unknown("ShortCodeSid", draft.short_code_sid)
    held = await work.fetch(ServiceShortCode, code.sid, draft.account_sid)
    await _require_place(held, draft, work)
    draft.sid, draft.short_code, draft.country_code, draft.capabilities = code.sid, code.short_code, code.iso_country, ["SMS", "MMS"]
    return work.add(draft)


@creates(ChannelSender)
async def add_channel_sender(draft: ChannelSender, work: Work) -> ChannelSender:
    """20404 when the account has no such sender of a channel; 21710 and 21712 as for numbers."""
    directory: ChannelDirectory | None = work.platform.ports.get(ChannelDirectory)
    entry = None if directory is None else await directory.find(work, draft.account_sid, draft.channel_sender_sid)
    if entry is None:
        raise Problem(20404, f"The account has no channel sender {draft.channel_sender_sid}", 404)
    held = await work.fetch(ChannelSender, entry.sid, draft.account_sid)
    if held is not None:
        raise refusal(21710 if held.messaging_service_sid == draft.messaging_service_sid else 21712)
    draft.sid, draft.sender, draft.sender_type, draft.country_code = entry.sid, entry.address, entry.type, entry.country or None
    return work.add(draft)


def _unknown(parameter: str, sid: str) -> Problem:
    return Problem(21421, f"{parameter} {sid} is none of this account's", 400)


async def _require_place(held: ServiceNumber | ServiceShortCode | None, draft: ServiceNumber | ServiceShortCode, work: Work) -> None:
    if held is not None:
        raise refusal(21710 if held.service_sid == draft.service_sid else 21712)
    account_sid, service_sid = draft.account_sid, draft.service_sid
    numbers = await work.count(ServiceNumber, account_sid=account_sid, service_sid=service_sid)
    if numbers + await work.count(ServiceShortCode, account_sid=account_sid, service_sid=service_sid) >= LARGEST:
        raise refusal(21714)

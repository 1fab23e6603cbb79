"""May these two talk? What is asked of a message's ends and form, in the order in which Twilio refuses; `decide_message` asks the rest."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.kernel.work import Work
from trunkline.products.numbers.actions.find_destination import find_destination
from trunkline.products.numbers.actions.find_sender import find_sender
from trunkline.products.numbers.resources.short_code import ShortCode

from ..errors import refusal
from ..ports import AcceptGate
from ..resources.message import Message
from ..rules.addresses import Address, AddressKind, parse_from, parse_to
from ..rules.media import MOST, is_media_url
from ..rules.sender_rights import SenderStanding, refuse_pair, refuse_recipient
from .find_channel_account import USABLE, find_channel_account


@dataclass(frozen=True, slots=True)
class Parties:
    """A message's two ends, parsed."""

    to: Address
    from_: Address


async def judge_message(draft: Message, work: Work) -> Parties:
    """Both ends as they go on the wire; raises the refusal that applies first."""
    to = parse_to(draft.to)
    if to.error:
        raise refusal(to.error, to=draft.to)
    from_ = parse_from(draft.from_ or "")
    if from_.error:
        raise refusal(from_.error, from_=draft.from_ or "")
    check_content(draft)
    if code := refuse_pair(to, from_) or refuse_recipient(to, force_delivery=draft.force_delivery):
        raise refusal(code, to=to.value, from_=from_.value)
    if code := await _sender_code(draft, from_, work):
        raise refusal(code, to=to.value, from_=from_.value)
    return Parties(to, from_)


def check_content(draft: Message) -> None:
    """Something to say, and files that can be asked for; raises the refusal."""
    if not draft.body and not draft.media_url:
        raise refusal(21602)
    if len(draft.media_url) > MOST:
        raise refusal(21623)
    for url in draft.media_url:
        if not is_media_url(url):
            raise refusal(21620, to=url)


def judge_recipient(draft: Message) -> Address:
    """The recipient of a message whose sender is not known yet; raises the refusal that applies first."""
    to = parse_to(draft.to)
    if to.error:
        raise refusal(to.error, to=draft.to)
    check_content(draft)
    if code := refuse_recipient(to, force_delivery=draft.force_delivery):
        raise refusal(code, to=to.value)
    return to


async def pass_gate(draft: Message, work: Work) -> None:
    """Raises what the network's door says to a request that comes too fast; each ask counts as an attempt."""
    gate: AcceptGate | None = work.platform.ports.get(AcceptGate)
    if gate is not None and work.caller is not None:
        problem = await gate.throttles(work, draft.account_sid, draft.from_ or "", draft.to, draft.body)
        if problem is not None:
            raise problem


async def _sender_code(draft: Message, from_: Address, work: Work) -> int | None:
    if from_.kind is AddressKind.CHANNEL:
        account = await find_channel_account(work, from_.value)
        usable = account is not None and account.account_sid == draft.account_sid and account.status in USABLE
        return None if usable else SenderStanding.NO_CHANNEL.code
    if from_.kind is AddressKind.ALPHANUMERIC:
        return None  # any account may name itself; refuse_pair has asked the country
    sender = await find_sender(work, draft.account_sid, from_.value)
    if sender is None:
        other = await find_destination(work, from_.value)
        return (SenderStanding.NOT_HOSTED if other is None else SenderStanding.OTHER_ACCOUNT).code
    if isinstance(sender, ShortCode):
        return None
    if not sender.capabilities.get("sms"):
        return SenderStanding.NO_SMS.code
    return SenderStanding.NO_MMS.code if draft.media_url and not sender.capabilities.get("mms") else None

"""A message from the network to one of our numbers."""

from __future__ import annotations

from collections.abc import Sequence

from trunkline.foundations.numbering.plan import country_of
from trunkline.foundations.trust.actions.obey_wish import Inbound, obey_wish
from trunkline.foundations.trust.actions.open_conversation import open_conversation
from trunkline.foundations.trust.actions.settle_terms import terms_of
from trunkline.foundations.trust.keywords import KeywordAction
from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work
from trunkline.products.numbers.actions.find_destination import find_destination

from ..resources.media import Media
from ..resources.message import Message
from ..rules.addresses import parse_to
from ..rules.segments import count_segments
from .confirm_opt_out import answer, confirm_opt_out
from .find_channel_account import find_channel_account
from .find_service import find_service
from .price_message import price_message


async def receive_message(
    work: Work, *, from_: str, to: str, body: str, media: Sequence[str] = (), carrier_id: str = "", data: dict[str, str] | None = None
) -> Message:
    """Stage an inbound message; what follows (the webhook, the reply) follows from its being received.

    A wish to stop takes effect in the same commit, before anything else can leave for that recipient, whatever the state of the account
    and whether or not anybody is asked what to do with the message. 21211 when no account has the number. `data` is what a channel tells
    besides the text, by the names that webhooks have for it (ProfileName, ButtonText).
    """
    number = await (find_channel_account if ":" in to else find_destination)(work, to)
    if number is None:
        raise Problem(21211, f"No account of this platform has the number {to}", 400)
    country = country_of(from_) if from_.startswith("+") else None
    service = await find_service(work, number.account_sid, to)
    message = Message(
        account_sid=number.account_sid, from_=from_, to=to, body=body, direction="inbound", carrier_id=carrier_id or None,
        messaging_service_sid=service.sid if service is not None else None, num_segments=1 if ":" in to else count_segments(body),
        num_media=len(media), date_sent=work.now, channel_data=data,
    )  # fmt: skip
    price_message(message, country, work)
    work.add(message, state="receiving" if media else "received")
    for url in media:
        work.add(Media(account_sid=message.account_sid, parent_sid=message.sid, source=url))
    if not parse_to(from_).error:  # a sender ID or a short code wrote: nobody who could be answered
        await _obey(message, work)
    return message


async def _obey(message: Message, work: Work) -> None:
    """STOP, START and HELP take effect and are answered once; anything but a STOP opens the conversation in which it may be answered.

    Under terms that ask for no consent (the preset `twilio`) nothing is put on record about who wrote.
    """
    person = message.from_ or ""
    obeyed = await obey_wish(Inbound(message.account_sid, person, message.to, message.body, message.sid), work)
    if obeyed.action is not KeywordAction.STOP and (await terms_of(work, message.account_sid)).needs.ledger:
        await open_conversation(work, message.account_sid, person, message.to, message.sid)
    if obeyed.reply:
        answer(message, obeyed.reply, work)
    if obeyed.confirmation and obeyed.opt_out is not None:
        lane = f"confirmations to {obeyed.opt_out.recipient_digest}"
        work.enqueue(confirm_opt_out, lane=lane, opt_out_sid=obeyed.opt_out.sid, message_sid=message.sid, text=obeyed.confirmation)

"""A message from the network to one of our numbers."""

from __future__ import annotations

from collections.abc import Sequence

from trunkline.foundations.numbering.plan import LineType, country_of, line_type_of
from trunkline.foundations.trust.actions.opt_out import is_opted_out, opt_in, opt_out
from trunkline.foundations.trust.keywords import Handler, KeywordAction, SenderClass, read_keyword, treat
from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work
from trunkline.products.numbers.actions.find_destination import find_destination

from ..resources.media import Media
from ..resources.message import Message
from ..rules.addresses import AddressKind, parse_from, parse_to
from ..rules.segments import count_segments
from .price_message import price_message


async def receive_message(work: Work, *, from_: str, to: str, body: str, media: Sequence[str] = (), carrier_id: str = "") -> Message:
    """Stage an inbound message; what follows (the webhook, the reply) follows from its being received.

    A keyword takes effect in the same commit, before anything else can leave for that recipient. 21211 when no account has the number.
    """
    number = await find_destination(work, to)
    if number is None:
        raise Problem(21211, f"No account of this platform has the number {to}", 400)
    country = country_of(from_) if from_.startswith("+") else None
    message = Message(
        account_sid=number.account_sid, from_=from_, to=to, body=body, direction="inbound", carrier_id=carrier_id or None,
        num_segments=count_segments(body), num_media=len(media), date_sent=work.now,
    )  # fmt: skip
    price_message(message, country, work)
    work.add(message, state="receiving" if media else "received")
    for url in media:
        work.add(Media(account_sid=message.account_sid, parent_sid=message.sid, source=url))
    await _obey(message, work)
    return message


def _sender_class(address: str) -> SenderClass:
    if parse_from(address).kind is AddressKind.SHORT_CODE:
        return SenderClass.SHORT_CODE
    return SenderClass.TOLL_FREE if line_type_of(address) is LineType.TOLL_FREE else SenderClass.LONG_CODE


async def _obey(message: Message, work: Work) -> None:
    """STOP, START and HELP: change the block list and answer once."""
    keyword = read_keyword(message.body)
    sender = message.from_ or ""
    if keyword is None or parse_to(sender).error:
        return
    stopped = await is_opted_out(work, message.account_sid, sender, message.to)
    treatment = treat(keyword, _sender_class(message.to), opted_out=stopped)
    if treatment.handler is Handler.APPLICATION or treatment.action is None:
        return
    if treatment.action is KeywordAction.STOP:
        await opt_out(work, message.account_sid, sender, message.to, keyword=keyword.word, message_sid=message.sid)
    elif treatment.action is KeywordAction.START:
        await opt_in(work, message.account_sid, sender, message.to)
    if treatment.reply:
        _confirm(message, treatment.reply, work)


def _confirm(message: Message, text: str, work: Work) -> None:
    """The platform's own answer: the one message that may go to somebody who has just stopped."""
    reply = Message(
        account_sid=message.account_sid, to=message.from_ or "", from_=message.to, body=text, direction="outbound-reply",
        num_segments=count_segments(text), confirms=True,
    )  # fmt: skip
    price_message(reply, country_of(reply.to), work)
    work.add(reply, state="queued")

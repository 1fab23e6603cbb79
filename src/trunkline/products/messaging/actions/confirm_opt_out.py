"""The platform's own answers: the one message that may go to somebody who has just stopped, and those to START and HELP."""

from __future__ import annotations

from trunkline.foundations.numbering.plan import country_of
from trunkline.foundations.trust.resources.opt_out import OptOut
from trunkline.kernel.clock import MINUTE, SECOND
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..resources.message import Message
from ..rules.segments import count_segments
from .price_message import price_message

WITHIN = 5 * MINUTE
"""After an opt-out; a later confirmation would be one message too many (47 CFR 64.1200(a)(12))."""


@task()
async def confirm_opt_out(work: Work, opt_out_sid: str, message_sid: str, text: str) -> None:
    """Exactly one for an opt-out, whatever is said at the same moment on another line. Nothing if it was lifted meanwhile, or too late."""
    row = await work.fetch(OptOut, opt_out_sid)  # any account: our own job names it
    inbound = await work.fetch(Message, message_sid)  # any account: as above
    if row is None or inbound is None or row.confirmed_at is not None:
        return
    left = row.since + WITHIN - work.now
    lately = Condition("confirmed_at", ">", work.now - WITHIN)
    twin = await work.find(
        OptOut, lately, recipient_digest=row.recipient_digest, account_sid=row.account_sid, sender=row.sender, scope=row.scope
    )
    if left < SECOND or twin is not None:
        return
    work.change(row, quietly=True, confirmed_at=work.now)
    answer(inbound, text, work, seconds=left // SECOND)


def answer(inbound: Message, text: str, work: Work, *, seconds: int = WITHIN // SECOND) -> Message:
    """Stage it; it is worth nothing after so many `seconds`."""
    reply = Message(
        account_sid=inbound.account_sid, to=inbound.from_ or "", from_=inbound.to, body=text, direction="outbound-reply",
        num_segments=count_segments(text), confirms=True, validity_period=seconds,
    )  # fmt: skip
    price_message(reply, country_of(reply.to), work)
    return work.add(reply, state="queued")

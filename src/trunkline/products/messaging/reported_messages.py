"""Messages as somebody complains of them: which account of this platform sent what another received."""

from __future__ import annotations

from trunkline.foundations.trust.ports import ReportedMessage
from trunkline.kernel.work import Work
from trunkline.products.numbers.queries import holdings

from .resources.message import Message

_LOOKED_AT = 50
"""Messages from one number to another among which the one that was received is looked for, the newest first."""


class SentMessages:
    """Implements `ReportedMessages`."""

    async def sent(self, work: Work, account_sid: str, sid: str, *, any_account: bool) -> ReportedMessage | None:
        # any account: the operator passes on what recipients of any account complain of
        message = await (work.fetch(Message, sid) if any_account else work.fetch(Message, sid, account_sid))
        if message is None or not message.from_:
            return None
        if message.direction != "inbound":
            return ReportedMessage(message.account_sid, message.sid, message.from_, message.body) if any_account else None
        holder = await holdings(work.platform).find(message.from_, work)
        if holder is None:
            return None
        rows = await work.select(
            Message, account_sid=holder.account_sid, from_=message.from_, order=(("sid", True),), limit=_LOOKED_AT, to=message.to
        )
        sent = next((row.sid for row in rows if row.body == message.body and row.direction != "inbound"), "")
        return ReportedMessage(holder.account_sid, sent, message.from_, message.body)

"""Messages as trust asks for them: with what was decided about each, packed."""

from __future__ import annotations

from trunkline.foundations.trust.actions.unpack_decisions import outlive_message
from trunkline.foundations.trust.ports import DecidedMessage
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .resources.message import Message


class PackedDecisions:
    """Implements `DecidedMessages`."""

    async def one(self, work: Work, account_sid: str, message_sid: str) -> DecidedMessage | None:
        message = await work.fetch(Message, message_sid, account_sid)
        return None if message is None or not message.decisions else _of(message)

    async def page(
        self, work: Work, account_sid: str, *, to: str, limit: int, backwards: bool, sender: str, recipient: str
    ) -> list[DecidedMessage]:
        where = [Condition("decisions", "absent", False)]
        if to:
            where.append(Condition("sid", ">=" if backwards else "<=", to))
        where += [Condition(name, "=", address) for name, address in (("from_", sender), ("to", recipient)) if address]
        rows = await work.select(Message, *where, order=(("sid", not backwards),), limit=limit, account_sid=account_sid)
        return [_of(row) for row in rows]


@alongside(Message, enters="removed")
def keep_decisions(row: Resource, state: str, work: Work) -> None:
    """What was decided about a message is kept when the message is deleted."""
    assert isinstance(row, Message)
    if row.decisions:
        outlive_message(_of(row), row.account_sid, work)


def _of(message: Message) -> DecidedMessage:
    return DecidedMessage(message.sid, message.from_ or "", message.to, message.decisions or "", message.body)

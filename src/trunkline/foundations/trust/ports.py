"""What the ledger asks of products, which it cannot know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from trunkline.kernel.work import Work


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A text that came in: who wrote to which sender, and when (microseconds)."""

    sid: str
    recipient: str
    sender: str
    moment: int


class MessageRecords(Protocol):
    """Where inbound messages are on record; without it a MessageSid is taken by its form alone."""

    async def inbound(self, work: Work, account_sid: str, sid: str) -> InboundMessage | None:
        """The inbound message of this account, written by `recipient` (the person) to `sender`; None when there is none."""
        ...

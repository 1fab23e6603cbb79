"""What became of messages, told to those who watch traffic: what networks reject and filter makes the sender's score."""

from __future__ import annotations

from trunkline.foundations.trust.enforcement.traffic import note_outcome
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .resources.message import Message


@alongside(Message, enters="failed undelivered")
def tell_outcome(row: Resource, state: str, work: Work) -> None:
    """Of an outbound message that did not arrive; one that did costs nothing here."""
    assert isinstance(row, Message)
    if row.error_code and row.direction != "inbound":
        note_outcome(work, row.account_sid, row.from_ or "", "", row.error_code, service_sid=row.messaging_service_sid or "")

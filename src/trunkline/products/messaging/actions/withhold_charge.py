"""A text that was charged already is settled without a second charge."""

from __future__ import annotations

from trunkline.foundations.ledger.actions.book_entry import entry_sid
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.kernel.ports import Insert
from trunkline.kernel.work import Work

from ..resources.message import Message


def withhold_charge(work: Work, message: Message) -> None:
    """Take the staged charge back: it is on record already, since a message is charged once whatever becomes of it afterwards."""
    sid = entry_sid(message.sid)
    work.operations = [op for op in work.operations if not (isinstance(op, Insert) and op.table is Entry.table and sid in op.values)]

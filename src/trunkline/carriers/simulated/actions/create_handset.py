"""A new phone on the simulated network."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates, deletes, finds, updates
from trunkline.kernel.work import Work

from ..resources.handset import Handset
from ..resources.handset_message import HandsetMessage
from ..resources.network_event import NetworkEvent
from .keep_event import conditions_of, keep_event

LONGEST_DELAY = 86_400_000  # milliseconds: a day


def _judge(values: dict[str, Any]) -> None:
    if not 0 <= values.get("delay", 0) <= LONGEST_DELAY:
        raise invalid("Delay", f"must be between 0 and {LONGEST_DELAY} milliseconds")
    if values.get("unread", 0) != 0:
        raise invalid("Unread", "can only be set to 0")


@creates(Handset)
async def create_handset(draft: Handset, work: Work) -> Handset:
    """A number as anybody writes it, kept as E.164."""
    number = to_e164(draft.phone_number)
    if number is None:
        raise invalid("PhoneNumber", "is not a phone number in E.164 form", 21211)
    _judge({"delay": draft.delay})
    draft.phone_number = number
    work.add(draft)
    keep_event(work, draft, None)
    return draft


@updates(Handset)
async def update_handset(row: Handset, changes: dict[str, Any], work: Work) -> Handset:
    _judge(changes)
    if not changes:
        return row
    former = conditions_of(row)
    work.change(row, **changes)
    keep_event(work, row, former)
    return row


@deletes(Handset)
async def delete_handset(row: Handset, work: Work) -> None:
    """With what it holds, and what is on record about it."""
    work.sweep(HandsetMessage, handset_sid=row.sid)
    work.sweep(NetworkEvent, subject_sid=row.sid)
    work.remove(row)


@finds(Handset)
async def find_handset(key: str, account_sid: str, work: Work) -> Handset | None:
    """By its number, however it is written."""
    number = to_e164(key)
    return None if number is None else await work.find(Handset, account_sid=account_sid, phone_number=number)

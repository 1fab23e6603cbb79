"""Redact the body, or cancel what is not sent yet: all that can be changed of a message."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import deletes, updates
from trunkline.kernel.work import Work

from ..lifecycle import MESSAGE
from ..resources.media import Media
from ..resources.message import Message

_FINISHED = MESSAGE.final | {"sent", "delivered"}


@updates(Message)
async def update_message(message: Message, changes: dict[str, Any], work: Work) -> Message:
    """30409 when it can no longer be canceled; 20009 when it is redacted before it is finished; 21601-like for any other body."""
    if changes.get("status_change"):
        if not MESSAGE.allows("cancel", message.status):
            raise Problem(30409, f"Message {message.sid} is {message.status} and cannot be canceled", 409)
        work.move(message, "cancel")
    if "body" in changes:
        if changes["body"] != "":
            raise Problem(20001, "Invalid parameter 'Body': can only be set to the empty string, which redacts it", 400)
        if message.status not in _FINISHED:
            raise Problem(20009, f"Message {message.sid} is {message.status}: it can be redacted once it is finished", 409)
        work.set(message, body="")
    return message


@deletes(Message)
async def delete_message(message: Message, work: Work) -> None:
    """The row and its media; 20009 while it is under way."""
    if message.status not in _FINISHED:
        raise Problem(20009, f"Message {message.sid} is {message.status}: it can be deleted once it is finished", 409)
    for media in await work.select(Media, parent_sid=message.sid):
        work.remove(media)
    work.remove(message)

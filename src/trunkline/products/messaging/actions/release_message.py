"""The hour of a scheduled message has come."""

from __future__ import annotations

from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..resources.message import Message
from .assign_sender import assign_sender


@task()
async def release_message(work: Work, *, sid: str) -> None:
    """Queue it, with a sender if it still needs one; a message that was canceled meanwhile stays so."""
    message = await work.fetch(Message, sid)  # any account: our own job names it
    if message is None or message.status != "scheduled":
        return
    if message.messaging_service_sid:
        await assign_sender(message, work)
    else:
        work.move(message, "queue")

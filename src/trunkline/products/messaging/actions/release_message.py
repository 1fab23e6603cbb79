"""The hour of a scheduled message has come."""

from __future__ import annotations

from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..resources.message import Message


@task()
async def release_message(work: Work, *, sid: str) -> None:
    """Queue it; a message that was canceled meanwhile stays so."""
    message = await work.fetch(Message, sid)  # any account: our own job names it
    if message is not None and message.status == "scheduled":
        work.move(message, "queue")

"""A file leaves the storage with its row, however the row goes: deleted by itself or with its message."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.reactions import alongside, task
from trunkline.kernel.work import Work

from ..resources.media import Media


@task()
async def forget_file(work: Work, media_sid: str) -> None:
    await work.port(Blobs).delete(media_sid)  # type: ignore[type-abstract]  # ports are found by their protocol


@alongside(Media, enters="removed")
def forget_removed(media: Any, state: str, work: Work) -> None:
    """Not in the removal itself: a file that is gone cannot come back when the commit is refused."""
    if media.stored:
        work.enqueue(forget_file, media_sid=media.sid)

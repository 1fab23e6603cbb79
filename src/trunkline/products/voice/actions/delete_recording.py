"""Delete a recording: its sound at once, its row after forty days. Source: Twilio's changelog of 3 March 2022, IncludeSoftDeleted."""

from __future__ import annotations

from trunkline.foundations.retention.expiry import plan_removal
from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.clock import DAY
from trunkline.kernel.errors import invalid
from trunkline.kernel.fields import FLAG
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import deletes, sees, task
from trunkline.kernel.request import Request
from trunkline.kernel.work import Work

from ..lifecycle import RECORDING
from ..resources.recording import Recording

KEPT = 40 * DAY
_NOT_DELETED = Condition("status", "!=", "deleted")


@sees(Recording)
def not_deleted(request: Request) -> tuple[Condition, ...]:
    """Deleted ones only with IncludeSoftDeleted=true, which the recordings of one call or conference do not have."""
    if "call_sid" in request.path or "conference_sid" in request.path:
        return (_NOT_DELETED,)
    try:
        include = FLAG.read(request.text("IncludeSoftDeleted", "false") or "false")
    except ValueError as why:
        raise invalid("IncludeSoftDeleted", str(why)) from None
    return () if include else (_NOT_DELETED,)


@deletes(Recording)
async def delete_recording(row: Recording, work: Work) -> None:
    """20009 while it is made."""
    if not RECORDING.allows("delete", row.status):
        raise work.refuse(20009, f"Recording {row.sid} cannot be deleted while it is {row.status}", 409)
    work.move(row, "delete", date_expires=work.now + KEPT)
    plan_removal(row, work)
    work.enqueue(remove_sound, sid=row.sid)


@task()
async def remove_sound(work: Work, sid: str) -> None:
    """After the commit: a deletion that was refused must not cost the sound."""
    await work.port(Blobs).delete(sid)  # type: ignore[type-abstract]  # ports are found by their protocol

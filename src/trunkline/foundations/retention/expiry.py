"""Rows with an end: not seen any more from that moment on, and removed soon after by a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trunkline.kernel.fields import Moment
from trunkline.kernel.jobs import Later
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import sees, task
from trunkline.kernel.request import Request
from trunkline.kernel.resource import CATALOGUE, Resource

if TYPE_CHECKING:
    from trunkline.kernel.work import Work


class Expiring(Resource):
    """A mixin: `date_expires` is the moment from which the row is gone, None for never."""

    date_expires: Moment | None = None


@sees(Expiring)
def _alive(request: Request) -> tuple[Condition, ...]:
    return (Condition("date_expires", "absent or >", request.work.now),)


def plan_removal(row: Expiring, work: Work, *, formerly: int | None = None) -> None:
    """Enqueue the removal of a row just staged; `formerly` is its `date_expires` before.

    A moment put off needs no second job: the first one finds the later moment and waits for it.
    """
    moment = row.date_expires
    if moment is not None and (formerly is None or moment < formerly):
        work.enqueue(remove_expired, delay=max(0, moment - work.now), table=row.table.name, sid=row.sid)


async def make_room(kind: type[Expiring], work: Work, **equal: Any) -> None:
    """Stage the removal of an expired row that still holds a unique name."""
    held = await work.find(kind, Condition("date_expires", "<=", work.now), **equal)  # any account: `equal` names the owner
    if held is not None:
        work.remove(held)


@task()
async def remove_expired(work: Work, table: str, sid: str) -> None:
    """Remove the row if its moment has come, wait on if it was put off, and let it be if it no longer expires."""
    kind = next((k for k in CATALOGUE if k.table.name == table and issubclass(k, Expiring)), None)
    row: Any = None if kind is None else await work.fetch(kind, sid)  # any account: our own job names the row
    if row is None or row.date_expires is None:
        return
    if row.date_expires > work.now:
        raise Later(row.date_expires - work.now)
    work.remove(row)

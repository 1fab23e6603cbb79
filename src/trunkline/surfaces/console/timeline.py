"""What became of a thing, and a recorded webhook once more."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.access.policy import permit
from trunkline.foundations.timeline.tell_timeline import find_thing, tell_timeline
from trunkline.kernel.errors import not_found
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work
from trunkline.surfaces.http.exchange import Answer

from .doors import Visit, door


def _may_see(row: Resource, work: Work) -> None:
    """Whoever may not fetch the row may not read what became of it either."""
    mount = next((m for m in row.mounts if "fetch" in m.verbs), row.mounts[0])
    if work.caller is not None and (work.caller.rehearsal or work.caller.scopes):
        permit(work.caller, "GET", mount.product, mount.path, "fetch")


@door("GET", "/console/api/timeline/{sid}")
async def show_timeline(visit: Visit) -> dict[str, Any]:
    """Steps, oldest first; 404 for what is not there, and for what is another account's."""
    sid, work = visit.path["sid"], visit.work()
    row = await find_thing(work, visit.account_sid, sid) if is_sid(sid) else None
    if row is None:
        raise not_found(visit.asked.path)
    _may_see(row, work)
    steps = await tell_timeline(work, row, visit.origin)
    return {"sid": row.sid, "kind": type(row).__name__, "steps": [step.to_wire() for step in steps]}


@door("POST", "/console/api/callbacks/{sid}/replay")
async def replay_callback(visit: Visit) -> Answer:
    """As the API does it, so that the role's rights and the request log hold here, too."""
    return await visit.rest("POST", f"/webhooks/v1/Attempts/{visit.path['sid']}/Replays")

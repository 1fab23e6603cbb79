"""How traffic goes: messages by part of time, direction, state and error code, for those who want it at a glance.

Of each kind of message (SM, MM) the newest `MOST` of the time asked for are looked at, so that an answer takes
as long for a million messages as for a hundred thousand; the answer says when there are more.
"""

from __future__ import annotations

from typing import Any

from trunkline.foundations.trust.resources.opt_out import OptOut
from trunkline.kernel.clock import DAY, HOUR
from trunkline.kernel.dialects import V, write_iso8601
from trunkline.kernel.errors import invalid
from trunkline.kernel.ports import Condition, Query
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.resource import Resource
from trunkline.kernel.routes import route

from ..resources.message import Message

MOST = 100_000
LONGEST = 90
_STEPS = {"day": DAY, "hour": HOUR}


@route("GET", V(1, "network", "/Traffic"))
async def fetch_traffic(request: Request) -> Reply:
    """`Days` (1 to 90, default 7) until now; `Step` day or hour (default day; parts of UTC).

    `traffic`: start of the part, direction (inbound, outbound), status, error_code or null, count. `opt_outs`: start and count.
    `seen`: messages looked at; `whole`: whether those were all.
    """
    days, step = request.text("Days", "7"), request.text("Step", "day").lower()
    if not days.isascii() or not days.isdecimal() or not 1 <= int(days[:9]) <= LONGEST:
        raise invalid("Days", f"must be 1 to {LONGEST}")
    if step not in _STEPS:
        raise invalid("Step", "must be day or hour")
    every = _STEPS[step]
    since = (request.work.now // DAY + 1 - int(days)) * DAY
    wanted = ("direction", "status", "error_code")
    parts = [await _tally(request, Message, prefix, since, wanted, every) for prefix in ("SM", "MM")]
    counts: dict[tuple[int, str, str, int | None], int] = {}
    for at, direction, status, code, count in (row for part in parts for row in part):
        key = (at * every, "inbound" if direction == "inbound" else "outbound", status, code)
        counts[key] = counts.get(key, 0) + count
    seen = sum(counts.values())
    stops = await _tally(request, OptOut, OptOut.prefix, since, ("account_sid",), every)
    body: dict[str, Any] = {
        "start": write_iso8601(since),
        "step": step,
        "seen": seen,
        "whole": all(sum(row[-1] for row in part) < MOST for part in parts),
        "traffic": [
            {"start": write_iso8601(start), "direction": direction, "status": status, "error_code": code, "count": count}
            for (start, direction, status, code), count in sorted(counts.items(), key=lambda item: (item[0][:3], item[0][3] or 0))
        ],
        "opt_outs": [{"start": write_iso8601(part * every), "count": count} for part, _, count in sorted(stops)],
    }
    return Reply(200, body, title="Traffic")


async def _tally(
    request: Request, kind: type[Resource], prefix: str, since: int, columns: tuple[str, ...], every: int
) -> list[tuple[Any, ...]]:
    """A SID begins with its moment: so a range of them is read, and nothing older."""
    where = (
        Condition("account_sid", "=", request.account_sid),
        Condition("sid", ">=", f"{prefix}{since:014x}"),
        Condition("sid", "<", f"{prefix}g"),
        Condition("date_created", ">=", since),
    )
    query = Query(kind.table, where, (("sid", True),), MOST)
    return await request.work.platform.database.tally(query, columns, every)

"""How long rows are kept that only tell what has been, and the daily job that removes older ones.

A slice says so of its own kinds: `keep("alerts", Alert, days=30)`. The setting `keep` overrides days by name; 0 keeps for ever. A row's age
is that of its SID, which begins with its moment, so that old rows lie together and are found without an index of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trunkline.foundations.retention.daily import daily
from trunkline.kernel.clock import DAY
from trunkline.kernel.job import Job
from trunkline.kernel.ports import Condition
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

_BATCH = 500  # rows in one commit: others write between two of them


@dataclass(frozen=True)
class Kept:
    """`days` from creation; `only` are further conditions of the rows that may go."""

    name: str
    kind: type[Resource]
    days: int
    only: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class KeepingTimes:
    """Days by name, as the settings have them; 0 is for ever. What is not named is kept as its slice says."""

    days: Mapping[str, int] = field(default_factory=dict)


KEPT: dict[str, Kept] = {}


def keep(name: str, kind: type[Resource], days: int, *only: Condition) -> None:
    KEPT[name] = Kept(name, kind, days, only)


keep("dead_jobs", Job, 30, Condition("dead", "=", 1))


@daily
async def remove_old_rows(work: Work) -> None:
    times: KeepingTimes = work.platform.ports.get(KeepingTimes) or KeepingTimes()
    for kept in KEPT.values():
        days = times.days.get(kept.name, kept.days)
        if days:
            await _remove(kept, work.now - days * DAY, work)


async def _remove(kept: Kept, before: int, work: Work) -> None:
    """Oldest first, in small commits of their own: what is left when it is broken off is removed tomorrow."""
    kind = kept.kind
    old = Condition("sid", "<", f"{kind.prefix}{max(0, before):014x}")
    while True:
        rows = await work.select(kind, old, *kept.only, limit=_BATCH)  # any account: the platform tidies up
        if not rows:
            return
        batch = work.platform.work()
        batch.sweep(kind, Condition("sid", "in", tuple(row.sid for row in rows)))  # any account: those just read
        await batch.commit()

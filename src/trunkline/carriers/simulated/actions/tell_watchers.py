"""Whoever watches a phone hears of what is on disk."""

from __future__ import annotations

from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..network import SimulatedNetwork


@task(attempts=1)
async def ring(work: Work, handset_sid: str) -> None:
    """Runs after the commit of what arrived, as every job does."""
    work.port(SimulatedNetwork).ring(handset_sid)


def tell_watchers(work: Work, handset_sid: str) -> None:
    """Stage a ring beside what arrives, if anybody in this process is watching: nobody else pays for it."""
    if work.port(SimulatedNetwork).watched(handset_sid):
        work.enqueue(ring, handset_sid=handset_sid)

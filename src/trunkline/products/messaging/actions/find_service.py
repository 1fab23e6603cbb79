"""The Messaging Service that an address of ours belongs to: who is told of a text to it, and whose opt-outs hold for it."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..known_pools import known_pools
from ..resources.service import Service


async def find_service(work: Work, account_sid: str, address: str) -> Service | None:
    """By number, short code or channel address, from memory; None for one in no pool. The row is only to be read."""
    return await known_pools(work).service_of(work, account_sid, address)

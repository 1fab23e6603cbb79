"""What nobody will ask for any more goes: ids of messages long ended, parts that were joined, deliveries that nobody fetched."""

from __future__ import annotations

import asyncio
import logging

from trunkline.kernel.clock import DAY, HOUR, SECOND
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Condition
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..resources.delivery import Delivery
from ..resources.fragment import Fragment
from ..resources.remote_message import RemoteMessage
from ..resources.submission import Submission

log = logging.getLogger("trunkline.smpp")

KEPT: dict[type[Resource], int] = {
    RemoteMessage: 3 * DAY,  # a message lives ten hours at most
    Fragment: 2 * DAY,
    Delivery: 3 * DAY,
    Submission: 40 * DAY,  # a message may be scheduled for 35 days
}


def forget_old(work: Work) -> None:
    """Stage it. SIDs sort by age, so each is one stretch of the table."""
    for kind, kept in KEPT.items():
        work.sweep(kind, Condition("sid", "<", f"{kind.prefix}{max(work.now - kept, 0):014x}"))  # any account: by age alone


async def keep_forgetting(platform: Platform) -> None:
    """Once an hour, until it is cancelled."""
    while True:
        try:
            work = platform.work()
            forget_old(work)
            await work.commit()
        except Exception:
            log.exception("what is old stays a while")
        await asyncio.sleep(HOUR / SECOND)

"""A carrier's receipt becomes the end of a message: when all its parts have arrived, or one has not."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.record_delivery import record_delivery
from trunkline.products.messaging.resources.message import Message

from ..resources.remote_message import RemoteMessage
from ..rules.addresses import same_number

TRIES = 10
_WAITS = (0.5, 1.5, 5, 15, 60, 300, 1800)
"""Seconds before the message of a receipt is looked for again: a receipt may overtake the answer to its submit_sm."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A final receipt. `keys`: under which its message may be kept; the first is what the carrier's ids say, others are guesses that
    count only for a message to one of `numbers` (some carriers swap a receipt's ends). `code` is the 30xxx of one that did not
    arrive, 0 of one that did."""

    carrier: str
    keys: tuple[str, ...]
    code: int
    numbers: tuple[str, ...] = ()


async def find_remote(work: Work, heard: Heard) -> RemoteMessage | None:
    """The newest row that one of the keys names: carriers begin to count again, and old ids come back."""
    for place, key in enumerate(heard.keys):
        rows = await work.select(
            RemoteMessage, Condition("carrier", "=", heard.carrier), order=(("sid", True),), limit=1, remote_key=key
        )  # any account: the network reports by its own ids
        if not rows:
            continue
        if place:
            message = await work.fetch(Message, rows[0].message_sid)  # any account: that of the row
            if message is None or not any(same_number(message.to, number) for number in heard.numbers):
                continue
        return rows[0]
    return None


async def record_receipt(work: Work, heard: Heard, remote: RemoteMessage) -> None:
    """Commit what the receipt means; of its repetitions and contradictions, the message's lifecycle decides which count.

    Raises Stale or Duplicate when others keep changing the message.
    """
    for attempt in range(TRIES):
        try:
            await _stage(work, heard, remote)
            await work.commit()
        except (Stale, Duplicate):  # the carrier's own answer is being recorded at this moment, too
            if attempt == TRIES - 1:
                raise
            continue
        return


async def _stage(work: Work, heard: Heard, remote: RemoteMessage) -> None:
    first = remote
    if remote.parts > 1:
        found = await work.fetch(RemoteMessage, remote.first_sid or remote.sid)  # any account: that of the row
        if found is None:  # its answer is being written down at this very moment
            raise Stale(RemoteMessage.table.name, remote.sid)
        first = found
    if heard.code:
        await record_delivery(work, remote.message_sid, "undelivered", heard.code, carrier_id=first.remote_id)
        return
    if remote.parts > 1:
        arrived = first.arrived | 1 << (remote.part - 1)
        if arrived != first.arrived:
            work.change(first, quietly=True, arrived=arrived)
        if arrived != (1 << remote.parts) - 1:
            return
    await record_delivery(work, remote.message_sid, "delivered", carrier_id=first.remote_id)


@task(attempts=5)
async def match_receipt(work: Work, carrier: str, keys: list[str], code: int, numbers: list[str], tried: int = 0) -> None:
    """Look again for the message of a receipt that was acknowledged before its message was known; after some forty minutes, let it go."""
    heard = Heard(carrier, tuple(keys), code, tuple(numbers))
    remote = await find_remote(work, heard)
    if remote is not None:
        await record_receipt(work, heard, remote)
    elif tried + 1 < len(_WAITS):
        plan_match(work, heard, tried + 1)


def plan_match(work: Work, heard: Heard, tried: int = 0) -> None:
    work.enqueue(
        match_receipt,
        delay=int(_WAITS[tried] * 1_000_000),
        carrier=heard.carrier,
        keys=list(heard.keys),
        code=heard.code,
        numbers=list(heard.numbers),
        tried=tried,
    )

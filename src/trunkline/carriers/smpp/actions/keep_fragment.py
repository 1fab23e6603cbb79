"""Parts of a long text: kept until all are there, whatever their order, however often they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trunkline.kernel.clock import MINUTE
from trunkline.kernel.work import Work

from ..resources.fragment import Fragment
from ..rules.alphabets import Alphabet
from ..rules.incoming import Content, join

REPEATED_WITHIN = 5 * MINUTE
"""A part that comes again within this time of its message's end is a repetition; later it begins another message."""


@dataclass(slots=True)
class Kept:
    """What a part has led to. `complete`: the parts, now that all are there. `leftover`: the parts of an earlier message of the same
    reference that will never be whole. `repeated`: it was here before. `begins`: it is the first of its message, so that somebody
    must see to it if the others never come."""

    fragment: Fragment
    complete: list[Fragment]
    leftover: list[Fragment]
    repeated: bool = False
    begins: bool = False

    @property
    def complete_before(self) -> list[Fragment]:
        """Those that were on disk already."""
        return [row for row in self.complete if row.sid != self.fragment.sid]


async def keep_fragment(
    work: Work, channel: str, account_sid: str, source: str, destination: str, content: Content, about: dict[str, Any]
) -> Kept:
    """Stage a part; one call at a time for one message, which the caller sees to. `content.place` is not None.

    What is complete, or left over, is staged as joined: whoever called delivers it in the same commit.
    """
    place = content.place
    assert place is not None
    rows = await work.select(
        Fragment, channel=channel, source=source, destination=destination, reference=place.reference, total=place.total
    )  # any account: a carrier's parts belong to none until their text is read
    octets = content.octets.hex()
    fragment = Fragment(
        account_sid=account_sid, channel=channel, source=source, destination=destination, reference=place.reference, total=place.total,
        sequence=place.sequence, data_coding=content.data_coding, octets=octets, about=about,
    )  # fmt: skip
    for row in reversed(rows):
        if row.sequence == place.sequence and row.octets == octets and (not row.joined or work.now - row.date_updated < REPEATED_WITHIN):
            return Kept(row, [], [], repeated=True)
    waiting = [row for row in rows if not row.joined]
    leftover: list[Fragment] = []
    if any(row.sequence == place.sequence for row in waiting):
        waiting, leftover = [], waiting
    work.add(fragment)
    for row in leftover:
        work.change(row, quietly=True, joined=True)
    complete: list[Fragment] = []
    if len(waiting) + 1 == place.total:
        complete = sorted([*waiting, fragment], key=lambda row: row.sequence)
        settle_fragments(work, complete)
    return Kept(fragment, complete, leftover, begins=not waiting)


def settle_fragments(work: Work, fragments: list[Fragment]) -> None:
    """Stage that these were delivered; Stale at commit when somebody else has done it."""
    for row in fragments:
        work.change(row, quietly=True, joined=True)


def text_of(fragments: list[Fragment], default: Alphabet) -> str:
    parts = {row.sequence: (row.data_coding, bytes.fromhex(row.octets)) for row in fragments}
    return join(parts, fragments[0].total, default)


async def waiting_with(work: Work, fragment_sid: str) -> list[Fragment]:
    """The parts that still wait together with this one, in order; empty when it was joined."""
    one = await work.fetch(Fragment, fragment_sid)  # any account: our own job names the row
    if one is None or one.joined:
        return []
    rows = await work.select(
        Fragment,
        channel=one.channel,
        source=one.source,
        destination=one.destination,
        reference=one.reference,
        total=one.total,
        joined=False,
    )  # any account: those of the row
    return sorted(rows, key=lambda row: row.sequence)

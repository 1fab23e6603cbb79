"""What a recipient has had from a program: read by each send of the program, added to by each that is accepted."""

from __future__ import annotations

from msgspec import Struct

from trunkline.kernel.clock import DAY
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..kept import Kept
from ..resources.program_send import ProgramSend

KEPT_DAYS = 400
"""Days for which sends are remembered; after that a recipient counts as new, and is told again how to leave."""
MOST = 500
"""Sends of one program to one recipient that a decision looks at, the newest; no limit in the packs counts so many in a month."""

History = list[tuple[int, str, bool]]
"""Moment, message and whether it carried opt-out words."""


class SendHistories(Kept[tuple[str, str], History]):
    """By program and recipient digest. Beside other processes each send reads the record."""

    def __init__(self) -> None:
        super().__init__(shared_life=0)


class Sent(Struct, frozen=True):
    """The history as facts: `first` is True where nothing went before; `last_reminder` is 0 where no reminder did."""

    first: bool
    last_reminder: int
    moments: tuple[int, ...]


async def sends_of(work: Work, program_sid: str, digest: str, *, but: str = "") -> Sent:
    """What went before; `but` is the message that asks, if it is on record already."""
    history = await _history(work, program_sid, digest)
    others = [row for row in history if row[1] != but] if but else history
    if not others:
        return Sent(True, 0, ())
    reminders = [moment for moment, _, reminded in others if reminded]
    return Sent(False, max(reminders, default=0), tuple(sorted(moment for moment, _, _ in others)))


async def _history(work: Work, program_sid: str, digest: str) -> History:
    kept = _kept(work)
    key = (program_sid, digest)
    found = kept.get(key, work)
    if found is not None:
        return found
    mark = kept.mark
    # Most recipients of a campaign are new to it, and the first row is found on this thread.
    # any account: a program's SID names it
    one = await work.find(ProgramSend, recipient_digest=digest, program_sid=program_sid)
    rows: list[ProgramSend] = []
    if one is not None:
        rows = await work.select(
            ProgramSend, recipient_digest=digest, program_sid=program_sid, order=(("sid", True),), limit=MOST
        )  # any account: as above
    if (meanwhile := kept.get(key, work)) is not None:  # another send read it too, and may have added to it
        return meanwhile
    return kept.keep(key, [(row.sent_at, row.message_sid, row.reminded) for row in reversed(rows)], mark, work)


def note_send(work: Work, account_sid: str, program_sid: str, digest: str, message_sid: str, *, at: int, reminded: bool) -> None:
    """Stage that a message of the program was accepted for this recipient and leaves at `at`."""
    work.add(
        ProgramSend(
            account_sid=account_sid,
            program_sid=program_sid,
            recipient_digest=digest,
            message_sid=message_sid,
            sent_at=at,
            reminded=reminded,
        )
    )
    kept = _kept(work)
    history = kept.get((program_sid, digest), work)
    if history is None:
        kept.doubt((program_sid, digest))
    else:
        # Counted from now on, so that two at once are two; a commit that is refused leaves it counted, which errs on the quiet side.
        history.append((at, message_sid, reminded))
        del history[:-MOST]


def forget_send(work: Work, program_sid: str, digest: str, message_sid: str) -> None:
    """Stage that the message did not leave after all."""
    # any account: a program's SID names it
    work.sweep(ProgramSend, recipient_digest=digest, program_sid=program_sid, message_sid=message_sid)
    history = _kept(work).get((program_sid, digest), work)
    if history is not None:
        history[:] = [row for row in history if row[1] != message_sid]


def sweep_old_sends(work: Work) -> None:
    """Stage the removal of what is older than `KEPT_DAYS`."""
    edge = f"{ProgramSend.prefix}{max(0, work.now - KEPT_DAYS * DAY):014x}"
    # any account: the platform keeps the time
    work.sweep(ProgramSend, Condition("sid", "<", edge))


def _kept(work: Work) -> SendHistories:
    found: SendHistories | None = work.platform.ports.get(SendHistories)
    if found is None:
        found = work.platform.ports[SendHistories] = SendHistories()
    return found

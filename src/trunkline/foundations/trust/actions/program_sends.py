"""What a recipient has had from a program: read by each send of the program, added to by each that is accepted."""

from __future__ import annotations

from bisect import bisect_left, insort

from msgspec import Struct

from trunkline.kernel.clock import DAY
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..kept import Kept
from ..resources.program_send import ProgramSend, beginning_of

KEPT_DAYS = 400
"""Days for which sends are remembered; after that a recipient counts as new, and is told again how to leave."""
MOMENT = 14
"""Digits of a SID that are its moment, which no other has."""
MOST = 500
"""Sends of one program to one recipient that a decision looks at, the newest; no limit in the packs counts so many in a month."""


class History:
    """The newest sends, by message and by moment; those that decisions ask about are answered without walking through them."""

    __slots__ = ("beginning", "moments", "reminder", "rows")

    def __init__(self, beginning: str) -> None:
        """`beginning` is what `beginning_of` says."""
        self.beginning = beginning
        self.rows: dict[str, tuple[int, bool]] = {}
        self.moments: list[int] = []
        self.reminder = 0

    def add(self, message_sid: str, at: int, reminded: bool) -> None:
        if len(self.rows) >= MOST:
            self.remove(next(iter(self.rows)))
        self.rows[message_sid] = (at, reminded)
        insort(self.moments, at)
        if reminded:
            self.reminder = max(self.reminder, at)

    def remove(self, message_sid: str) -> None:
        row = self.rows.pop(message_sid, None)
        if row is None:
            return
        del self.moments[bisect_left(self.moments, row[0])]
        if row[1] and row[0] == self.reminder:
            self.reminder = self.reminder_but("")

    def reminder_but(self, message_sid: str) -> int:
        """When opt-out words were last sent with another message; 0 for never."""
        own = self.rows.get(message_sid)
        if own is not None and (not own[1] or own[0] != self.reminder):
            return self.reminder
        return max((at for sid, (at, reminded) in self.rows.items() if reminded and sid != message_sid), default=0)


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
    own = history.rows.get(but) if but else None
    if own is None:
        return Sent(not history.rows, history.reminder, tuple(history.moments))
    others = list(history.moments)
    del others[bisect_left(others, own[0])]
    return Sent(not others, history.reminder_but(but), tuple(others))


async def _history(work: Work, program_sid: str, digest: str) -> History:
    kept = _kept(work)
    key = (program_sid, digest)
    found = kept.get(key, work)
    if found is not None:
        return found
    mark = kept.mark
    # Most recipients of a campaign are new to it, and the first row is found on this thread.
    beginning = beginning_of(program_sid, digest)
    own = Condition("sid", "prefix", beginning)
    one = await work.find(ProgramSend, own)  # any account: a program's SID names it
    rows: list[ProgramSend] = []
    if one is not None:
        rows = await work.select(ProgramSend, own, order=(("sid", True),), limit=MOST)  # any account: as above
    if (meanwhile := kept.get(key, work)) is not None:  # another send read it too, and may have added to it
        return meanwhile
    fresh = History(beginning)
    for row in reversed(rows):
        fresh.add(row.message_sid, row.sent_at, row.reminded)
    return kept.keep(key, fresh, mark, work)


def note_send(work: Work, account_sid: str, program_sid: str, digest: str, message_sid: str, *, at: int, reminded: bool) -> None:
    """Stage that a message of the program was accepted for this recipient and leaves at `at`."""
    fresh = work.sid("")
    kept = _kept(work)
    history = kept.get((program_sid, digest), work)
    sid = (beginning_of(program_sid, digest) if history is None else history.beginning) + fresh[:MOMENT]
    work.add(ProgramSend.of({"sid": sid, "account_sid": account_sid, "message_sid": message_sid, "sent_at": at, "reminded": reminded}))
    if history is None:
        kept.doubt((program_sid, digest))
    else:
        # Counted from now on, so that two at once are two; a commit that is refused leaves it counted, which errs on the quiet side.
        history.add(message_sid, at, reminded)


def forget_send(work: Work, program_sid: str, digest: str, message_sid: str) -> None:
    """Stage that the message did not leave after all."""
    # any account: a program's SID names it
    work.sweep(ProgramSend, Condition("sid", "prefix", beginning_of(program_sid, digest)), message_sid=message_sid)
    history = _kept(work).get((program_sid, digest), work)
    if history is not None:
        history.remove(message_sid)


def sweep_old_sends(work: Work) -> None:
    """Stage the removal of what is older than `KEPT_DAYS`."""
    # any account: the platform keeps the time
    work.sweep(ProgramSend, Condition("sent_at", "<", work.now - KEPT_DAYS * DAY))


def _kept(work: Work) -> SendHistories:
    found: SendHistories | None = work.platform.ports.get(SendHistories)
    if found is None:
        found = work.platform.ports[SendHistories] = SendHistories()
    return found

"""Sends and what became of them, counted in memory and put on record a hundred at a time: the numbers of the risk score."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.clock import MINUTE
from trunkline.kernel.reactions import alongside, task
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..actions.look_up import program_of_sender
from ..actions.settle_terms import terms_of
from ..resources.opt_out import OptOut
from ..resources.program import Program
from .actions.record_violation import Violation, stage_violation
from .resources.enforcement import Enforcement
from .resources.risk_score import RiskScore
from .rules.risk import Segment, join, must_pause, rate, roll, score

FULL = 100
"""Sends after which the counts are put on record."""
TELLING = 5
"""Bad outcomes after which they are, however few the sends."""
OLD = 10 * MINUTE
MOST_SENDERS = 100_000

SENDS, STOPS, FILTERED, REJECTED, ROTATIONS, BURSTS = range(6)


class _Count:
    """Since the last record: counts by the names above, the moment at which they are old, and whose they are."""

    __slots__ = ("account_sid", "counts", "old_at", "program_sid")

    def __init__(self, account_sid: str, program_sid: str, old_at: int) -> None:
        self.account_sid, self.program_sid, self.old_at = account_sid, program_sid, old_at
        self.counts = [0, 0, 0, 0, 0, 0]


class Tally:
    """One platform's counts since the last record, by account and by program; at most a hundred sends of each are lost with the process."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}
        self._programs: dict[tuple[str, str], str] = {}

    def learn(self, account_sid: str, sender: str, program_sid: str) -> None:
        """Which program a sender sends for, so that an opt-out from the sender counts for it."""
        if len(self._programs) >= MOST_SENDERS:
            self._programs.clear()
        self._programs[account_sid, sender] = program_sid

    def program_of(self, account_sid: str, sender: str) -> str | None:
        return self._programs.get((account_sid, sender))

    def count_send(self, work: Work, account_sid: str, program_sid: str, now: int) -> None:
        """As `count` of SENDS, in the hot path."""
        found = self._counts.get(account_sid)
        if found is None:
            found = self._counts[account_sid] = _Count(account_sid, "", now + OLD)
        counts = found.counts
        counts[0] += 1
        if counts[0] >= FULL or now >= found.old_at:
            self._record(work, account_sid)
        if program_sid:
            self._count(work, account_sid, program_sid, SENDS, now)

    def count(self, work: Work, account_sid: str, program_sid: str, what: int) -> None:
        """For the account, and for the program where there is one."""
        now = work.now
        self._count(work, account_sid, "", what, now)
        if program_sid:
            self._count(work, account_sid, program_sid, what, now)

    def _count(self, work: Work, account_sid: str, program_sid: str, what: int, now: int) -> None:
        key = program_sid or account_sid
        found = self._counts.get(key)
        if found is None:
            found = self._counts[key] = _Count(account_sid, program_sid, now + OLD)
        counts = found.counts
        counts[what] += 1
        if counts[SENDS] >= FULL or now >= found.old_at or (what and sum(counts[1:]) >= TELLING):
            self._record(work, key)

    def _record(self, work: Work, key: str) -> None:
        found = self._counts.pop(key)
        account_sid = found.account_sid
        work.enqueue(
            reckon_score, lane=f"risk of {account_sid}", account_sid=account_sid, program_sid=found.program_sid, counts=found.counts
        )


def tally(work: Work) -> Tally:
    found: Tally | None = work.platform.ports.get(Tally)
    if found is None:
        found = work.platform.ports[Tally] = Tally()
    return found


@task()
async def reckon_score(work: Work, account_sid: str, program_sid: str, counts: list[int]) -> None:
    """Add counts to the window on record; a program that too many opt out of is paused."""
    row = await work.find(RiskScore, account_sid=account_sid, program_sid=program_sid)
    before = [] if row is None else [Segment(*segment) for segment in row.segments]
    segments = roll(before, Segment(*counts), FULL)
    window = join(segments)
    figures = dict(zip(Segment.__struct_fields__, window.counts, strict=True))
    kept: dict[str, Any] = {**figures, "score": score(window), "segments": [list(s.counts) for s in segments], "reckoned_at": work.now}
    if row is None:
        work.add(RiskScore(account_sid=account_sid, program_sid=program_sid, **kept))
    else:
        work.set(row, **kept)
    if program_sid and must_pause(window):
        program = await work.fetch(Program, program_sid, account_sid)
        if program is not None and program.status == "active":
            await _pause(work, program, window)


async def _pause(work: Work, program: Program, window: Segment) -> None:
    share = f"{100 * rate(window.stops, window.sends):.1f} %"
    terms = await terms_of(work, program.account_sid)
    message = f"{window.stops} of the last {window.sends} messages of the program were answered with an opt-out ({share})."
    await stage_violation(
        work,
        Violation(
            account_sid=program.account_sid, rule="stop-rate", code=30033, message=message, signals={"stop_rate": share},
            brand_sid=program.brand_sid, program_sid=program.sid, preset=terms.preset.value, at=work.now,
        ),
    )  # fmt: skip


@alongside(Enforcement, enters="cured overturned")
def begin_anew(row: Resource, state: str, work: Work) -> None:
    """A program that is given back is judged by what it sends from now on."""
    assert isinstance(row, Enforcement)
    if row.rule == "stop-rate" and row.program_sid:
        work.enqueue(forget_window, lane=f"risk of {row.account_sid}", account_sid=row.account_sid, program_sid=row.program_sid)


@task()
async def forget_window(work: Work, account_sid: str, program_sid: str) -> None:
    row = await work.find(RiskScore, account_sid=account_sid, program_sid=program_sid)
    if row is not None:
        none = dict.fromkeys(Segment.__struct_fields__, 0)
        work.set(row, **none, score=0, segments=[], reckoned_at=work.now)


@alongside(OptOut, enters="created")
def count_stop(row: Resource, state: str, work: Work) -> None:
    """A recipient's own word counts, once (what a network keeps stands beside it); what the account puts on record itself does not."""
    assert isinstance(row, OptOut)
    if row.source in ("api", "bulk", "network"):
        return
    counts = tally(work)
    program = row.sender if row.scope == "program" else counts.program_of(row.account_sid, row.sender)
    if program is None and row.scope in ("sender", "service"):
        work.enqueue(count_stop_of_sender, account_sid=row.account_sid, sender=row.sender)
    else:
        counts.count(work, row.account_sid, program or "", STOPS)


@task()
async def count_stop_of_sender(work: Work, account_sid: str, sender: str) -> None:
    """An opt-out from a sender that has sent nothing since this process began."""
    program = await program_of_sender(work, account_sid, sender)
    tally(work).count(work, account_sid, "" if program is None else program.sid, STOPS)

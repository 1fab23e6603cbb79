"""How many numbers of one prefix an account writes to, over a sliding window, in little memory. Figures: velocity.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from trunkline.kernel.clock import read_duration

TAIL = 3
"""Digits of a number that its prefix leaves out: the SafeList's 1k prefixes."""
MOST_PREFIXES = 20_000
"""Prefixes counted for one account in half a window; beyond it the half ends early, and bursts are seen all the same."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in microseconds; `recipients` by the beginning of the number."""

    window: int
    share: float
    shortest_block: int
    longest_block: int
    recipients: dict[str, int]

    def recipients_of(self, prefix: str) -> int:
        """Different numbers behind the prefix from which it is a burst; 0 where none is."""
        return next((self.recipients[prefix[:n]] for n in range(min(len(prefix), 8), 0, -1) if prefix[:n] in self.recipients), 0)


@cache
def limits() -> Limits:
    data = tomllib.loads(files(__package__).joinpath("velocity.toml").read_text())
    shortest, longest = read_duration(data["shortest_block"]), read_duration(data["longest_block"])
    if not 0 < shortest <= longest or "+" not in data["recipients"] or not 0 <= data["share"] <= 1:
        raise ValueError("velocity.toml: the blocks, the share or the default make no sense")
    return Limits(read_duration(data["window"]), float(data["share"]), shortest, longest, dict(data["recipients"]))


@dataclass(frozen=True, slots=True)
class Burst:
    """`recipients` different numbers behind `prefix`, out of `messages` to anybody."""

    prefix: str
    recipients: int
    messages: int


class Velocity:
    """One account's. Two halves of a window: what is older than both is forgotten, so a burst is seen over 1/2 to 1 window.

    Which of the thousand numbers were written to is one integer of a thousand bits.
    """

    __slots__ = ("_before", "_before_all", "_ends", "_limits", "_now", "_now_all", "_wanted")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._now_all = self._before_all = self._ends = 0
        self._wanted: dict[str, int] = {}

    def note(self, recipient: str, moment: int) -> Burst | None:
        """Count a message to a number in E.164; the burst if it is one."""
        if moment >= self._ends or len(self._wanted) > MOST_PREFIXES:
            self._turn(moment)
        self._now_all += 1
        prefix = recipient[:-TAIL]
        wanted = self._wanted.get(prefix)
        if wanted is None:
            wanted = self._wanted[prefix] = self._limits.recipients_of(prefix)
        if not wanted:
            return None
        tail = recipient[-TAIL:]
        if not tail.isdecimal():
            return None  # no number: nobody is paid for it
        seen = self._now[prefix] = self._now.get(prefix, 0) | 1 << int(tail)
        count = (seen | self._before[prefix]).bit_count() if prefix in self._before else seen.bit_count()
        if count < wanted:
            return None
        total = self._now_all + self._before_all
        return Burst(prefix, count, total) if count >= total * self._limits.share else None

    def forget(self, prefix: str) -> None:
        """Begin to count anew, after a block."""
        self._now.pop(prefix, None)
        self._before.pop(prefix, None)

    def _turn(self, moment: int) -> None:
        """Halves begin at whole multiples of their length, so that two of them never cover more than a window."""
        half = self._limits.window // 2
        begin = moment - moment % half
        if begin > self._ends:  # nothing for a whole half: what was counted is old
            self._now, self._now_all = {}, 0
        self._before, self._before_all = self._now, self._now_all
        self._now, self._now_all, self._ends = {}, 0, begin + half
        self._wanted = {}

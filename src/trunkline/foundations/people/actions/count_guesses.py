"""Each attempt to prove who one is counts as wrong, on disk, before it is looked at: many at once are many, and a restart frees nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.platform import Platform

from ..errors import TooMany
from ..resources.guess import Guess
from ..rules.guessing import FREE_OF_ADDRESS, FREE_OF_PERSON, Tally, attempted, network_of, wait
from ..wall_clock import wall_clock

_TRIES = 10
_CROWDED = 1_000_000


@dataclass
class Attempt:
    """One attempt that is looked at. It stays wrong unless `forgive` or `clear` is called. `locks`: it was the first that costs a wait."""

    platform: Platform
    rows: list[tuple[Guess, Tally]] = field(default_factory=list)
    person: str = ""
    locks: bool = False

    async def forgive(self) -> None:
        """It was neither right nor wrong: things are as before, unless somebody else has guessed meanwhile."""
        await self._undo(lambda row, before: before)

    async def clear(self) -> None:
        """It was right: the person's count is over, and the address's is as it was, since one right password tells nothing of others."""
        await self._undo(lambda row, before: Tally() if row.mark == self.person else before)

    async def _undo(self, to: Callable[[Guess, Tally], Tally]) -> None:
        for row, before in self.rows:
            tally = to(row, before)
            work = self.platform.work()
            work.change(row, quietly=True, wrong=tally.wrong, last=tally.last, until=tally.until)
            try:
                await work.commit()
            except Stale:
                continue  # counted by others since: it stays counted


async def count_attempt(platform: Platform, email: str, address: str) -> Attempt:
    """Count one, of the person whom the e-mail address names or would name ("" for none) and of the network address; 99412 while locked."""
    vault: Vault = platform.ports[Vault]
    marks = [(vault.digest(network_of(address), "guesses from an address"), FREE_OF_ADDRESS)] if address else []
    person = vault.digest(email, "guesses of a person") if email else ""
    if person:
        marks.append((person, FREE_OF_PERSON))
    for _ in range(_TRIES):
        attempt = await _try(platform, marks, person)
        if attempt is not None:
            return attempt
    raise TooMany(_CROWDED)  # so many at once that none gets through


async def _try(platform: Platform, marks: list[tuple[str, int]], person: str) -> Attempt | None:
    now, work = wall_clock(platform).now(), platform.work()
    found: list[tuple[str, int, Guess | None, Tally]] = []
    for mark, free in marks:
        row = await work.find(Guess, mark=mark)  # any account: guesses come before one is known
        tally = Tally() if row is None else Tally(row.wrong, row.last, row.until)
        if left := wait(tally, now):
            raise TooMany(left)
        found.append((mark, free, row, tally))
    attempt = Attempt(platform, person=person)
    for mark, free, row, tally in found:
        then = attempted(tally, now, free)
        attempt.locks |= mark == person and then.wrong == free
        if row is None:
            row = work.add(Guess(mark=mark, wrong=then.wrong, last=then.last, until=then.until))
        else:
            work.change(row, quietly=True, wrong=then.wrong, last=then.last, until=then.until)
        attempt.rows.append((row, tally))
    try:
        await work.commit()
    except (Stale, Duplicate):
        return None
    return attempt

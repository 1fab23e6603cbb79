"""What enforcement knows in memory, so that a send asks the database nothing: measures, blocks and safe numbers.

It is read when first asked for, and follows what this process stages. A commit may yet be refused, and other processes write too: so what
was staged is read again after `DOUBT`, and beside other processes everything after `LIFE` (both real seconds).
"""

from __future__ import annotations

from time import monotonic
from typing import TypeVar

from trunkline.foundations.accounts.family import family_of
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..decisions.facts import Standing
from .resources.enforcement import MEASURED, Enforcement
from .resources.safe_number import SafeNumber
from .resources.traffic_block import TrafficBlock

R = TypeVar("R", bound=Resource)

LIFE = 4.0
DOUBT = 2.0
PAGE = 5_000

_WORST: tuple[Standing, ...] = ("good", "throttled", "suspended", "closed")


def target_key(account_sid: str, target_type: str, target: str) -> str:
    """Senders are an account's own; everything else has a SID."""
    return f"{account_sid}\n{target}" if target_type == "sender" else target


class Watch:
    """One platform's."""

    def __init__(self) -> None:
        self.standings: dict[str, Standing] = {}
        self.blocks: dict[str, dict[str, int]] = {}
        self.safe: dict[str, set[str]] = {}
        self._held: dict[str, list[tuple[str, Standing]]] = {}
        self._known = self._reading = False
        self._read_again = self._doubted_until = 0.0
        self._staged = 0

    async def ready(self, work: Work, account_sid: str) -> None:
        """Know what is on record; costs two look-ups in memory once it is known."""
        # Without a moment to read again we are alone; unless another process has come to the database since.
        due = monotonic() >= self._read_again if self._read_again else work.platform.database.shared
        if due or not self._known:
            await self._read(work)
        await family_of(work, account_sid)

    def hold(self, case: Enforcement) -> None:
        """Take a case as it stands now; a closed one holds nothing."""
        held = [(target_key(case.account_sid, m["target_type"], m["target"]), m["measure"]) for m in case.measures]
        if case.status not in MEASURED:
            held = []
        before = self._held.pop(case.sid, [])
        if held:
            self._held[case.sid] = held
        if held or before:
            self._settle()

    def holders(self, key: str) -> set[str]:
        """Cases that withhold something from a target, for `target_key`."""
        return {sid for sid, held in self._held.items() if any(name == key for name, _ in held)}

    def block(self, row: TrafficBlock) -> None:
        self.blocks.setdefault(row.account_sid, {})[row.number_prefix] = row.until

    def doubt(self) -> None:
        """Something is staged that may not come to be."""
        self._staged += 1
        self._doubted_until = monotonic() + DOUBT
        self._read_again = min(self._read_again or self._doubted_until, self._doubted_until)

    def _settle(self) -> None:
        found: dict[str, Standing] = {}
        for held in self._held.values():
            for key, standing in held:
                found[key] = max(found.get(key, "good"), standing, key=_WORST.index)
        self.standings = found

    async def _read(self, work: Work) -> None:
        if self._reading and self._known:
            return  # what is known serves until the other one is done
        self._reading = True
        try:
            while True:
                staged, found = self._staged, Watch()
                for case in await _all(work, Enforcement, Condition("status", "in", MEASURED)):
                    found.hold(case)
                for row in await _all(work, TrafficBlock, Condition("until", ">", work.now)):
                    found.block(row)
                for number in await _all(work, SafeNumber):
                    found.safe.setdefault(number.account_sid, set()).add(number.phone_number)
                if staged == self._staged:
                    break
                if self._known:  # what was staged meanwhile is known here, and may not have been on disk yet
                    return
        finally:
            self._reading = False
        self.standings, self.blocks, self.safe, self._held = found.standings, found.blocks, found.safe, found._held
        self._known = True
        now = monotonic()
        again = now + LIFE if work.platform.database.shared else 0.0
        self._read_again = min(again or self._doubted_until, self._doubted_until) if self._doubted_until > now else again


async def _all(work: Work, kind: type[R], *where: Condition) -> list[R]:
    found: list[R] = []
    after = ""
    while True:
        # any account: one memory for all of them
        rows = await work.select(kind, *where, Condition("sid", ">", after), order=(("sid", False),), limit=PAGE)
        found += rows
        if len(rows) < PAGE:
            return found
        after = rows[-1].sid


def watch(work: Work) -> Watch:
    found: Watch | None = work.platform.ports.get(Watch)
    if found is None:
        found = work.platform.ports[Watch] = Watch()
    return found


@alongside(Enforcement)
def _hold(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, Enforcement)
    known = watch(work)
    known.hold(row)
    known.doubt()


@alongside(TrafficBlock)
def _block(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, TrafficBlock)
    known = watch(work)
    if state == "removed":
        known.blocks.get(row.account_sid, {}).pop(row.number_prefix, None)
    else:
        known.block(row)
    known.doubt()


@alongside(SafeNumber)
def _trust(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, SafeNumber)
    known = watch(work)
    numbers = known.safe.setdefault(row.account_sid, set())
    if state == "removed":
        numbers.discard(row.phone_number)
    else:
        numbers.add(row.phone_number)
    known.doubt()

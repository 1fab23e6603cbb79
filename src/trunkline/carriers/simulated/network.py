"""What one process knows of the simulated network: its seed, the faults in force, who holds a number, and who is watching."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from copy import copy

from trunkline.foundations.accounts.family import family_of, known_family
from trunkline.kernel.errors import Problem
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .resources.fault import Fault
from .resources.handset import Handset
from .rules.dice import Repeats, spread, throw

_FRESH = 2.0  # seconds for which what was read is believed: another process may have changed it
_SETTLING = 1.0  # seconds after a change of our own in which nothing is kept, as its commit may still be on the way
_ROOM = 8192


class SimulatedNetwork:
    """`seed` makes another network of the same faults; `latency` is the ordinary one's median in milliseconds (lognormal; 0 is none).

    `stepped`: whether accounts may stop and advance the clock; never where strangers share the platform.
    """

    def __init__(self, platform: Platform, seed: int = 0, *, latency: int = 40, stepped: bool = True) -> None:
        self.platform, self.seed, self.latency, self.stepped = platform, seed, latency, stepped
        self.repeats = Repeats()
        self._faults: tuple[float, list[Fault]] | None = None
        self._phones: OrderedDict[tuple[str, str], tuple[float, Handset | None]] = OrderedDict()
        self._changed = float("-inf")
        self._slow: dict[str, Fault] = {}
        self._loaded = float("-inf")
        self._loading: asyncio.Task[None] | None = None
        self._watchers: dict[str, set[asyncio.Event]] = {}
        self._seeds: dict[str, int] = {}

    def seed_of(self, account_sid: str) -> int:
        """What its dice begin with: the network's seed, or that of the scenario which the account replays or replayed last."""
        return self._seeds.get(account_sid, self.seed)

    def seed_account(self, account_sid: str, seed: int, *, afresh: bool) -> None:
        """`afresh`: equal texts count from the first again, as in a new process."""
        self._seeds[account_sid] = seed
        if afresh:
            self.repeats = Repeats()

    # Who and what

    def learn(self, row: Resource, state: str) -> None:
        """A handset or a fault is being changed here."""
        if isinstance(row, Fault):
            self._slow.pop(row.sid, None)
            if state != "removed" and row.kind == "webhook_latency":
                self._slow[row.sid] = copy(row)
        self._faults = None
        self._phones.clear()
        self._changed = time.monotonic()

    def _keeping(self) -> bool:
        return time.monotonic() - self._changed > _SETTLING

    async def handset(self, work: Work, account_sid: str, number: str) -> Handset | None:
        """Who holds the number in this account's network; do not change the row that comes back."""
        key = account_sid, number
        held = self._phones.get(key)
        if held is not None and time.monotonic() - held[0] < _FRESH:
            return held[1]
        found: Handset | None = None
        for owner in await family_of(work, account_sid):
            found = found or await work.find(Handset, account_sid=owner, phone_number=number)
        if self._keeping():
            self._phones[key] = time.monotonic(), found
            if len(self._phones) > _ROOM:
                self._phones.popitem(last=False)
        return found

    async def faults(self, work: Work, account_sid: str, target: str, kinds: Iterable[str]) -> list[Fault]:
        """Those in force for an account and a number (or URL): the most exact destination first, then the newest."""
        held = self._faults
        if held is None or time.monotonic() - held[0] > _FRESH:
            rows = await work.select(Fault)  # any account: kept for all, and chosen by account below
            held = time.monotonic(), sorted(rows, key=lambda f: (len(f.destination), f.sid), reverse=True)
            if self._keeping():
                self._faults = held
        if not held[1]:
            return []
        family, now = await family_of(work, account_sid), work.now
        return [
            f
            for f in held[1]
            if f.kind in kinds and f.account_sid in family and target.startswith(f.destination) and (f.until is None or now < f.until)
        ]

    def hits(self, fault: Fault, *subject: str | int) -> bool:
        """Whether the fault strikes this text: the same answer each time it is asked."""
        if fault.probability >= 1:
            return True
        return throw(self.seed_of(fault.account_sid), fault.seed, fault.kind, fault.destination, *subject) < fault.probability

    def time_of(self, fault: Fault, *subject: str | int) -> int:
        """Microseconds by the distribution of a latency fault."""
        chance = throw(self.seed_of(fault.account_sid), fault.seed, "how long", fault.destination, *subject)
        return spread(chance, fault.distribution, fault.milliseconds, fault.up_to, fault.sigma)

    # What other parts ask

    async def throttles(self, work: Work, account_sid: str, from_: str, to: str, body: str) -> Problem | None:
        """The 429 (code 20429) with which the API shall refuse this text, or None. Each ask counts as one attempt."""
        found = await self.faults(work, account_sid, to, ("throttle",))
        if found:
            subject = (from_, to, body, self.repeats.number("accept", from_, to, body))
            if any(self.hits(fault, *subject) for fault in found):
                return Problem(20429, "Too many requests: a throttle fault of the simulated network is in force", 429)
        return None

    def delay_ms(self, account_sid: str, url: str, parameters: dict[str, str]) -> int:
        """Milliseconds by which a webhook to this URL shall be late (the WebhookDelay port); 0 without a fault.

        It cannot wait, so it goes by what is known: faults declared in this process at once, those of before its start or of
        other processes from the second webhook on.
        """
        now = self.platform.clock.now()
        if time.monotonic() - self._loaded > _FRESH and self._loading is None:
            self._loading = asyncio.get_running_loop().create_task(self._load(account_sid))
        family = known_family(self.platform, account_sid)
        slow = [
            f for f in self._slow.values() if f.account_sid in family and url.startswith(f.destination) and (not f.until or now < f.until)
        ]
        if slow:
            subject = (url, self.repeats.number("webhook", url))
            for fault in sorted(slow, key=lambda f: (len(f.destination), f.sid), reverse=True):
                if self.hits(fault, *subject):
                    return self.time_of(fault, *subject) // 1000
        return 0

    async def _load(self, account_sid: str) -> None:
        try:
            work, changed = self.platform.work(), self._changed
            await family_of(work, account_sid)
            rows = await work.select(Fault, Condition("kind", "=", "webhook_latency"))  # any account: delay_ms chooses by account
            if changed == self._changed and self._keeping():
                self._slow = {f.sid: f for f in rows}
            self._loaded = time.monotonic()
        finally:
            self._loading = None

    # Watching

    def watched(self, handset_sid: str) -> bool:
        return handset_sid in self._watchers

    def ring(self, handset_sid: str) -> None:
        """Something new is on disk for this phone."""
        for event in self._watchers.get(handset_sid, ()):
            event.set()

    def watch(self, handset_sid: str) -> asyncio.Event:
        """An event that is set when something arrives; give it back to `leave`."""
        event = asyncio.Event()
        self._watchers.setdefault(handset_sid, set()).add(event)
        return event

    def leave(self, handset_sid: str, event: asyncio.Event) -> None:
        others = self._watchers[handset_sid]
        others.discard(event)
        if not others:
            del self._watchers[handset_sid]


def _learn(row: Resource, state: str, work: Work) -> None:
    network: SimulatedNetwork | None = work.platform.ports.get(SimulatedNetwork)
    if network is not None:
        network.learn(row, state)


alongside(Handset)(_learn)
alongside(Fault)(_learn)


def after(sid: str) -> tuple[Condition, ...]:
    """Rows newer than this one; all for ""."""
    return (Condition("sid", ">", sid),) if sid else ()

"""What the send path asks and tells about traffic: bursts to one prefix, one text from many senders, and what became of messages.

All synchronous and in memory; `await standing.recall(work, account_sid)` comes before.
"""

from __future__ import annotations

from trunkline.foundations.accounts.family import known_family
from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.foundations.retention.expiry import plan_removal
from trunkline.kernel.clock import DAY, SECOND
from trunkline.kernel.work import Work

from ..decisions.facts import SpreadFact
from .actions.record_violation import Violation, tell_violation
from .resources.traffic_block import TrafficBlock
from .rules.spread import Spread
from .rules.velocity import TAIL, Burst, Velocity, limits
from .tally import BURSTS, FILTERED, REJECTED, ROTATIONS, tally
from .watch import watch

FILTERED_CODE = 30007
BLOCKED_CODE = 30004
OURS = frozenset({21610, 30001, 30002, 30033, 30036, 30450})
"""Failures that no network brought about: they say nothing of what recipients and networks think of the sender."""
MOST_ACCOUNTS = 50_000
KEPT = 30 * DAY
"""After its end a block can be read this long."""


class _Traffic:
    """One platform's. Lost with the process: a burst or a spread is seen anew within minutes; what followed from it is on record."""

    def __init__(self) -> None:
        self.velocities: dict[str, Velocity] = {}
        self.spreads: dict[str, Spread] = {}

    def velocity(self, account_sid: str) -> Velocity:
        found = self.velocities.get(account_sid)
        if found is None:
            if len(self.velocities) >= MOST_ACCOUNTS:
                self.velocities.pop(next(iter(self.velocities)))
            found = self.velocities[account_sid] = Velocity(limits())
        return found

    def spread(self, owner: str) -> Spread:
        found = self.spreads.get(owner)
        if found is None:
            if len(self.spreads) >= MOST_ACCOUNTS:
                self.spreads.pop(next(iter(self.spreads)))
            found = self.spreads[owner] = Spread()
        return found


def _traffic(work: Work) -> _Traffic:
    found: _Traffic | None = work.platform.ports.get(_Traffic)
    if found is None:
        found = work.platform.ports[_Traffic] = _Traffic()
    return found


def _owner(work: Work, account_sid: str) -> str:
    return known_family(work.platform, account_sid)[-1]


def blocked_until(work: Work, account_sid: str, recipient: str) -> int:
    """The end (microseconds) of a block of the recipient's prefix for this account (30450); 0 for none."""
    blocks = watch(work).blocks.get(account_sid)
    if not blocks:
        return 0
    until = blocks.get(recipient[:-TAIL], 0)
    return until if until > work.now else 0


def is_safelisted(work: Work, account_sid: str, recipient: str) -> bool:
    """Whether the account, or the main account that owns it, has the number or its 1k prefix on the SafeList."""
    known = watch(work)
    if not known.safe:
        return False
    prefix = f"{recipient[:-TAIL]}xxx"
    for owner in known_family(work.platform, account_sid):
        if (numbers := known.safe.get(owner)) and (recipient in numbers or prefix in numbers):
            return True
    return False


def spread_of(work: Work, account_sid: str, template: int, sender: str, *, service_sid: str = "") -> SpreadFact | None:
    """How a text with this template hash (`ContentSignals.template`) is spread over senders, across all accounts of one owner.

    None where it is not known, or the text is too short to tell (0). A messaging service counts as one sender.
    """
    if not template:
        return None
    found = _traffic(work).spreads.get(_owner(work, account_sid))
    return None if found is None else found.of(template, service_sid or f"{account_sid} {sender}", work.now)


def note_sent(
    work: Work,
    account_sid: str,
    recipient: str,
    sender: str,
    *,
    program_sid: str = "",
    service_sid: str = "",
    template: int = 0,
    risk_check: bool = True,
) -> None:
    """Count a message that was accepted and not refused. `template` 0: not read, or too short. `risk_check` False: RiskCheck=disable.

    Stages a block where this message completes a burst to the recipient's prefix.
    """
    traffic, counts, now = _traffic(work), tally(work), work.now
    counts.count_send(work, account_sid, program_sid, now)
    if program_sid:
        counts.learn(account_sid, service_sid or sender, program_sid)
    if risk_check and recipient.startswith("+"):
        velocity = traffic.velocities.get(account_sid) or traffic.velocity(account_sid)
        burst = velocity.note(recipient, now)
        if burst is not None and not blocked_until(work, account_sid, recipient):
            velocity.forget(burst.prefix)
            _block(work, account_sid, program_sid, burst)
    if template:
        known = traffic.spread(_owner(work, account_sid))
        escaped = known.note(template, service_sid or f"{account_sid} {sender}", now)
        if escaped:
            counts.count(work, account_sid, program_sid, ROTATIONS)
            _tell_rotation(work, account_sid, program_sid, sender, escaped)


def note_outcome(work: Work, account_sid: str, sender: str, program_sid: str, code: int, *, service_sid: str = "") -> None:
    """Count how a message ended: `code` 0 where it was delivered, else its error code.

    `program_sid` "": that of the sender's last message, as far as this process knows it.
    """
    if not code or code in OURS:
        return
    program_sid = program_sid or tally(work).program_of(account_sid, service_sid or sender) or ""
    tally(work).count(work, account_sid, program_sid, FILTERED if code == FILTERED_CODE else REJECTED)
    if code in (FILTERED_CODE, BLOCKED_CODE):
        _traffic(work).spread(_owner(work, account_sid)).reject(service_sid or f"{account_sid} {sender}", work.now)


def _block(work: Work, account_sid: str, program_sid: str, burst: Burst) -> None:
    figures = limits()
    length = figures.shortest_block + int((figures.longest_block - figures.shortest_block) * work.platform.dice.fraction())
    block = work.add(
        TrafficBlock(
            account_sid=account_sid,
            number_prefix=burst.prefix,
            until=work.now + length,
            date_expires=work.now + length + KEPT,
            recipients=burst.recipients,
            messages=burst.messages,
            window_seconds=figures.window // SECOND,
        )
    )
    plan_removal(block, work)
    told = f"Messages went to {burst.recipients} numbers that begin with {burst.prefix} in a short time; more are blocked for a while."
    raise_alert(work, account_sid, 30450, resource_sid=block.sid, text=told)
    tally(work).count(work, account_sid, program_sid, BURSTS)


def _tell_rotation(work: Work, account_sid: str, program_sid: str, sender: str, escaped: str) -> None:
    before = escaped.rpartition(" ")[2]
    tell_violation(
        work,
        Violation(
            account_sid=account_sid, rule="sender-rotation", code=99111, program_sid=program_sid, sender=sender, at=work.now, blocked=False,
            message=f"The same text goes out from {sender} after messages of {before} were filtered.", signals={"before": before},
        ),
    )  # fmt: skip

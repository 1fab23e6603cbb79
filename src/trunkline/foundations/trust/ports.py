"""What trust asks of products and carriers, which it cannot know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from trunkline.kernel.work import Work

from .decisions.facts import Registration


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A text that came in: who wrote to which sender, and when (microseconds)."""

    sid: str
    recipient: str
    sender: str
    moment: int


class MessageRecords(Protocol):
    """Where inbound messages are on record; without it a MessageSid is taken by its form alone."""

    async def inbound(self, work: Work, account_sid: str, sid: str) -> InboundMessage | None:
        """The inbound message of this account, written by `recipient` (the person) to `sender`; None when there is none."""
        ...


class SenderPools(Protocol):
    """Which senders belong together; without it each stands alone."""

    async def service_of(self, work: Work, account_sid: str, sender: str) -> str:
        """The SID of the messaging service in whose pool the sender (a wire address) is; "" for none."""
        ...

    async def has_service(self, work: Work, account_sid: str, service_sid: str) -> bool: ...


class WaitingMessages(Protocol):
    """What is accepted and has not left yet."""

    def withdraw(self, work: Work, account_sid: str, recipient: str) -> None:
        """Stage that all that waits for this recipient and may no longer be sent fails with 21610, soon after the commit."""
        ...


class RealTraffic(Protocol):
    """Whose traffic leaves the simulated network; without it nobody's does."""

    async def is_real(self, work: Work, account_sid: str) -> bool:
        """Whether a real carrier may take this account's messages now.

        The answer is kept for some seconds: `actions.settle_terms.forget_terms` has it asked again at once.
        """
        ...


class Restrictions(Protocol):
    """Whose data may be kept and not used (R94); without it nobody's are restricted."""

    async def restricted(self, work: Work, account_sid: str, recipient: str, message_sid: str) -> str:
        """What is restricted of these: `account`, `contact`, `message`, or "" for nothing. As good as always from memory."""
        ...


class VerifiedRecipients(Protocol):
    """Numbers that a trial account has verified as its own people's."""

    async def is_verified(self, work: Work, account_sid: str, recipient: str) -> bool: ...


class Registrations(Protocol):
    """Where senders are registered as their country wants it (A2P campaigns, toll-free verification, sender IDs)."""

    async def registration_of(self, work: Work, account_sid: str, sender: str, country: str) -> Registration | None:
        """As good as always from memory; None where it is not known."""
        ...


@dataclass(frozen=True, slots=True)
class DecidedMessage:
    """A message with the decisions that were packed into it; see `rules/packed_decisions.py`."""

    sid: str
    sender: str
    recipient: str
    packed: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class ReportedMessage:
    """A text that was sent from here: by which account and sender. `sid` is the sent message's, "" where it is gone."""

    account_sid: str
    sid: str
    sender: str
    body: str


class ReportedMessages(Protocol):
    """Who sent what somebody complains of."""

    async def sent(self, work: Work, account_sid: str, sid: str, *, any_account: bool) -> ReportedMessage | None:
        """The text that this account received as message `sid`; with `any_account`, any message that was sent. None for all others."""
        ...


class DecidedMessages(Protocol):
    """Messages and what was decided about them, where nothing stood in their way."""

    async def one(self, work: Work, account_sid: str, message_sid: str) -> DecidedMessage | None: ...

    async def page(
        self, work: Work, account_sid: str, *, to: str, limit: int, backwards: bool, sender: str, recipient: str
    ) -> list[DecidedMessage]:
        """Those with SIDs up to `to` (itself too; "" begins at the newest), newest first; `backwards`: from it on, oldest first.

        `sender` and `recipient` are addresses, "" for any.
        """
        ...


@dataclass(frozen=True, slots=True)
class ScanVerdict:
    """`name` is what was found where infected, and the reason where unknown."""

    state: Literal["clean", "infected", "unknown"]
    name: str = ""


class MediaScanner(Protocol):
    """Who looks for malware in files; there need be none."""

    async def scan(self, data: bytes) -> ScanVerdict:
        """Never raises for want of a scanner: the verdict is then `unknown`."""
        ...

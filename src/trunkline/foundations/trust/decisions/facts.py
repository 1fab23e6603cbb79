"""What is known when a message is judged. None always means "not known": a rule then does nothing, except in `strict`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from ..content.signals import ContentSignals
from .presets import Modes, Preset

ConsentState = Literal["live", "lapsed", "revoked", "invalid"]
Standing = Literal["good", "throttled", "suspended", "closed"]
Registration = Literal["registered", "exempt", "unregistered", "pending", "suspended"]


class ConsentFact(Struct, frozen=True, kw_only=True):
    """One consent of the recipient. `types` are the intents that were disclosed; `channel` "" covers every channel.

    `captured_at`, `last_affirmed_at` and `first_message_at` are microseconds; 0 for a first message that never was.
    """

    sid: str
    brand: str
    program: str
    types: frozenset[str]
    state: ConsentState
    captured_at: int
    channel: str = ""
    last_affirmed_at: int = 0
    first_message_at: int = 0
    awaiting_reconfirmation: bool = False


class ConversationFact(Struct, frozen=True, kw_only=True):
    """A recipient wrote: which sender it reached, its last message and when."""

    sender: str
    message_sid: str
    last_inbound_at: int
    window: int = 0
    """Microseconds that it stays open after the last inbound message; 0: the default of 24 hours."""


class PriorRelationshipFact(Struct, frozen=True, kw_only=True):
    """The exemption of R11, with its three mandatory facts; it holds for one brand."""

    sid: str
    brand: str
    number_given_by_person: bool
    trigger: str
    trigger_at: int
    objected: bool = False


class BrandFact(Struct, frozen=True, kw_only=True):
    """Who sends. `names` are display names and aliases as registered; `category` its declared business ("cannabis", "retail")."""

    sid: str
    names: tuple[str, ...]
    category: str = ""


class StatedBasis(Struct, frozen=True, kw_only=True):
    """The lawful basis that a program states for what rests on a prior relationship, and the record or law that it refers to.

    `countries` (ISO 3166-1 alpha-2) are those whose recipients it holds for; empty: all.
    """

    basis: str
    reference: str
    countries: frozenset[str] = frozenset()


class ProgramFact(Struct, frozen=True, kw_only=True):
    """What the sender is registered for. `categories` are restricted content it is age-gated and approved for ("alcohol")."""

    sid: str
    intents: frozenset[str] = frozenset()
    recurring: bool = False
    age_gated: bool = False
    categories: frozenset[str] = frozenset()
    simulated_phishing: bool = False
    lawful_basis: StatedBasis | None = None


class FrequencyLimit(Struct, frozen=True, kw_only=True):
    """At most `at_most` messages in any `hours` hours; `source` is what the person said or was told, or the sector.

    `sent` are the moments that it counts, oldest first; None: the program's, `Facts.sent`.
    """

    at_most: int
    hours: int
    source: str = "preference"
    sent: tuple[int, ...] | None = None


class SpreadFact(Struct, frozen=True, kw_only=True):
    """How one text is spread: distinct senders outside one service that sent its template lately, and the most that one of them sent."""

    senders: int
    most_by_one: int
    rejected_then_rotated: bool = False


class Facts(Struct, frozen=True, kw_only=True):
    """All that a decision may know.

    `modes` are the overrides with the parent's floor already applied (`presets.settle_modes`). `opted_out` and `objected` name
    what was withdrawn: a sender's block, and a preference given elsewhere. `geo_permissions` are the countries switched on.
    `trial`: None unknown, False for a full account. `sent` are the moments of this program's messages to this recipient,
    oldest first, over 31 days at least. `last_reminder_at` is 0 where opt-out words were never sent. `zones` (IANA names) and
    `places` (ISO 3166-2) are every candidate. `attested_age` is in years, 0 with no attestation on record. `content` is what
    examining the body found, or a callable that examines it when a rule first asks. `scan` False: the text is not read (R51).
    `restricted` names what may be kept only (account, contact, message), "" for nothing. `blocked_until` is the end of a toll-fraud
    block of the recipient's prefix, 0 for none. `count_segments` measures a repair.
    """

    preset: Preset = Preset.TWILIO
    modes: Modes = ()
    opted_out: bool | None = None
    objected: bool | None = None
    consents: tuple[ConsentFact, ...] | None = None
    conversations: tuple[ConversationFact, ...] | None = None
    prior_relationships: tuple[PriorRelationshipFact, ...] | None = None
    brand: BrandFact | None = None
    program: ProgramFact | None = None
    first_message: bool | None = None
    last_reminder_at: int | None = None
    sent: tuple[int, ...] | None = None
    limits: tuple[FrequencyLimit, ...] = ()
    zones: tuple[str, ...] | None = None
    places: tuple[str, ...] | None = None
    geo_permissions: frozenset[str] | None = None
    trial: bool | None = None
    recipient_verified: bool | None = None
    account_standing: Standing | None = None
    program_standing: Standing | None = None
    sender_standing: Standing | None = None
    registration: Registration | None = None
    attested_age: int | None = None
    spread: SpreadFact | None = None
    blocked_until: int | None = None
    safelisted: bool = False
    restricted: str = ""
    scan: bool = True
    content: ContentSignals | Callable[[str], ContentSignals] | None = None
    count_segments: Callable[[str], int] | None = None

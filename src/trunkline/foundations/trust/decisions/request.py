"""What is asked: one message, as far as a rule may look at it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Intent = Literal[
    "otp", "notifications", "fraud", "security", "customercare", "delivery",
    "education", "events", "polling", "announcements", "marketing",
]  # fmt: skip
"""Twilio's words for MessageIntent (Compliance Toolkit); the first six are essential."""

ESSENTIAL: frozenset[str] = frozenset({"otp", "notifications", "fraud", "security", "customercare", "delivery"})
NON_ESSENTIAL: frozenset[str] = frozenset({"education", "events", "polling", "announcements", "marketing"})
INTENTS = ESSENTIAL | NON_ESSENTIAL

ADVERTISING: frozenset[str] = frozenset({"marketing", "polling", "announcements", "events"})
"""Intents that no exemption from consent covers: they promote, convince or advocate."""

Stage = Literal["accept", "dispatch"]
"""When the question is asked: as the request comes in, or just before the message leaves."""

SenderClass = Literal["long_code", "toll_free", "short_code", "alphanumeric", "channel"]
"""`channel`: an address of WhatsApp, Messenger, RCS and their like."""

BODY_LIMIT = 1600
"""Characters that a body may have (21617); a repair must stay within it."""


def read_intent(word: str) -> Intent:
    """MessageIntent as it came; `confirm`, which Twilio's own samples use, is read as `notifications`. ValueError if unknown."""
    lowered = word.strip().lower()
    if lowered == "confirm":
        return "notifications"
    if lowered not in INTENTS:
        raise ValueError(f"MessageIntent {word!r} is none of {', '.join(sorted(INTENTS))}")
    return lowered  # type: ignore[return-value]  # just seen to be one of the literals


class SendRequest(Struct, frozen=True, kw_only=True):
    """One message to one recipient.

    `recipient` and `sender` are wire addresses. `country` is the recipient's, ISO 3166-1 alpha-2, "" where it cannot be told.
    `intent` is None where neither the request nor a default names one. `brand` and `program` are SIDs, "" where the sender is
    assigned to none. `in_reply_to` is the SID of the inbound message that this answers. `moment` is when it should leave and
    `expires_at` when it is worth nothing any more (microseconds); None: now, and never.
    """

    account_sid: str
    sender: str
    sender_class: SenderClass
    recipient: str
    country: str
    body: str
    channel: str = "sms"
    media_types: tuple[str, ...] = ()
    intent: Intent | None = None
    brand: str = ""
    program: str = ""
    service_sid: str = ""
    in_reply_to: str = ""
    language: str = ""
    stage: Stage = "accept"
    moment: int | None = None
    expires_at: int | None = None

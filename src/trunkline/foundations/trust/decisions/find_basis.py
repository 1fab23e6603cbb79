"""On what lawful basis a message stands: consent, the recipient's own message, a prior relationship, or none and why.

Consent is looked for first. It counts for its brand and program, its channel and the types disclosed (R3, R4). A reply rests on the
inbound message that opened the conversation (R9, R10). The exemption of a prior relationship needs its three facts (R11).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from trunkline.kernel.clock import HOUR

from ..packs.law import CountryLaw
from .facts import ConsentFact, ConversationFact, Facts
from .request import ADVERTISING, SendRequest

CONVERSATION_WINDOW = 24 * HOUR
"""Inactivity after which a conversation is over (R10); WhatsApp's own window is the same (63016)."""

Kind = Literal["consent", "conversation", "prior_relationship", "none", "unknown"]
Lack = Literal["", "no-consent", "scope", "lapsed", "outside-conversation"]


class Basis(Struct, frozen=True):
    """`reference` is the SID of consent, inbound message or relationship; `lack` says why there is none."""

    kind: Kind
    reference: str = ""
    lack: Lack = ""
    detail: str = ""
    consent: ConsentFact | None = None


UNKNOWN = Basis("unknown")
NO_CONSENT = Basis("none", "", "no-consent", "There is no consent on record for this recipient, brand and program.")
OBJECTED = Basis(
    "none", "", "no-consent", "The person has asked not to receive messages, which ends the exemption of a prior relationship."
)


def find_basis(request: SendRequest, facts: Facts, law: CountryLaw, intent: str | None, now: int, *, guessed: bool = False) -> Basis:
    """The basis, or what lacks. `guessed`: the intent was read from the text, so any type of advertising that was disclosed covers it."""
    consents = facts.consents
    wrong: Basis | None = None
    if consents:
        for consent in consents:
            found = _judge(consent, request, intent, guessed)
            if found.kind == "consent":
                return found
            if wrong is None or (wrong.lack == "no-consent" and found.lack != "no-consent"):
                wrong = found
    outside: Basis | None = None
    if facts.conversations:
        for conversation in facts.conversations:
            if _is_open(conversation, request, now):
                return Basis("conversation", conversation.message_sid)
            outside = _outside(conversation, request, now)
    exempt = _exemption(request, facts, law, intent, now)
    if exempt is not None and exempt.kind != "none":
        return exempt
    if consents is None or facts.conversations is None or facts.prior_relationships is None:
        return UNKNOWN
    for reason in (wrong if wrong is not None and wrong.lack != "no-consent" else None, outside, exempt, wrong):
        if reason is not None:
            return reason
    return NO_CONSENT


def _judge(consent: ConsentFact, request: SendRequest, intent: str | None, guessed: bool) -> Basis:
    if consent.state == "invalid":
        return Basis("none", consent.sid, "no-consent", "The consent on record has no acceptable source.")
    if consent.state == "revoked":
        return Basis("none", consent.sid, "no-consent", "The consent on record was revoked.")
    if consent.brand != request.brand or consent.program != request.program:
        return Basis("none", consent.sid, "scope", "The consent on record is for another brand or program.")
    if consent.channel and consent.channel != request.channel:
        return Basis("none", consent.sid, "scope", f"The consent on record is for {consent.channel}, not for {request.channel}.")
    if intent is not None and intent not in consent.types and not (guessed and consent.types & ADVERTISING):
        disclosed = ", ".join(sorted(consent.types)) or "none"
        return Basis("none", consent.sid, "scope", f"Messages of type {intent} were not disclosed; disclosed: {disclosed}.")
    if consent.state == "lapsed":
        return Basis("none", consent.sid, "lapsed", "The consent on record has lapsed.")
    return Basis("consent", consent.sid, "", "", consent)


def _is_open(conversation: ConversationFact, request: SendRequest, now: int) -> bool:
    age = now - conversation.last_inbound_at
    return conversation.sender == request.sender and 0 <= age <= (conversation.window or CONVERSATION_WINDOW)


def _outside(conversation: ConversationFact, request: SendRequest, now: int) -> Basis:
    if conversation.sender != request.sender:
        detail = "The recipient wrote to another sender; consent by conversation holds for that one only."
    else:
        hours = (conversation.window or CONVERSATION_WINDOW) // HOUR
        detail = f"The conversation that the recipient began has been silent for more than {hours} hours."
    return Basis("none", conversation.message_sid, "outside-conversation", detail)


def _exemption(request: SendRequest, facts: Facts, law: CountryLaw, intent: str | None, now: int) -> Basis | None:
    if not facts.prior_relationships:
        return None
    if intent in law.consent_only:
        return Basis("none", "", "no-consent", f"In {request.country} messages of type {intent} need consent; no exemption covers them.")
    reason: Basis | None = None
    for relationship in facts.prior_relationships:
        if relationship.brand != request.brand:
            reason = reason or NO_CONSENT
        elif relationship.objected or facts.objected:
            reason = OBJECTED
        elif not relationship.number_given_by_person:
            reason = Basis("none", relationship.sid, "no-consent", "The number was not given by the person.")
        elif not relationship.trigger or not 0 < relationship.trigger_at <= now:
            reason = Basis("none", relationship.sid, "no-consent", "No action of the person is on record that asks for this message.")
        else:
            return Basis("prior_relationship", relationship.sid)
    return reason

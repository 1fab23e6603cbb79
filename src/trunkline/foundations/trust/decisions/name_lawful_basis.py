"""On which lawful basis personal data are processed for a message (R19): what the decision found, in the words of Article 6(1) GDPR.

A consent, and a message of the person's own, are consent (a). A prior relationship is one of the other bases: which, its program says
(`StatedBasis`), for the countries that it names; else the intent does. A message that guards the person or the sender against harm is in
the sender's legitimate interest (f; recitals 47 and 49), and so is what promotes where the law leaves that open; all else is the contract
that the person asked to be carried out (b): an order, an appointment, a code for their account. A legal obligation (c) and a vital
interest (d) are never guessed: no intent proves them, and for recipients in a country only the law that holds there obliges (Article 6(3)).
Advertising rests on none of the stated bases, and a vital interest carries essential messages only (recital 46).

No basis frees a message from what the policy asks: consent, conversation or prior relationship. Where no rule asked for one, as in the
preset `twilio`, none is named.
"""

from __future__ import annotations

from .facts import StatedBasis
from .request import ADVERTISING, ESSENTIAL

CONSENT, CONTRACT, LEGITIMATE_INTEREST = "consent", "contract", "legitimate_interest"
LEGAL_OBLIGATION, VITAL_INTEREST = "legal_obligation", "vital_interest"
STATED = (CONTRACT, LEGITIMATE_INTEREST, LEGAL_OBLIGATION, VITAL_INTEREST)
"""What a program may state; a consent is on record for each person and is not stated."""

_OF_INTEREST = frozenset({"fraud", "security"}) | ADVERTISING


def name_lawful_basis(basis: str, intent: str | None, country: str, stated: StatedBasis | None = None) -> tuple[str, str]:
    """The basis, and the reference that its program gives for it: a balancing test, a law, a contract.

    ("", "") where there is none, or none was looked for. `basis` as `find_basis` names kinds; `country` is the recipient's.
    """
    if basis in ("consent", "conversation"):
        return CONSENT, ""
    if basis != "prior_relationship":
        return "", ""
    if stated is not None and _carries(stated, intent, country):
        return stated.basis, stated.reference
    return (LEGITIMATE_INTEREST if intent in _OF_INTEREST else CONTRACT), ""


def _carries(stated: StatedBasis, intent: str | None, country: str) -> bool:
    """Whether what a program states covers a message of this intent to this country."""
    if intent in ADVERTISING or (stated.countries and country not in stated.countries):
        return False
    return stated.basis != VITAL_INTEREST or intent in ESSENTIAL

"""On which lawful basis personal data are processed for a message (R19): what the decision found, in the words of Article 6 GDPR.

A consent, and a message of the person's own, are consent. A prior relationship is the contract that the person asked to be carried out
(an order, an appointment, a code for their account), or the sender's legitimate interest where the message guards the person or itself
against harm. Where no rule asked for a basis, as in the preset `twilio`, none is named.
"""

from __future__ import annotations

CONSENT, CONTRACT, LEGITIMATE_INTEREST = "consent", "contract", "legitimate_interest"

_OF_INTEREST = frozenset({"fraud", "security"})


def name_lawful_basis(basis: str, intent: str | None) -> str:
    """consent, contract or legitimate_interest; "" where there is none, or none was looked for. `basis` as `find_basis` names kinds."""
    if basis in ("consent", "conversation"):
        return CONSENT
    if basis == "prior_relationship":
        return LEGITIMATE_INTEREST if intent in _OF_INTEREST else CONTRACT
    return ""

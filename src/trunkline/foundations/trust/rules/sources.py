"""Where a list of consents may come from, and which sources are no consent at all (Messaging Policy: not bought, sold or exchanged)."""

from __future__ import annotations

OWN_SOURCES = ("website", "app", "paper-form", "point-of-sale", "keyword", "phone-call", "event", "opt-in-message", "offline", "others")
"""Collected by the sender itself."""

FOREIGN_SOURCES = ("third-party-list", "purchased", "rented", "shared-list", "exchanged", "scraped", "unknown")
"""Agreement given to somebody else, or to nobody."""


def why_no_consent(source: str) -> str:
    """In words why consents of this declared source count for nothing; "" where they may count."""
    if not source:
        return "the import does not say where the consents were collected"
    if source in FOREIGN_SOURCES:
        return f"consent cannot be bought, sold or exchanged, and the declared source is {source}"
    return ""

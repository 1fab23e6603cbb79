"""What campaigns may be for, at the campaign registry (TCR), with Twilio's codes; the words are ours."""

from __future__ import annotations

USECASES: dict[str, tuple[str, str, bool]] = {
    "2FA": ("Two-factor authentication", "One-time codes and password resets.", False),
    "ACCOUNT_NOTIFICATION": (
        "Account notification",
        "Reminders about an account, a flight, a booking or an appointment.",
        False,
    ),
    "AGENTS_FRANCHISES": ("Agents and franchises", "One brand whose many agents or branches each have numbers of their own.", True),
    "CHARITY": ("Charity", "Registered charities (501(c)(3)); not religious bodies.", False),
    "CUSTOMER_CARE": ("Customer care", "Support, and managing one's account by text.", False),
    "DELIVERY_NOTIFICATION": ("Delivery notification", "Where an order or a parcel is.", False),
    "EMERGENCY": ("Emergency", "Public safety and natural disasters.", True),
    "FRAUD_ALERT": ("Fraud alert", "Warnings of fraud on the recipient's account.", False),
    "HIGHER_EDUCATION": ("Higher education", "Colleges, universities and school districts.", False),
    "K12_EDUCATION": ("K-12 education", "Schools and their districts.", True),
    "LOW_VOLUME": ("Low volume, mixed", "Several purposes, few messages a day.", False),
    "MARKETING": ("Marketing", "Offers and news about products and services.", False),
    "MIXED": ("Mixed", "Several of the standard purposes.", False),
    "POLITICAL": ("Political", "Election campaigns, with a vetting by Campaign Verify.", True),
    "POLLING_VOTING": ("Polling and voting", "Surveys and votes that are not political.", False),
    "PROXY": ("Proxy", "People who write to each other through pooled numbers.", True),
    "PUBLIC_SERVICE_ANNOUNCEMENT": ("Public service announcement", "Notices of general interest.", False),
    "SECURITY_ALERT": ("Security alert", "Notices that a system was compromised, and what to do.", False),
    "SOCIAL": ("Social", "Influencers and communities.", True),
    "SOLE_PROPRIETOR": ("Sole proprietor", "A business without a tax number, with few messages a day.", False),
    "SWEEPSTAKE": ("Sweepstake", "Prize draws.", True),
}
"""Code: name, description, and whether the networks approve each one after the registry has."""

FULL = frozenset(USECASES) - {"SOLE_PROPRIETOR"}


def usecases_of(brand_type: str) -> list[str]:
    """Those that a brand of this type may register."""
    if brand_type == "SOLE_PROPRIETOR":
        return ["SOLE_PROPRIETOR"]
    if brand_type == "STARTER":
        return ["LOW_VOLUME"]
    return sorted(FULL)


_TIERS = ((75, "TOP", 75, "A"), (50, "HIGH_MID", 40, "C"), (25, "LOW_MID", 4, "E"), (0, "LOW", 4, "E"))


def rate_limits(score: int, usecase: str) -> dict[str, object]:
    """AT&T's messages a second and class, and T-Mobile's tier, by the brand's score (Twilio's table of A2P throughput)."""
    if usecase == "SOLE_PROPRIETOR":
        return {"att": {"mps": 1, "msg_class": "W"}, "tmobile": {"brand_tier": "LOW"}}
    if usecase == "LOW_VOLUME":
        return {"att": {"mps": 4, "msg_class": "T"}, "tmobile": {"brand_tier": "LOW"}}
    _, tier, mps, letter = next(row for row in _TIERS if score >= row[0])
    return {"att": {"mps": mps, "msg_class": letter}, "tmobile": {"brand_tier": tier}}

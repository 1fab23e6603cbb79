"""What the roles may do: policies in the grammar of foundations/access/policy.py, and the words by which the page shows and hides.

Owner and admin may do everything in the account and its subaccounts; what only an owner does concerns owners (actions/change_role.py).
"""

from __future__ import annotations

from typing import Final

from trunkline.foundations.access.policy import EVERYTHING, PERSON, scopes_of

ROLES: Final = ("owner", "admin", "developer", "support", "compliance", "reviewer")
MANAGING: Final = frozenset({"owner", "admin"})

_READ = ["/twilio/*/*/read", "/twilio/*/*/list"]
# The audit is the owner's and the administrators'; reviewers have a page of their own.
_AUDIT = ["/twilio/monitor/events/*"]
# All data of the account in one place: the owner's and the administrators' too (capability "privacy").
_PRIVACY = ["/twilio/privacy/*/*"]
_REVIEW = ["/twilio/compliance/reviews/*", "/twilio/compliance/text-review-queue/*", "/twilio/compliance/measures/*"]


def _may(areas: dict[str, str], *deeds: str) -> list[str]:
    return [f"/twilio/{area}/{name}/{deed}" for area, names in areas.items() for name in names.split() for deed in deeds]


_POLICIES: Final[dict[str, dict[str, list[str]]]] = {
    "developer": {"allow": ["/twilio/*/*/*"], "deny": _AUDIT + _PRIVACY + _REVIEW + ["/twilio/compliance/reviewers/*"]},
    "support": {
        "allow": [
            *_may({"messaging": "messages messages.media messages.feedback messages.timeline"}, "read", "list"),
            "/twilio/messaging/messages/create",
            *_may({"network": "handsets handsets.messages handsets.typing"}, "*"),
            *_may({"network": "hops clock faults sender-choices", "webhooks": "attempts", "monitor": "alerts"}, "read", "list"),
            *_may({"numbers": "incoming-phone-numbers", "compliance": "decisions opt-outs"}, "read", "list"),
            *_may({"messaging": "services services.phone-numbers short-codes"}, "read", "list"),
        ]
    },
    "compliance": {
        "allow": [*_READ, "/twilio/compliance/*/*", *_may({"accounts": "consents.bulk contacts.bulk messaging.geo-permissions"}, "*")],
        "deny": _AUDIT + _PRIVACY + _REVIEW + ["/twilio/compliance/reviewers/*"],
    },
    "reviewer": {
        "allow": [*_REVIEW, *_may({"compliance": "appeals enforcements enforcements.notices notices rules rule-packs"}, "read", "list")]
    },
}

CAPABILITIES: Final[dict[str, tuple[str, ...]]] = {
    "owner": ("owners", "people", "audit", "account", "keys", "billing", "privacy", "configure", "trust", "send", "messages", "read"),
    "admin": ("people", "audit", "account", "keys", "billing", "privacy", "configure", "trust", "send", "messages", "read"),
    "developer": ("keys", "configure", "trust", "send", "messages", "read"),
    "support": ("send", "messages"),
    "compliance": ("trust", "messages", "read"),
    "reviewer": ("reviews",),
}
"""What the page offers; the API decides by itself."""

_SCOPES: Final = dict.fromkeys(MANAGING, EVERYTHING) | {role: scopes_of(policy) | {PERSON} for role, policy in _POLICIES.items()}


def scopes_of_role(role: str) -> frozenset[str]:
    """What a caller of that role carries."""
    return _SCOPES[role]

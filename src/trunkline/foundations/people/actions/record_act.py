"""The audit: who did what, to what, when and from where."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.access.policy import PERSONS
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.work import Work

from ..resources.event import Event

WORDS = {
    "user.signed-in": "Signed in",
    "user.signed-out": "Signed out",
    "user.locked": "Locked out after wrong attempts to sign in",
    "user.created": "Became a user of the platform",
    "user.updated": "Changed their own profile",
    "user.password-changed": "Changed the password",
    "user.totp-enabled": "Set up an authenticator app",
    "user.totp-disabled": "Removed the authenticator app",
    "user.recovery-codes-made": "Had new recovery codes made",
    "user.recovery-code-used": "Signed in with a recovery code",
    "user.link-made": "Made a one-time link for another person to sign in",
    "user.account-changed": "Began to act in another account",
    "passkey.created": "Registered a passkey",
    "passkey.updated": "Renamed a passkey",
    "passkey.deleted": "Removed a passkey",
    "session.ended": "Ended a session",
    "session.all-ended": "Ended all other sessions",
    "invitation.created": "Invited somebody to the account",
    "invitation.withdrawn": "Withdrew an invitation",
    "invitation.accepted": "Accepted an invitation to the account",
    "membership.created": "Became a member of the account",
    "membership.updated": "Changed what a member may do",
    "membership.deleted": "Removed a member from the account",
}
"""Event types, and what they say to a reader."""


def record_act(
    work: Work, account_sid: str, actor_sid: str, act: str, resource_sid: str = "", *, address: str = "", words: str = "", **data: Any
) -> Event:
    """Stage an audit row of the account. `act` is RESOURCE.DEED; `data` must hold no names, addresses or secrets.

    `words` are for acts of other slices; those of people have theirs in `WORDS`.
    """
    return work.add(
        Event(
            account_sid=account_sid,
            actor_sid=actor_sid,
            actor_type="user" if is_sid(actor_sid, PERSONS) else "account",
            description=words or WORDS[act],
            event_data=data,
            event_date=work.now,
            event_type=act,
            resource_sid=resource_sid or actor_sid,
            resource_type=act.partition(".")[0],
            source="web",
            source_ip_address=address,
        )
    )

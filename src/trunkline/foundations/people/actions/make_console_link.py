"""The link of the terminal: whoever has the data folder becomes the owner by it, and later signs in by it, however locked out they are."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.kernel.clock import DAY, HOUR
from trunkline.kernel.work import Work

from ..places import oldest_account
from ..resources.membership import Membership
from ..resources.person import Person
from ..signed_tokens import sign_token
from .make_person import OWNERS_LINK
from .prove_person import OPERATORS_LINK, find_person

FIRST_LIFE, LATER_LIFE = DAY, HOUR


@dataclass(frozen=True)
class ConsoleLink:
    """`path` follows scheme and host; `first`: it makes the owner, else it signs `email` in. `hours` that it lasts."""

    path: str
    first: bool
    email: str
    hours: int


async def make_console_link(work: Work, email: str = "") -> ConsoleLink | None:
    """Sign a link, which counts once: for the owner who is to be, or the person with that address (the oldest owner if none is named). None
    while there is no account, or for an address that nobody has. Nothing is written.
    """
    account = await oldest_account(work)
    if account is None:
        return None
    owner = await work.find(Membership, account_sid=account.sid, role="owner")
    if owner is None and not email:
        token = sign_token(work.platform, OWNERS_LINK, account.sid, FIRST_LIFE)
        return ConsoleLink(f"/console/first#{token}", True, "", FIRST_LIFE // HOUR)
    if email:
        person = await find_person(email, work)
    else:
        person = await work.fetch(Person, owner.person_sid) if owner is not None else None  # any account: people stand in none
    if person is None:
        return None
    token = sign_token(work.platform, OPERATORS_LINK, person.sid, LATER_LIFE)
    return ConsoleLink(f"/console/sign-in#{token}", False, person.email, LATER_LIFE // HOUR)

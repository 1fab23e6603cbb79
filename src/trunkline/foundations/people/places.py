"""Which accounts a person may act in, and as what."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.foundations.accounts.family import family_of
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from .resources.membership import Membership

MOST_SUBACCOUNTS = 200
"""Of one main account, that a person is offered to act in; others are reached by their SID."""


@dataclass(frozen=True, slots=True)
class Place:
    """An account that a person may act in."""

    account: Account
    role: str


async def memberships_of(person_sid: str, work: Work) -> list[Membership]:
    return await work.select(Membership, person_sid=person_sid)  # any account: those that the person is in


async def role_in(person_sid: str, account_sid: str, work: Work) -> str:
    """The person's role in the account or, where it is a subaccount, in its parent; "" for none."""
    for one in await family_of(work, account_sid):
        if (found := await work.find(Membership, account_sid=one, person_sid=person_sid)) is not None:
            return found.role
    return ""


async def places_of(person_sid: str, work: Work) -> list[Place]:
    """The accounts of the person's memberships, oldest membership first, each with its subaccounts; closed ones are left out."""
    found: dict[str, Place] = {}
    for membership in await memberships_of(person_sid, work):
        for account in await _household(membership.account_sid, work):
            own = account.sid == membership.account_sid
            if own or account.sid not in found:  # a role given in the subaccount itself stands before its parent's
                found[account.sid] = Place(account, membership.role)
    return list(found.values())


async def _household(account_sid: str, work: Work) -> list[Account]:
    account = await work.fetch(Account, account_sid)  # any account: one that the person is in
    if account is None or account.status == "closed":
        return []
    if not account.is_main:
        return [account]
    other = (Condition("status", "!=", "closed"), Condition("sid", "!=", account_sid))
    others = await work.select(Account, *other, owner_account_sid=account_sid, account_sid=account_sid, limit=MOST_SUBACCOUNTS)
    return [account, *others]


async def first_place(person_sid: str, work: Work) -> Place | None:
    """Where a person begins; None for one who is in no account any more."""
    places = await places_of(person_sid, work)
    return places[0] if places else None


async def oldest_account(work: Work) -> Account | None:
    """The account of whoever runs the platform; None while there is none."""
    # any account: which of all is the oldest
    found = await work.select(Account, rehearses="", order=(("date_created", False), ("sid", False)), limit=1)
    return found[0] if found else None

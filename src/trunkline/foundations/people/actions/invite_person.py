"""Invitations to an account: made, looked at, accepted, withdrawn."""

from __future__ import annotations

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.clock import DAY
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.work import Work

from ..errors import MEMBER_ALREADY, NOT_YOURS_TO_GIVE, ONLY_OPERATOR, bad_link
from ..places import oldest_account, role_in
from ..resources.invitation import Invitation
from ..resources.membership import Membership
from ..resources.person import Person
from ..roles import ROLES
from ..visit import NOBODY
from ..wall_clock import wall_clock
from .link_reviewer import link_reviewer
from .make_person import make_person, read_email
from .prove_person import find_person
from .record_act import record_act

LIFE = 7 * DAY
_OCTETS = 24
MOST_RULES = 100


def _digest(token: str, work: Work) -> str:
    return work.port(Vault).digest(token, "invitation")


def require_may_give(role: str, by_role: str) -> str:
    """The role, if who has `by_role` may give and take it; 20001 for none of ours, 99417 for owners, whom only owners make."""
    if role not in ROLES:
        raise invalid("role", f"must be one of {', '.join(ROLES)}")
    if role == "owner" and by_role != "owner":
        raise Problem(NOT_YOURS_TO_GIVE, "Only an owner makes, changes or removes owners", 403)
    return role


async def require_place_for(role: str, account_sid: str, work: Work) -> None:
    """99423 for reviewers elsewhere than in the operator's account: they decide for all accounts."""
    own = await oldest_account(work)
    if role == "reviewer" and (own is None or own.sid != account_sid):
        raise Problem(ONLY_OPERATOR, "Reviewers are members of the account of the platform's operator", 409)


def read_rules(given: object) -> list[str]:
    """Ids of the rules that a reviewer wrote; 20001 for what is no list of them."""
    if not isinstance(given, list) or len(given) > MOST_RULES or not all(isinstance(one, str) and 0 < len(one) <= 64 for one in given):
        raise invalid("authored_rules", f"must be a list of at most {MOST_RULES} rule ids")
    return list(given)


async def invite_person(
    work: Work, account_sid: str, by: str, by_role: str, email: str, role: str, *, authored_rules: object = (), address: str = ""
) -> tuple[Invitation, str]:
    """Commit an invitation: (it, the token of its link, told once). 99418 for who is a member or invited already."""
    email, role = read_email(email), require_may_give(role, by_role)
    rules = read_rules(list(authored_rules) if isinstance(authored_rules, tuple) else authored_rules)
    await require_place_for(role, account_sid, work)
    person = await find_person(email, work)
    if person is not None and await work.find(Membership, account_sid=account_sid, person_sid=person.sid) is not None:
        raise Problem(MEMBER_ALREADY, "This person is a member of the account already: change the role instead", 409)
    now = wall_clock(work.platform).now()
    former = await work.find(Invitation, account_sid=account_sid, open_mark=email)
    if former is not None and former.expires_at <= now:
        work.move(former, "withdraw", open_mark=former.sid)
    token = work.platform.dice.hex(_OCTETS)
    row = Invitation(
        account_sid=account_sid, email=email, role=role, invited_by=by, expires_at=now + LIFE, authored_rules=rules, open_mark=email,
        digest=_digest(token, work),
    )  # fmt: skip
    work.add(row, state="open")
    record_act(work, account_sid, by, "invitation.created", row.sid, address=address, role=role)
    try:
        await work.commit()
    except (Duplicate, Stale):
        raise Problem(MEMBER_ALREADY, "There is an invitation for this address: withdraw it to make another", 409) from None
    return row, token


async def find_invitation(token: str, work: Work) -> tuple[Invitation, Account]:
    """The open invitation of a link and its account; 99413 when it is over, used, withdrawn or none."""
    row = await work.find(Invitation, digest=_digest(token[:256], work))  # any account: the token names the invitation
    if row is None or row.status != "open" or row.expires_at <= wall_clock(work.platform).now():
        raise bad_link()
    account = await work.fetch(Account, row.account_sid)  # any account: the invitation's own
    if account is None or account.status == "closed":
        raise bad_link()
    return row, account


async def accept_as_new(work: Work, token: str, name: str, password: str, language: str, address: str = "") -> tuple[Person, str]:
    """Commit a new person and their membership: (person, account). 99418 for an address that is somebody's, who signs in first."""
    row, _ = await find_invitation(token, work)
    if await find_person(row.email, work) is not None:
        raise Problem(MEMBER_ALREADY, "There is a user with this e-mail address: sign in first, then open the link again", 409)
    person = await make_person(work, row.email, name, password, language)
    record_act(work, row.account_sid, person.sid, "user.created", address=address)
    await _join(work, row, person, address)
    return person, row.account_sid


async def accept_as(work: Work, token: str, person: Person, address: str = "") -> str:
    """Commit the membership of who is signed in; the account. 99413 when the invitation is another person's."""
    row, _ = await find_invitation(token, work)
    if row.email != person.email:
        raise bad_link()
    await _join(work, row, person, address)
    return row.account_sid


async def _join(work: Work, row: Invitation, person: Person, address: str) -> None:
    if await work.find(Membership, account_sid=row.account_sid, person_sid=person.sid) is not None:
        raise Problem(MEMBER_ALREADY, "You are a member of this account already", 409)
    if row.role == "owner" and row.invited_by != NOBODY and await role_in(row.invited_by, row.account_sid, work) != "owner":
        raise bad_link()  # who invited is no owner any more
    work.move(row, "accept", accepted_by=person.sid, open_mark=row.sid)
    work.add(Membership(account_sid=row.account_sid, person_sid=person.sid, role=row.role, given_by=row.invited_by))
    await link_reviewer(work, person, row.account_sid, row.role, row.authored_rules)
    record_act(work, row.account_sid, person.sid, "invitation.accepted", row.sid, address=address, role=row.role)
    record_act(work, row.account_sid, person.sid, "membership.created", address=address, role=row.role)
    try:
        await work.commit()
    except (Duplicate, Stale):
        raise bad_link() from None


async def withdraw_invitation(work: Work, row: Invitation, by: str, by_role: str, address: str = "") -> None:
    """Commit its end. 99413 when it was accepted or withdrawn meanwhile."""
    require_may_give(row.role, by_role)
    if row.status != "open":
        raise bad_link()
    work.move(row, "withdraw", open_mark=row.sid)
    record_act(work, row.account_sid, by, "invitation.withdrawn", row.sid, address=address)
    try:
        await work.commit()
    except Stale:
        raise bad_link() from None

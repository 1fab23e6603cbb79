"""The members of an account: another role, removal, and the person who goes with the last membership."""

from __future__ import annotations

from trunkline.kernel.clock import HOUR
from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..errors import NOT_YOURS_TO_GIVE
from ..places import memberships_of, role_in
from ..resources.membership import Membership
from ..resources.passkey import Passkey
from ..resources.person import Person
from ..resources.session import Session
from ..roles import MANAGING
from ..signed_tokens import sign_token
from ..visit import NOBODY
from .begin_session import end_sessions
from .invite_person import read_rules, require_may_give, require_place_for
from .link_reviewer import link_reviewer
from .prove_person import PERSONS_LINK
from .record_act import record_act

LINK_LIFE = HOUR


async def find_member(work: Work, account_sid: str, person_sid: str) -> tuple[Membership, Person] | None:
    membership = await work.find(Membership, account_sid=account_sid, person_sid=person_sid)
    person = await work.fetch(Person, person_sid) if membership is not None else None  # any account: people stand in none
    return (membership, person) if membership is not None and person is not None else None


async def members_of(work: Work, account_sid: str) -> list[tuple[Membership, Person]]:
    """Oldest first."""
    rows = await work.select(Membership, account_sid=account_sid)
    people = {one.sid: one for one in await _people(work, [row.person_sid for row in rows])}
    return [(row, people[row.person_sid]) for row in rows if row.person_sid in people]


async def _people(work: Work, sids: list[str]) -> list[Person]:
    if not sids:
        return []
    return await work.select(Person, Condition("sid", "in", tuple(sids)))  # any account: people stand in none


async def _require_another_owner(work: Work, membership: Membership) -> None:
    """99417 when the account would be left without an owner. The other owner's row is part of the commit, so that two cannot go at once."""
    if membership.role != "owner":
        return
    others = await work.select(
        Membership, Condition("sid", "!=", membership.sid), account_sid=membership.account_sid, role="owner", limit=1
    )
    if not others:
        raise Problem(NOT_YOURS_TO_GIVE, "An account keeps one owner: make another person owner first", 409)
    work.change(others[0], quietly=True, given_by=others[0].given_by)


async def change_role(
    work: Work,
    membership: Membership,
    person: Person,
    role: str,
    by: str,
    by_role: str,
    *,
    authored_rules: object = None,
    address: str = "",
) -> None:
    """Commit another role. 99417 where owners are concerned and the one who asks is none, or the last one would go; 99423 see reviewers."""
    require_may_give(membership.role, by_role)
    require_may_give(role, by_role)
    await require_place_for(role, membership.account_sid, work)
    if role != "owner":
        await _require_another_owner(work, membership)
    former = membership.role
    work.change(membership, role=role, given_by=by)
    rules = None if authored_rules is None else read_rules(authored_rules)
    await link_reviewer(work, person, membership.account_sid, role, rules)
    record_act(work, membership.account_sid, by, "membership.updated", person.sid, address=address, role=role, former=former)
    await _commit(work)


async def remove_member(work: Work, membership: Membership, person: Person, by: str, by_role: str, *, address: str = "") -> None:
    """Commit the end of a membership, and of the sessions that act by it; a person who is in no account then goes altogether.

    Everybody may leave, but for the last owner.
    """
    if by != person.sid:
        require_may_give(membership.role, by_role)
    await _require_another_owner(work, membership)
    work.remove(membership)
    await link_reviewer(work, person, membership.account_sid, "", None)
    record_act(work, membership.account_sid, by, "membership.deleted", person.sid, address=address, former=membership.role)
    others = [one for one in await memberships_of(person.sid, work) if one.sid != membership.sid]
    if others:
        for session in await work.select(Session, person_sid=person.sid):  # any account: wherever the person is signed in
            if session.account_sid == membership.account_sid:
                work.remove(session)
    else:
        await end_sessions(person.sid, work)
        for passkey in await work.select(Passkey, person_sid=person.sid):  # any account: people stand in none
            work.remove(passkey)
        work.remove(person)
    await _commit(work)


async def make_persons_link(work: Work, membership: Membership, person: Person, by: str, by_role: str, *, address: str = "") -> str:
    """Commit and return a token with which the person signs in within an hour, e.g. to set a new password. 99417 for a person who is also
    in an account that the one who asks does not manage.
    """
    require_may_give(membership.role, by_role)
    for other in await memberships_of(person.sid, work) if by != NOBODY else ():
        role = await role_in(by, other.account_sid, work)
        if role not in MANAGING or (other.role == "owner" and role != "owner"):
            raise Problem(NOT_YOURS_TO_GIVE, "This person is in other accounts too: only who manages all of them makes a link", 403)
    record_act(work, membership.account_sid, by, "user.link-made", person.sid, address=address)
    await _commit(work)
    return sign_token(work.platform, PERSONS_LINK, person.sid, LINK_LIFE)


async def _commit(work: Work) -> None:
    try:
        await work.commit()
    except Stale:
        raise Problem(20409, "The member was changed by another request: look again", 409) from None

"""The members of the account, and invitations to it."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.accounts.family import family_of
from trunkline.foundations.people.actions.begin_session import end_sessions, sessions_of
from trunkline.foundations.people.actions.change_member import (
    LINK_LIFE,
    change_role,
    find_member,
    make_persons_link,
    members_of,
    remove_member,
)
from trunkline.foundations.people.actions.change_password import change_password, change_profile
from trunkline.foundations.people.actions.invite_person import (
    accept_as,
    accept_as_new,
    find_invitation,
    invite_person,
    require_may_give,
    withdraw_invitation,
)
from trunkline.foundations.people.actions.link_reviewer import authored_rules_of
from trunkline.foundations.people.actions.prove_person import find_person
from trunkline.foundations.people.actions.record_act import record_act
from trunkline.foundations.people.actions.use_passkey import passkeys_of
from trunkline.foundations.people.resources.invitation import Invitation
from trunkline.foundations.people.resources.membership import Membership
from trunkline.foundations.people.resources.person import Person
from trunkline.foundations.people.roles import ROLES
from trunkline.foundations.people.wall_clock import wall_clock
from trunkline.kernel.errors import Duplicate, Problem, not_found
from trunkline.kernel.request import Reply
from trunkline.kernel.work import Work

from .doors import Visit, door
from .session_doors import describe_session
from .sign_in_doors import begin
from .signed_in import address, describe, moment, own_person, visitors

PEOPLE = "/console/api/people"
INVITATIONS = "/console/api/invitations"
ADMIN = "owner admin"


async def _describe(membership: Membership, person: Person, work: Work, account_sid: str) -> dict[str, Any]:
    found = {
        "sid": person.sid,
        "name": person.name,
        "email": person.email,
        "role": membership.role,
        "inherited": membership.account_sid != account_sid,
        "totp": person.sealed_totp is not None,
        "passkeys": len(await passkeys_of(person.sid, work)),
        "last_signed_in": moment(person.last_signed_in),
        "since": moment(membership.date_created),
    }
    if membership.role == "reviewer":
        found["authored_rules"] = await authored_rules_of(work, person.sid) or []
    return found


@door("GET", PEOPLE, role=ADMIN)
async def list_people(visit: Visit) -> dict[str, Any]:
    """Members of the account; below them, as `inherited`, those of its parent."""
    work, own = visit.work(), visit.account_sid
    rows = [pair for sid in await family_of(work, own) for pair in await members_of(work, sid)]
    return {"people": [await _describe(*pair, work, own) for pair in rows], "roles": list(ROLES)}


@door("PATCH", f"{PEOPLE}/me")
async def change_me(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    person = await own_person(visit, work)
    name = visit.given("name") if "name" in visit.json else None
    language = visit.given("language") if "language" in visit.json else None
    await change_profile(work, person, account_sid=visit.account_sid, name=name, language=language, address=address(visit))
    found = await visitors(visit.platform).visiting(visit.asked.headers, visit.platform)
    assert found is not None
    return await describe(found, visit.platform)


@door("POST", f"{PEOPLE}/me/password", confirm=True)
async def change_my_password(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    person, wanted = await own_person(visit, work), visit.given("password", longest=4000)
    who = visit.who
    ended = await change_password(work, person, wanted, account_sid=who.account_sid, session_sid=who.session_sid, address=address(visit))
    return {"sessions_ended": ended}


async def _member(visit: Visit, work: Work) -> tuple[Membership, Person]:
    """The member whom the path names; 20404 for anybody else's."""
    found = await find_member(work, visit.account_sid, visit.path["sid"])
    if found is None:
        raise not_found(visit.asked.path)
    return found


@door("PUT", f"{PEOPLE}/{{sid}}", role=ADMIN, confirm=True)
async def give_role(visit: Visit) -> dict[str, Any]:
    work, who = visit.work(), visit.who
    membership, person = await _member(visit, work)
    rules = visit.json.get("authored_rules")
    await change_role(
        work, membership, person, visit.given("role", longest=20), who.person_sid, who.role, authored_rules=rules, address=address(visit)
    )
    return await _describe(membership, person, work, who.account_sid)


@door("DELETE", f"{PEOPLE}/{{sid}}", role=ADMIN, confirm=True)
async def remove_person(visit: Visit) -> None:
    work, who = visit.work(), visit.who
    membership, person = await _member(visit, work)
    await remove_member(work, membership, person, who.person_sid, who.role, address=address(visit))


@door("DELETE", f"{PEOPLE}/me", confirm=True)
async def leave_account(visit: Visit) -> None:
    """Any role may leave the account; 20404 where the membership is the parent account's."""
    work, who = visit.work(), visit.who
    await own_person(visit, work)
    found = await find_member(work, who.account_sid, who.person_sid)
    if found is None:
        raise not_found(visit.asked.path)
    await remove_member(work, *found, who.person_sid, who.role, address=address(visit))


@door("POST", f"{PEOPLE}/{{sid}}/link", role=ADMIN, confirm=True)
async def make_link(visit: Visit) -> Reply:
    work, who = visit.work(), visit.who
    membership, person = await _member(visit, work)
    token = await make_persons_link(work, membership, person, who.person_sid, who.role, address=address(visit))
    until = wall_clock(visit.platform).now() + LINK_LIFE
    return Reply(201, {"link": f"{visit.origin}/console/sign-in#{token}", "expires_at": moment(until)})


@door("GET", f"{PEOPLE}/{{sid}}/sessions", role=ADMIN)
async def list_persons_sessions(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    _, person = await _member(visit, work)
    return {
        "sessions": [describe_session(one, visit) for one in await sessions_of(person.sid, work) if one.account_sid == visit.account_sid]
    }


@door("DELETE", f"{PEOPLE}/{{sid}}/sessions", role=ADMIN, confirm=True)
async def end_persons_sessions(visit: Visit) -> dict[str, Any]:
    """All of them, wherever the person acts: whoever stole one may have it act elsewhere in a moment."""
    work, who = visit.work(), visit.who
    membership, person = await _member(visit, work)
    require_may_give(membership.role, who.role)
    ended = await end_sessions(person.sid, work, but=who.session_sid)
    record_act(work, who.account_sid, who.person_sid, "session.all-ended", person.sid, address=address(visit), ended=ended)
    await work.commit()
    return {"ended": ended}


# Invitations


def _invitation(row: Invitation, visit: Visit) -> dict[str, Any]:
    over = row.status == "open" and row.expires_at <= wall_clock(visit.platform).now()
    return {
        "sid": row.sid,
        "email": row.email,
        "role": row.role,
        "status": "expired" if over else row.status,
        "expires_at": moment(row.expires_at),
        "invited_by": row.invited_by,
        "date_created": moment(row.date_created),
    }


@door("GET", INVITATIONS, role=ADMIN)
async def list_invitations(visit: Visit) -> dict[str, Any]:
    """Newest first, at most 200."""
    rows = await visit.work().select(Invitation, order=(("sid", True),), limit=200, account_sid=visit.account_sid)
    return {"invitations": [_invitation(row, visit) for row in rows]}


@door("POST", INVITATIONS, role=ADMIN, confirm=True)
async def invite(visit: Visit) -> Reply:
    who = visit.who
    row, token = await invite_person(
        visit.work(), who.account_sid, who.person_sid, who.role, visit.given("email"), visit.given("role", longest=20),
        authored_rules=visit.json.get("authored_rules", []), address=address(visit),
    )  # fmt: skip
    return Reply(201, {**_invitation(row, visit), "link": f"{visit.origin}/console/invitation#{token}"})


@door("DELETE", f"{INVITATIONS}/{{sid}}", role=ADMIN, confirm=True)
async def withdraw(visit: Visit) -> None:
    work, who = visit.work(), visit.who
    row = await work.fetch(Invitation, visit.path["sid"], who.account_sid)
    if row is None:
        raise not_found(visit.asked.path)
    await withdraw_invitation(work, row, who.person_sid, who.role, address(visit))


@door("POST", f"{INVITATIONS}/look", open=True)
async def look_at_invitation(visit: Visit) -> dict[str, Any]:
    work = visit.platform.work()
    row, account = await find_invitation(visit.given("link", longest=600), work)
    return {
        "email": row.email,
        "role": row.role,
        "account": {"sid": account.sid, "name": account.friendly_name},
        "known": await find_person(row.email, work) is not None,
        "expires_at": moment(row.expires_at),
    }


@door("POST", f"{INVITATIONS}/accept", open=True)
async def accept(visit: Visit) -> Reply:
    """As a new person, or as the one who is signed in; either way with a new session in the account."""
    work, link = visit.platform.work(), visit.given("link", longest=600)
    if visit.visitor is not None and not visit.visitor.no_auth and "password" not in visit.json:
        person = await own_person(visit, work)
        account_sid = await accept_as(work, link, person, address(visit))
    else:
        person, account_sid = await _accept_as_new(visit, work, link)
    return await begin(visit, person, "invitation", account_sid)


async def _accept_as_new(visit: Visit, work: Work, link: str) -> tuple[Person, str]:
    try:
        return await accept_as_new(
            work, link, visit.given("name"), visit.given("password", longest=4000), visit.given("language", "en", 8), address(visit)
        )
    except Duplicate:
        raise Problem(99418, "There is a user with this e-mail address: sign in first", 409) from None

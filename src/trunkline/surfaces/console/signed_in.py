"""What the doors of people share: the visitor's own rows, and how moments and sessions are written."""

from __future__ import annotations

from typing import Any, cast

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.people.actions.use_passkey import passkeys_of
from trunkline.foundations.people.errors import NOBODY_SIGNS_IN
from trunkline.foundations.people.places import places_of
from trunkline.foundations.people.resources.person import Person
from trunkline.foundations.people.resources.session import Session
from trunkline.foundations.people.roles import CAPABILITIES
from trunkline.foundations.people.visit import Visiting, recognise
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.errors import Problem, unauthorized
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Reply
from trunkline.kernel.work import Work

from .doors import Visit
from .people_visitors import PeopleVisitors, address_of, set_cookie
from .visitor import Visitors


def moment(value: int | None) -> str | None:
    return write_iso8601(value) if value else None


def visitors(platform: Platform) -> PeopleVisitors:
    """What stands behind the port; anything else there knows no sessions."""
    return cast(PeopleVisitors, platform.ports[Visitors])


def address(visit: Visit) -> str:
    return address_of(visit.asked, visit.platform)


async def own_person(visit: Visit, work: Work) -> Person:
    """The row of who is signed in; 99422 where nobody signs in."""
    if visit.who.no_auth:
        raise Problem(NOBODY_SIGNS_IN, "This server runs with --no-auth: nobody has a password or a session here", 409)
    person = await work.fetch(Person, visit.who.person_sid)  # any account: people stand in none
    if person is None:
        raise unauthorized("Sign in")
    return person


async def own_session(visit: Visit, work: Work) -> Session:
    await own_person(visit, work)
    session = await work.fetch(Session, visit.who.session_sid)  # any account: the visitor's own
    if session is None:
        raise unauthorized("Sign in")
    return session


async def describe(found: Visiting, platform: Platform) -> dict[str, Any]:
    """The answer of `GET /console/api/session`."""
    work, person = platform.work(), found.person
    if found.session is None:
        # any account: where nobody signs in, nobody is kept from any
        accounts = await work.select(Account, rehearses="", limit=200)
        places = [{"sid": one.sid, "name": one.friendly_name, "role": "owner"} for one in accounts if one.status != "closed"]
    else:
        mine = await places_of(person.sid, work)
        places = [{"sid": place.account.sid, "name": place.account.friendly_name, "role": place.role} for place in mine]
    return {
        "person": {
            "sid": person.sid,
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "totp": person.sealed_totp is not None,
            "recovery_codes": len(person.recovery),
            "passkeys": len(await passkeys_of(person.sid, work)),
            "password_set_at": moment(person.password_set_at),
        },
        "account": {"sid": found.account.sid, "name": found.account.friendly_name, "status": found.account.status},
        "accounts": places,
        "role": found.role,
        "csrf": found.csrf,
        "fresh_until": moment(found.fresh_until),
        "mode": visitors(platform).mode,
        "no_auth": found.session is None,
        "capabilities": list(CAPABILITIES[found.role]),
    }


async def welcome(visit: Visit, token: str) -> Reply:
    """The session that was just begun, with its cookie."""
    found = await recognise(token, visit.platform)
    if found is None:
        raise unauthorized("Sign in")
    return Reply(200, await describe(found, visit.platform), headers={"Set-Cookie": set_cookie(visit.origin, token)})

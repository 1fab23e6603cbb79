"""Signing in and out, confirming, acting in another account, and the owner's first visit."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.people.actions.begin_session import act_in, begin_session, confirm_session, end_session
from trunkline.foundations.people.actions.make_person import is_owned, make_owner
from trunkline.foundations.people.actions.prove_person import (
    Claim,
    prove_by_code,
    prove_by_link,
    prove_by_password,
    prove_password_again,
)
from trunkline.foundations.people.actions.use_passkey import begin_use, prove_by_passkey
from trunkline.foundations.people.resources.person import Person
from trunkline.foundations.people.visit import FRESH
from trunkline.foundations.people.wall_clock import wall_clock
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.request import Reply

from .doors import Visit, door
from .people_visitors import cookie_token, set_cookie
from .signed_in import address, describe, own_person, own_session, visitors, welcome

SESSION = "/console/api/session"


@door("GET", SESSION, open=True)
async def show_session(visit: Visit) -> Reply:
    """401 when nobody is signed in, with `first` when the owner is not made yet."""
    found = await visitors(visit.platform).visiting(visit.asked.headers, visit.platform)
    if found is None:
        refusal = Problem(20003, "Sign in", 401).to_wire(visit.origin)
        return Reply(401, {**refusal, "first": not await is_owned(visit.platform.work())})
    return Reply(200, await describe(found, visit.platform))


@door("POST", SESSION, open=True)
async def sign_in(visit: Visit) -> Reply:
    platform, sent = visit.platform, visit.json
    if "passkey" in sent:
        person = await prove_by_passkey(given_passkey(visit), visit.origin, address(visit), platform)
        return await begin(visit, person, "passkey")
    code = visit.given("totp", "", 64)
    if "link" in sent:
        person = await prove_by_link(visit.given("link", longest=600), code, address(visit), platform)
        return await begin(visit, person, "link")
    claim = Claim(visit.given("email", longest=1000), visit.given("password", longest=4000), code, address(visit))
    return await begin(visit, await prove_by_password(claim, platform), "password")


async def begin(visit: Visit, person: Person, proof: str, at: str = "") -> Reply:
    """A new session in place of the one that the browser had."""
    work = visit.platform.work()
    former, agent = cookie_token(visit.asked.headers), visit.asked.headers.get("user-agent", "")
    token, _ = await begin_session(work, person, proof, agent=agent, address=address(visit), former=former, at=at)
    await work.commit()
    return await welcome(visit, token)


def given_passkey(visit: Visit) -> dict[str, Any]:
    found = visit.json.get("passkey")
    if not isinstance(found, dict):
        raise invalid("passkey", "is required, as the browser's PublicKeyCredential in JSON")
    return found


@door("DELETE", SESSION)
async def sign_out(visit: Visit) -> Reply:
    if not visit.who.no_auth:
        work = visit.work()
        session = await own_session(visit, work)
        end_session(session, work, by=session.person_sid, account_sid=session.account_sid, address=address(visit))
        await work.commit()
    return Reply(204, headers={"Set-Cookie": set_cookie(visit.origin, "")})


@door("POST", f"{SESSION}/passkey", open=True)
async def begin_passkey(visit: Visit) -> dict[str, Any]:
    return await begin_use(visit.origin, visit.platform.work())


@door("POST", f"{SESSION}/account")
async def change_account(visit: Visit) -> dict[str, Any]:
    wanted, known = visit.given("account_sid", longest=64), visitors(visit.platform)
    if visit.who.no_auth:
        known.account_sid = wanted
    else:
        work = visit.work()
        await act_in(await own_session(visit, work), wanted, work)
        await work.commit()
    found = await known.visiting(visit.asked.headers, visit.platform)
    assert found is not None
    return await describe(found, visit.platform)


@door("POST", f"{SESSION}/confirm")
async def confirm(visit: Visit) -> dict[str, Any]:
    """99410 for what does not prove that it is the person."""
    work = visit.work()
    session, person = await own_session(visit, work), await own_person(visit, work)
    platform, where = visit.platform, address(visit)
    if "passkey" in visit.json:
        await prove_by_passkey(given_passkey(visit), visit.origin, where, platform, person)
    elif "totp" in visit.json:
        await prove_by_code(person, visit.given("totp", longest=64), where, platform)
    else:
        await prove_password_again(person, visit.given("password", longest=4000), where, platform)
    confirm_session(session, work)
    await work.commit()
    return {"fresh_until": write_iso8601(wall_clock(platform).now() + FRESH)}


@door("POST", f"{SESSION}/confirm/passkey")
async def begin_confirming(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    return await begin_use(visit.origin, work, await own_person(visit, work))


@door("POST", "/console/api/first", open=True)
async def become_owner(visit: Visit) -> Reply:
    link, email, name = visit.given("link", longest=600), visit.given("email"), visit.given("name")
    password, language = visit.given("password", longest=4000), visit.given("language", "en", 8)
    person = await make_owner(visit.platform, link, email, name, password, language, address(visit))
    return await begin(visit, person, "link")

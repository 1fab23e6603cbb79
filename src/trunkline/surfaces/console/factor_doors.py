"""Second factors: passkeys, the authenticator app, and its recovery codes."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.people.actions.set_up_totp import begin_totp, finish_totp, make_recovery_codes, remove_totp
from trunkline.foundations.people.actions.use_passkey import (
    begin_registration,
    passkeys_of,
    register_passkey,
    relying_party,
    remove_passkey,
    rename_passkey,
)
from trunkline.foundations.people.resources.passkey import Passkey
from trunkline.kernel.errors import Problem, not_found
from trunkline.kernel.request import Reply
from trunkline.kernel.work import Work

from .doors import Visit, door
from .sign_in_doors import given_passkey
from .signed_in import address, moment, own_person

PASSKEYS, TOTP = "/console/api/passkeys", "/console/api/totp"


def _party(visit: Visit) -> str:
    """The host name that passkeys are bound to here; "" where browsers make none."""
    try:
        return relying_party(visit.origin)
    except Problem:
        return ""


def _describe(row: Passkey, visit: Visit) -> dict[str, Any]:
    return {
        "sid": row.sid,
        "name": row.name,
        "relying_party": row.relying_party,
        "here": row.relying_party == _party(visit),
        "backed_up": row.backed_up,
        "date_created": moment(row.date_created),
        "last_used_at": moment(row.last_used_at),
    }


@door("GET", PASSKEYS)
async def list_passkeys(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    person = await own_person(visit, work)
    return {"passkeys": [_describe(row, visit) for row in await passkeys_of(person.sid, work)], "possible": bool(_party(visit))}


@door("POST", f"{PASSKEYS}/begin", confirm=True)
async def begin(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    return await begin_registration(await own_person(visit, work), visit.origin, work)


@door("POST", PASSKEYS, confirm=True)
async def register(visit: Visit) -> Reply:
    work = visit.work()
    person = await own_person(visit, work)
    row = await register_passkey(
        person, given_passkey(visit), visit.given("name"), visit.origin, work, account_sid=visit.account_sid, address=address(visit)
    )
    return Reply(201, _describe(row, visit))


async def _own(visit: Visit, work: Work) -> Passkey:
    """20404 for anybody else's."""
    person = await own_person(visit, work)
    row = await work.fetch(Passkey, visit.path["sid"])  # any account: compared with the person in the next line
    if row is None or row.person_sid != person.sid:
        raise not_found(visit.asked.path)
    return row


@door("PATCH", f"{PASSKEYS}/{{sid}}")
async def rename(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    row = await _own(visit, work)
    await rename_passkey(row, visit.given("name"), work, account_sid=visit.account_sid, address=address(visit))
    return _describe(row, visit)


@door("DELETE", f"{PASSKEYS}/{{sid}}", confirm=True)
async def remove(visit: Visit) -> None:
    work = visit.work()
    await remove_passkey(await _own(visit, work), work, account_sid=visit.account_sid, address=address(visit))


@door("POST", TOTP, confirm=True)
async def begin_app(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    secret, uri = await begin_totp(work, await own_person(visit, work))
    return {"secret": secret, "uri": uri}


@door("POST", f"{TOTP}/finish", confirm=True)
async def finish_app(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    person = await own_person(visit, work)
    code = visit.given("code", longest=16)
    return {"recovery_codes": await finish_totp(work, person, code, account_sid=visit.account_sid, address=address(visit))}


@door("POST", f"{TOTP}/recovery-codes", confirm=True)
async def renew_recovery_codes(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    person = await own_person(visit, work)
    return {"recovery_codes": await make_recovery_codes(work, person, account_sid=visit.account_sid, address=address(visit))}


@door("DELETE", TOTP, confirm=True)
async def remove_app(visit: Visit) -> None:
    work = visit.work()
    await remove_totp(work, await own_person(visit, work), account_sid=visit.account_sid, address=address(visit))

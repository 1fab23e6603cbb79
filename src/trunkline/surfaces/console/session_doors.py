"""A person's own sessions: where they are signed in, and how to end that."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.people.actions.begin_session import end_session, end_sessions, sessions_of
from trunkline.foundations.people.actions.record_act import record_act
from trunkline.foundations.people.resources.session import Session
from trunkline.foundations.people.visit import ABSOLUTE, IDLE
from trunkline.kernel.errors import not_found

from .doors import Visit, door
from .signed_in import address, moment, own_person

SESSIONS = "/console/api/sessions"


def describe_session(row: Session, visit: Visit) -> dict[str, Any]:
    return {
        "sid": row.sid,
        "current": row.sid == visit.who.session_sid,
        "account_sid": row.account_sid,
        "begun_at": moment(row.begun_at),
        "seen_at": moment(row.seen_at),
        "ends_at": moment(min(row.seen_at + IDLE, row.begun_at + ABSOLUTE)),
        "proof": row.proof,
        "agent": row.agent,
        "address": row.address,
    }


@door("GET", SESSIONS)
async def list_sessions(visit: Visit) -> dict[str, Any]:
    work = visit.work()
    person = await own_person(visit, work)
    return {"sessions": [describe_session(row, visit) for row in await sessions_of(person.sid, work)]}


@door("DELETE", f"{SESSIONS}/{{sid}}")
async def revoke(visit: Visit) -> None:
    """One of the person's own; 20404 for anybody else's."""
    work = visit.work()
    person = await own_person(visit, work)
    row = await work.fetch(Session, visit.path["sid"])  # any account: compared with the person in the next line
    if row is None or row.person_sid != person.sid:
        raise not_found(visit.asked.path)
    end_session(row, work, by=person.sid, account_sid=visit.account_sid, address=address(visit))
    await work.commit()


@door("DELETE", SESSIONS)
async def sign_out_elsewhere(visit: Visit) -> dict[str, Any]:
    """All but this one."""
    work, who = visit.work(), visit.who
    person = await own_person(visit, work)
    ended = await end_sessions(person.sid, work, but=who.session_sid)
    record_act(work, who.account_sid, person.sid, "session.all-ended", address=address(visit), ended=ended)
    await work.commit()
    return {"ended": ended}

"""Sessions: begun with a new token each time, confirmed, moved to another account, and ended."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import Problem
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..errors import ROLE
from ..places import Place, first_place, role_in
from ..resources.person import Person
from ..resources.session import Session
from ..visit import is_over, token_digest
from ..wall_clock import wall_clock
from .record_act import record_act

TOKEN_OCTETS = 32
LONGEST_AGENT = 256


async def begin_session(
    work: Work, person: Person, proof: str, *, agent: str = "", address: str = "", former: str = "", at: str = ""
) -> tuple[str, Session]:
    """Stage a session: (its token for the cookie, the session). 99420 for a person who is in no account any more.

    `former`: the token that the browser brought, whose session ends, so that nobody goes on with what they have planted there. `at`: the
    account to begin in, where it is not the first.
    """
    place = await _begins_at(person.sid, at, work)
    if place is None:
        raise Problem(ROLE, "You are in no account any more: ask its owner for an invitation", 403)
    now = wall_clock(work.platform).now()
    token = work.platform.dice.hex(TOKEN_OCTETS)
    if former and (old := await _by_token(former, work)) is not None:
        work.remove(old)
    session = Session(
        account_sid=place.account.sid, person_sid=person.sid, digest=token_digest(work.platform, token), begun_at=now, seen_at=now,
        confirmed_at=now, proof=proof, agent=agent[:LONGEST_AGENT], address=address,
    )  # fmt: skip
    work.add(session)
    work.set(person, last_signed_in=now)
    record_act(work, session.account_sid, person.sid, "user.signed-in", address=address, proof=proof)
    return token, session


async def _begins_at(person_sid: str, at: str, work: Work) -> Place | None:
    if at and (role := await role_in(person_sid, at, work)):
        account = await work.fetch(Account, at)  # any account: the role in it was just asked
        if account is not None and account.status != "closed":
            return Place(account, role)
    return await first_place(person_sid, work)


async def _by_token(token: str, work: Work) -> Session | None:
    return await work.find(Session, digest=token_digest(work.platform, token))  # any account: the token proves whose it is


async def act_in(session: Session, account_sid: str, work: Work) -> tuple[Account, str]:
    """Stage that the session acts in another account: (it, the role there). 20404 for one that the person is not in."""
    role = await role_in(session.person_sid, account_sid, work)
    account = await work.fetch(Account, account_sid) if role else None  # any account: the role in it was just asked
    if account is None or account.status == "closed":
        raise Problem(20404, f"The requested resource {account_sid[:64]} was not found", 404)
    work.set(session, account_sid=account_sid)
    record_act(work, account_sid, session.person_sid, "user.account-changed", account_sid)
    return account, role


def confirm_session(session: Session, work: Work) -> None:
    """Stage that the person has just proved again who they are."""
    work.set(session, confirmed_at=wall_clock(work.platform).now())


def end_session(session: Session, work: Work, *, by: str, account_sid: str, address: str = "") -> None:
    """Stage its end, by the person themselves or, in an account that it may act in, by who manages that."""
    work.remove(session)
    own = by == session.person_sid
    record_act(work, account_sid, by, "session.ended", session.sid, address=address, own=own)


async def end_sessions(person_sid: str, work: Work, *, but: str = "") -> int:
    """Stage the end of all sessions of a person, but for that SID; how many."""
    rows = await work.select(Session, Condition("sid", "!=", but), person_sid=person_sid)  # any account: wherever the person is signed in
    for row in rows:
        work.remove(row)
    return len(rows)


async def sessions_of(person_sid: str, work: Work) -> list[Session]:
    """Those that are not over, the one used last first."""
    now = wall_clock(work.platform).now()
    rows = await work.select(Session, person_sid=person_sid)  # any account: wherever the person is signed in
    return sorted((row for row in rows if not is_over(row, now)), key=lambda row: -row.seen_at)

"""Who is signed in: from the token in a cookie to a person, an account, a role, and the caller that the API sees."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.foundations.access.policy import heard_while_suspended
from trunkline.foundations.access.vault import Vault
from trunkline.foundations.accounts.errors import credentials_of_inactive_account
from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.accounts.standing import is_active
from trunkline.kernel.clock import DAY, HOUR, MINUTE
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Caller
from trunkline.kernel.work import Work

from .places import oldest_account, role_in
from .resources.person import Person
from .resources.session import Session
from .roles import scopes_of_role
from .wall_clock import wall_clock

IDLE = 12 * HOUR
"""Without a request for so long, a session is over."""
ABSOLUTE = 14 * DAY
"""However busy it is, a session is over after so long."""
FRESH = 5 * MINUTE
"""So long after proving who one is, dangerous acts ask no more."""
_NOTED = MINUTE  # how exactly the last request is kept
LONGEST_TOKEN = 128
NOBODY = "US" + "0" * 32
"""Whom acts name where nobody signs in (--no-auth)."""


@dataclass(frozen=True, slots=True)
class Visiting:
    """`session` is None where nobody signs in. `csrf` is the token that writes carry. `fresh_until` is the wall clock's."""

    session: Session | None
    person: Person
    account: Account
    role: str
    caller: Caller
    csrf: str
    fresh_until: int


def token_digest(platform: Platform, token: str) -> str:
    vault: Vault = platform.ports[Vault]
    return vault.digest(token, "session")


def csrf_of(platform: Platform, token: str) -> str:
    """Of the session's own token, so that it needs no place to lie, and tells nothing of it."""
    vault: Vault = platform.ports[Vault]
    return vault.digest(token, "cross-site requests")


def fresh(session: Session | None, now: int) -> bool:
    """Whether the person proved within five minutes who they are; `now` is the wall clock's. Where nobody signs in, always."""
    return session is None or now < session.confirmed_at + FRESH


def caller_of(person_sid: str, account_sid: str, role: str) -> Caller:
    """What the API sees: acts name the person."""
    return Caller(account_sid, person_sid, False, scopes_of_role(role))


def is_over(session: Session, now: int) -> bool:
    return now >= session.seen_at + IDLE or now >= session.begun_at + ABSOLUTE


async def recognise(token: str, platform: Platform) -> Visiting | None:
    """Whose session the token proves; None for nobody. The last request is noted, to the minute.

    A person who lost the account that they act in, or its role, is nobody until they sign in again.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return None
    work, now = platform.work(), wall_clock(platform).now()
    session = await work.find(Session, digest=token_digest(platform, token))  # any account: the token proves whose it is
    if session is None or is_over(session, now):
        return None
    person = await work.fetch(Person, session.person_sid)  # any account: people stand in none
    account = await work.fetch(Account, session.account_sid)  # any account: the role in it is asked in the next line
    role = await role_in(session.person_sid, session.account_sid, work)
    if person is None or account is None or not role:
        return None
    if now - session.seen_at >= _NOTED:
        work.set(session, seen_at=now)
        await work.commit()
    caller = caller_of(person.sid, account.sid, role)
    return Visiting(session, person, account, role, caller, csrf_of(platform, token), session.confirmed_at + FRESH)


async def without_sign_in(platform: Platform, account_sid: str = "") -> Visiting | None:
    """Everybody as the owner (--no-auth), in that account or the oldest; None while there is no account."""
    work = platform.work()
    account = await work.fetch(Account, account_sid) if account_sid else None  # any account: nobody is kept from any here
    account = account or await oldest_account(work)
    if account is None:
        return None
    person = Person(sid=NOBODY, email="", name="Owner")
    until = wall_clock(platform).now() + FRESH
    return Visiting(None, person, account, "owner", caller_of(NOBODY, account.sid, "owner"), csrf_of(platform, "nobody"), until)


async def hear(caller: Caller, asked: tuple[str, str, str, str], work: Work) -> None:
    """Return if the API hears a person in that account now; 20005 where it is suspended or closed, but for reading and for its case.

    `asked` is method, product, template and verb, as for `permit`, which is asked beside this.
    """
    method = asked[0]
    if method in ("GET", "HEAD") or heard_while_suspended(*asked):
        return
    account = await work.fetch(Account, caller.account_sid)  # any account: the one that the person acts in
    if account is None or not await is_active(account, work):
        raise credentials_of_inactive_account()

"""The proofs of who somebody is: a password with a code of the authenticator app, a recovery code, a one-time link."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.platform import Platform
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..errors import SecondFactorWanted, bad_link, wrong
from ..hashing import passwords
from ..places import memberships_of
from ..resources.person import Person
from ..rules.one_time_codes import matching_step, plain_recovery_code
from ..signed_tokens import read_token, spend
from ..wall_clock import wall_clock
from .count_guesses import Attempt, count_attempt
from .record_act import record_act

OPERATORS_LINK, PERSONS_LINK = "sign in by the operator's leave", "sign in"
LONGEST_EMAIL = 254


@dataclass(frozen=True)
class Claim:
    """What was sent. `code` is of the authenticator app, or a recovery code; `address` is where it came from."""

    email: str
    password: str
    code: str = ""
    address: str = ""


def totp_purpose(person_sid: str) -> str:
    return f"authenticator app of {person_sid}"


def recovery_digest(platform: Platform, person_sid: str, code: str) -> str:
    vault: Vault = platform.ports[Vault]
    return vault.digest(code, f"recovery code of {person_sid}")


def plain_email(email: str) -> str:
    return email.strip().lower()[: LONGEST_EMAIL + 1]


async def find_person(email: str, work: Work) -> Person | None:
    return await work.find(Person, email=plain_email(email))  # any account: people stand in none


async def prove_by_password(claim: Claim, platform: Platform) -> Person:
    """99410 in the same words, after the same work, for an address that nobody has and for a wrong password or code; 99411 when only the
    code is missing; 99412 while locked.

    The count is on disk before anything is looked at, and taken back when it was right.
    """
    attempt = await count_attempt(platform, plain_email(claim.email), claim.address)
    person = await find_person(claim.email, platform.work())
    hashed = person.password_hash if person is not None else ""
    if not await passwords(platform).matches(claim.password, hashed) or person is None:
        await _tell_of_lock(person, attempt, claim.address)
        raise wrong()
    if person.sealed_totp is not None:
        if not claim.code.strip():
            await attempt.forgive()
            raise SecondFactorWanted()
        await _require_code(person, claim, attempt)
    await attempt.clear()
    if passwords(platform).outdated(hashed):
        work = platform.work()
        work.set(person, password_hash=await passwords(platform).hash(claim.password))
        await work.commit()
    return person


async def prove_password_again(person: Person, password: str, address: str, platform: Platform) -> None:
    """For who is signed in already: 99410 when it is wrong, 99412 while locked."""
    attempt = await count_attempt(platform, person.email, address)
    if not await passwords(platform).matches(password, person.password_hash):
        await _tell_of_lock(person, attempt, address)
        raise wrong()
    await attempt.clear()


async def prove_by_code(person: Person, code: str, address: str, platform: Platform) -> None:
    """For who is signed in already, and proves it again: 99410 for a wrong code, and where no authenticator app is set up."""
    attempt = await count_attempt(platform, person.email, address)
    if person.sealed_totp is None:
        raise wrong()
    await _require_code(person, Claim(person.email, "", code, address), attempt)
    await attempt.clear()


async def _require_code(person: Person, claim: Claim, attempt: Attempt) -> None:
    """Use the code up; of two that come at once, one counts."""
    platform = attempt.platform
    work = platform.work()
    if not await _use_code(person, claim, work):
        await _tell_of_lock(person, attempt, claim.address)
        raise wrong()
    try:
        await work.commit()
    except Stale:
        raise wrong() from None


async def _use_code(person: Person, claim: Claim, work: Work) -> bool:
    assert person.sealed_totp is not None
    if (recovery := plain_recovery_code(claim.code)) is not None:
        given = recovery_digest(work.platform, person.sid, recovery)
        left = [one for one in person.recovery if not hmac.compare_digest(one, given)]
        if len(left) == len(person.recovery):
            return False
        work.change(person, recovery=left)
        for membership in (await memberships_of(person.sid, work))[:1]:
            record_act(work, membership.account_sid, person.sid, "user.recovery-code-used", address=claim.address, left=len(left))
        return True
    secret = work.port(Vault).open(person.sealed_totp, totp_purpose(person.sid))
    step = matching_step(secret, claim.code, wall_clock(work.platform).now(), person.totp_step)
    if step is None:
        return False
    work.change(person, totp_step=step)
    return True


async def _tell_of_lock(person: Person | None, attempt: Attempt, address: str) -> None:
    """The audit of the person's accounts says when guessing has begun to cost time. A job does it, for an address that nobody has as well:
    the answer takes as long, and only the job finds that there is nobody to tell."""
    if attempt.locks:
        work = attempt.platform.work()
        work.enqueue(tell_of_lock, person_sid=person.sid if person is not None else "", address=address)
        await work.commit()


@task()
async def tell_of_lock(work: Work, person_sid: str, address: str) -> None:
    for membership in await memberships_of(person_sid, work):
        record_act(work, membership.account_sid, person_sid, "user.locked", address=address)


async def prove_by_link(link: str, code: str, address: str, platform: Platform) -> Person:
    """99413 for a link that is over, used or not ours. Of the two sorts, the operator's needs no code of the authenticator app beside it:
    who can make one has the data folder, and with it every secret in it.
    """
    by_operator = read_token(platform, OPERATORS_LINK, link)
    token = by_operator or read_token(platform, PERSONS_LINK, link)
    work = platform.work()
    person = await work.fetch(Person, token.subject) if token is not None else None  # any account: people stand in none
    if token is None or person is None:
        await count_attempt(platform, "", address)
        raise bad_link()
    if by_operator is None and person.sealed_totp is not None:
        if not code.strip():
            raise SecondFactorWanted()
        await prove_by_code(person, code, address, platform)
    spend(token, work)
    try:
        await work.commit()
    except Duplicate:
        raise bad_link() from None
    return person

"""An authenticator app as second factor: begun with a secret, in force once its first code came, with recovery codes; and removed."""

from __future__ import annotations

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.work import Work

from ..errors import NOT_SET_UP
from ..resources.person import Person
from ..rules.one_time_codes import RECOVERY_CODES, SECRET_OCTETS, matching_step, new_secret, provisioning_uri, recovery_code
from ..wall_clock import wall_clock
from .prove_person import recovery_digest, totp_purpose
from .record_act import record_act


async def begin_totp(work: Work, person: Person) -> tuple[str, str]:
    """Commit a secret that waits for its first code: (it, for typing; its address, for a QR code). 99419 while one is in force."""
    if person.sealed_totp is not None:
        raise Problem(NOT_SET_UP, "There is an authenticator app: remove it before you set up another", 409)
    secret = new_secret(work.platform.dice.bytes(SECRET_OCTETS))
    work.change(person, waiting_totp=work.port(Vault).seal(secret, totp_purpose(person.sid)))
    await _commit(work)
    return secret, provisioning_uri(secret, person.email)


async def finish_totp(work: Work, person: Person, code: str, *, account_sid: str, address: str = "") -> list[str]:
    """Commit that it is in force; its recovery codes, told once. 99419 for a wrong code, or where nothing waits."""
    if person.waiting_totp is None:
        raise Problem(NOT_SET_UP, "Begin to set up the authenticator app first", 409)
    secret = work.port(Vault).open(person.waiting_totp, totp_purpose(person.sid))
    step = matching_step(secret, code, wall_clock(work.platform).now(), 0)
    if step is None:
        raise Problem(NOT_SET_UP, "The code is wrong: is the clock of the phone right?", 400)
    codes = _codes(work)
    digests = [recovery_digest(work.platform, person.sid, one) for one in codes]
    work.change(person, sealed_totp=person.waiting_totp, waiting_totp=None, totp_step=step, recovery=digests)
    record_act(work, account_sid, person.sid, "user.totp-enabled", address=address)
    await _commit(work)
    return codes


async def make_recovery_codes(work: Work, person: Person, *, account_sid: str, address: str = "") -> list[str]:
    """Commit new ones in place of those that are left, told once; 99419 without an authenticator app."""
    if person.sealed_totp is None:
        raise Problem(NOT_SET_UP, "There is no authenticator app whose codes these could replace", 409)
    codes = _codes(work)
    work.change(person, recovery=[recovery_digest(work.platform, person.sid, one) for one in codes])
    record_act(work, account_sid, person.sid, "user.recovery-codes-made", address=address)
    await _commit(work)
    return codes


async def remove_totp(work: Work, person: Person, *, account_sid: str, address: str = "") -> None:
    """Commit its end, and that of the recovery codes; 99419 where there is none."""
    if person.sealed_totp is None:
        raise Problem(NOT_SET_UP, "There is no authenticator app", 409)
    work.change(person, sealed_totp=None, waiting_totp=None, totp_step=0, recovery=[])
    record_act(work, account_sid, person.sid, "user.totp-disabled", address=address)
    await _commit(work)


def _codes(work: Work) -> list[str]:
    return [recovery_code(work.platform.dice.bytes(10)) for _ in range(RECOVERY_CODES)]


async def _commit(work: Work) -> None:
    try:
        await work.commit()
    except Stale:
        raise Problem(20409, "Your profile was changed by another request: try again", 409) from None

"""Reviewers: made by the platform's operator, signed in by their own secret, so that no API key and no program decides an appeal."""

from __future__ import annotations

import asyncio
import base64

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from trunkline.foundations.access.policy import PERSONS, is_account
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.clock import MINUTE
from trunkline.kernel.errors import Problem, unauthorized
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.reactions import deletes
from trunkline.kernel.request import Caller, Request
from trunkline.kernel.work import Work

from ..resources.reviewer import Reviewer

SECRET_LENGTH = 40
MOST_ATTEMPTS = 10
"""Wrong secrets in a row after which a reviewer has to wait."""
PAUSE = 15 * MINUTE

_HASHER = PasswordHasher()


class _Attempts:
    """Wrong secrets of each reviewer since the last right one, and when the last was."""

    def __init__(self) -> None:
        self.wrong: dict[str, tuple[int, int]] = {}


async def operator_sid(work: Work) -> str:
    """The account of whoever runs the platform: the main account that was made first; "" where there is none."""
    # any account: which of all is the oldest
    oldest = await work.select(Account, rehearses="", order=(("date_created", False), ("sid", False)), limit=1)
    return oldest[0].sid if oldest else ""


async def require_operator(caller: Caller, work: Work) -> str:
    """The operator's account; 20006 unless that account itself asks: by its auth token, or its owner or administrator at the console."""
    own = await operator_sid(work)
    if not own or caller.account_sid != own or not is_account(caller) or caller.rehearsal:
        raise Problem(20006, "Access denied: only the platform's first account, by its auth token or owner, makes reviewers", 403)
    return own


async def make_reviewer(draft: Reviewer, work: Work) -> str:
    """Stage the reviewer in the operator's account; the secret in clear. 20001 without a name or an address."""
    if "@" not in draft.email:
        raise Problem(20001, "Invalid parameter 'Email': must be an e-mail address", 400)
    secret = work.platform.dice.token(SECRET_LENGTH)
    draft.email = draft.active_mark = draft.email.strip().lower()
    draft.secret_hash = await asyncio.to_thread(_HASHER.hash, secret)
    work.add(draft, state="active")
    return secret


@deletes(Reviewer)
async def dismiss_reviewer(row: Reviewer, work: Work) -> None:
    """Only the operator; the row stays."""
    if work.caller is not None:
        await require_operator(work.caller, work)
    if row.status == "active":
        work.move(row, "dismiss", active_mark=row.sid)


async def sign_in(request: Request) -> Reviewer:
    """The reviewer whom HTTP Basic with SID and secret proves, or whom a person at the console is; 20003 for anybody else, 20429 after too
    many wrong secrets."""
    work = request.work
    if is_sid(request.caller.acting, PERSONS):
        return await _at_the_console(request)
    sid, secret = _basic(request.headers.get("authorization", ""))
    attempts: _Attempts = work.platform.ports.setdefault(_Attempts, _Attempts())
    count, last = attempts.wrong.get(sid, (0, 0))
    if work.now - last >= PAUSE:
        count = 0
    if count >= MOST_ATTEMPTS:
        raise Problem(20429, "Too many wrong secrets: wait 15 minutes", 429)
    reviewer = await work.fetch(Reviewer, sid)  # any account: it is the reviewer that is being proved
    if reviewer is None or reviewer.status != "active":
        raise unauthorized("Sign in as a reviewer")
    attempts.wrong[sid] = (count + 1, work.now)  # before it is tried: many at once are many
    try:
        await asyncio.to_thread(_HASHER.verify, reviewer.secret_hash, secret)
    except (VerificationError, InvalidHashError):
        raise unauthorized("Sign in as a reviewer") from None
    attempts.wrong.pop(sid, None)
    return reviewer


async def _at_the_console(request: Request) -> Reviewer:
    """Who signed in there has proved who they are; the operator's account is the one they act in."""
    own, caller = await operator_sid(request.work), request.caller
    known = caller.account_sid == own and await request.work.find(Reviewer, account_sid=own, person_sid=caller.acting, status="active")
    if not known:
        raise Problem(20003, "Only a reviewer of the platform's operator may do this", 403)
    return known


def _basic(header: str) -> tuple[str, str]:
    scheme, _, rest = header[:4096].partition(" ")
    try:
        sid, colon, secret = base64.b64decode(rest, validate=True).decode().partition(":")
    except ValueError:
        raise unauthorized("Sign in as a reviewer") from None
    if scheme.lower() != "basic" or not colon or not is_sid(sid, "RV"):
        raise unauthorized("Only a reviewer, signed in with their own SID and secret, may do this: no account, key or token")
    return sid, secret

"""Who is calling: Basic with Account SID and auth token or with API key SID and secret, or Bearer with an OAuth access token."""

from __future__ import annotations

import base64
import hmac
from time import monotonic

from trunkline.foundations.accounts.errors import credentials_of_inactive_account
from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.accounts.standing import is_active
from trunkline.kernel.errors import unauthorized
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Caller
from trunkline.kernel.work import Work

from .bearer import verify_bearer
from .key_secret import open_secret
from .known import Known
from .policy import EVERYTHING, STANDARD, heard_while_suspended, scopes_of
from .resources.api_key import ApiKey
from .tokens import open_token, token_purpose
from .vault import Vault

Asked = tuple[str, str, str, str]
LONGEST_HEADER = 4096
"""Octets of an Authorization header that are looked at; longer ones prove nothing."""


async def authenticate(header: str, platform: Platform, asked: Asked | None = None) -> Caller:
    """The caller that the Authorization header proves; 20003 if it proves none, 20005 if its account is suspended or closed.

    `asked` (method, product, template, verb) is what is wanted: a suspended account is heard where it concerns the suspension.
    """
    known: Known = platform.ports[Known]
    kept = known.callers.get(header)
    if kept is not None and kept[1] > monotonic() and (kept[2] == 0 or kept[2] > platform.clock.now()):
        return kept[0]
    return await _verify(header, platform, known, asked)


async def _verify(header: str, platform: Platform, known: Known, asked: Asked | None) -> Caller:
    if len(header) > LONGEST_HEADER:
        raise unauthorized()
    scheme, _, rest = header.partition(" ")
    work, until = platform.work(), 0
    match scheme.lower():
        case "basic":
            name, secret = _basic(rest)
            if is_sid(name, "SK"):
                account, caller = await _by_key(name, secret, work)
            else:
                account, caller = await _by_token(name, secret, work)
        case "bearer":
            account, caller, until = await verify_bearer(rest, work)
        case _:
            raise unauthorized()
    if not await is_active(account, work):
        if account.status != "closed" and asked is not None and heard_while_suspended(*asked):
            return caller
        raise credentials_of_inactive_account()
    known.keep(header, caller, (account.sid, account.owner_account_sid), until)
    return caller


def _basic(text: str) -> tuple[str, str]:
    """User and password of RFC 7617; 20003 for what is not so written."""
    try:
        name, colon, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except ValueError:  # neither base64 nor UTF-8
        raise unauthorized() from None
    if not colon or not is_sid(name):
        raise unauthorized()
    return name, secret


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


async def _by_token(sid: str, secret: str, work: Work) -> tuple[Account, Caller]:
    account = await work.fetch(Account, sid)  # any account: it is the account that is being proved
    if account is None:
        raise unauthorized()
    proved = _same(open_token(account, work.platform), secret)
    if account.sealed_secondary_token is not None:
        second = work.port(Vault).open(account.sealed_secondary_token, token_purpose(sid))
        proved |= _same(second, secret)
    if not proved:
        raise unauthorized()
    return account, Caller(sid, sid, bool(account.rehearses), EVERYTHING)


async def _by_key(sid: str, secret: str, work: Work) -> tuple[Account, Caller]:
    key = await work.fetch(ApiKey, sid)  # any account: it is the key's account that is being proved
    if key is None or not _same(open_secret(key, work), secret):
        raise unauthorized()
    account = await work.fetch(Account, key.account_sid)  # any account: the one that the key belongs to
    if account is None:
        raise unauthorized()
    scopes = EVERYTHING if key.grade == "main" else STANDARD if key.grade == "standard" else scopes_of(key.policy or {})
    return account, Caller(account.sid, sid, bool(account.rehearses), scopes)

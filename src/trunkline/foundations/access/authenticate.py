"""Who is calling: Basic auth with account SID and token."""

from __future__ import annotations

import base64
import binascii
import hmac
from time import monotonic

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import Problem, unauthorized
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Caller

from .known import Known
from .vault import Vault


async def authenticate(header: str, platform: Platform) -> Caller:
    """The caller that the Authorization header proves; 20003 if it proves none."""
    known: Known = platform.ports[Known]
    kept = known.callers.get(header)
    if kept is not None and kept[1] > monotonic():
        return kept[0]
    caller = await _verify(header, platform)
    known.keep(header, caller, (caller.account_sid,))
    return caller


async def _verify(header: str, platform: Platform) -> Caller:
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "basic":
        raise unauthorized()
    try:
        name, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise unauthorized() from None
    account = await platform.work().fetch(Account, name)
    if account is None:
        raise unauthorized()
    vault: Vault = platform.ports[Vault]
    token = vault.open(account.sealed_token, f"token of {account.sid}")
    if not hmac.compare_digest(token.encode(), secret.encode()):
        raise unauthorized()
    if account.status != "active":
        raise Problem(20005, "Account is not active", 401)
    return Caller(account.sid, account.sid, rehearsal=bool(account.rehearses))

"""The auth token of an account, opened: what signs its webhooks."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.platform import Platform

from .known import Known
from .vault import Vault


def token_purpose(account_sid: str) -> str:
    """What a sealed token of this account is bound to."""
    return f"token of {account_sid}"


def open_token(account: Account, platform: Platform) -> str:
    """The primary token, in clear. ValueError when the data folder's key is not the one that sealed it."""
    vault: Vault = platform.ports[Vault]
    return vault.open(account.sealed_token, token_purpose(account.sid))


async def auth_token(account_sid: str, platform: Platform) -> str:
    """The primary token of the account, from memory when it was asked a moment ago. LookupError if there is no such account."""
    known: Known = platform.ports[Known]
    token = known.token(account_sid)
    if token is None:
        account = await platform.work().fetch(Account, account_sid)  # any account: the platform signs for the one it serves
        if account is None:
            raise LookupError(f"no account {account_sid}")
        token = open_token(account, platform)
        known.keep_token(account_sid, token)
    return token

"""Which account a request is about."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import not_found
from trunkline.kernel.request import Caller
from trunkline.kernel.work import Work


async def resolve_account(caller: Caller, named: str, work: Work, asked: str) -> str:
    """The account in the path: the caller's own, or one of its subaccounts; 20404 for any other."""
    if named == caller.account_sid:
        return named
    account = await work.fetch(Account, named)
    if account is None or account.owner_account_sid != caller.account_sid:
        raise not_found(asked)
    return named

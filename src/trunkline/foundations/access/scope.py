"""Which account a request is about."""

from __future__ import annotations

from trunkline.foundations.accounts.errors import not_active
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import not_found, unauthorized
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.request import Caller
from trunkline.kernel.work import Work

from .policy import is_account

_ITSELF = "/2010-04-01/Accounts/{account_sid}"
_TRAFFIC = frozenset({f"{_ITSELF}/Messages", f"{_ITSELF}/Calls"})


async def resolve_account(caller: Caller, named: str, work: Work, asked: str, method: str = "GET", template: str = "") -> str:
    """The account in the path: the caller's own or, for a main account's auth token, owner or administrator, one of its subaccounts;
    20003 for any other.

    An account that is not there and one of somebody else are answered alike. API keys and OAuth apps reach their own account only
    (https://www.twilio.com/docs/iam/api/subaccounts). In a suspended subaccount nothing is sent or called, and a closed one can only
    be read: 10001.
    """
    if named == caller.account_sid:
        return named
    if not is_sid(named, "AC"):
        raise not_found(asked)
    account = await work.fetch(Account, named) if is_account(caller) else None  # any account: compared in the next line
    if account is None or account.owner_account_sid != caller.account_sid:
        raise unauthorized()
    changes = method not in ("GET", "HEAD") and template != _ITSELF
    if changes and (account.status == "closed" or (account.status == "suspended" and method == "POST" and template in _TRAFFIC)):
        raise not_active()
    return named

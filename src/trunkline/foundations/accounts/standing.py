"""Whether an account may do business now."""

from __future__ import annotations

from trunkline.kernel.work import Work

from .resources.account import Account


async def is_active(account: Account, work: Work) -> bool:
    """False while the account, or its parent, is suspended, and for ever once it is closed."""
    if account.status != "active":
        return False
    if account.is_main:
        return True
    parent = await work.fetch(Account, account.owner_account_sid)  # any account: the parent that this row names
    return parent is not None and parent.status == "active"


async def may_do_business(account_sid: str, work: Work) -> bool:
    """`is_active` by SID, for those who take traffic in; False if there is no such account."""
    account = await work.fetch(Account, account_sid)  # any account: asked by the platform, of the account it works for
    return account is not None and await is_active(account, work)

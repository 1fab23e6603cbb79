"""Rename an account; suspend, reactivate or close a subaccount."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.errors import unauthorized
from trunkline.kernel.work import Work

from ..errors import closed_for_ever, status_of_main_account, unknown_status
from ..resources.account import Account

_MOVES = {"active": "activate", "suspended": "suspend", "closed": "close"}


async def update_account(account: Account, changes: dict[str, Any], status: str, work: Work) -> Account:
    """Stage the changes; `status` is what was asked for, or empty. Only the parent may change a status, and closed is final."""
    wanted = status.lower()
    if wanted:
        if wanted not in _MOVES:
            raise unknown_status(status)
        if account.is_main:
            raise status_of_main_account()
        if work.caller is None or work.caller.account_sid != account.owner_account_sid:
            raise unauthorized("Only the parent account may change the status of a subaccount")
        if account.status == "closed":
            raise closed_for_ever()
    if wanted and wanted != account.status:
        work.move(account, _MOVES[wanted], **changes)
    elif changes:
        work.change(account, **changes)
    return account

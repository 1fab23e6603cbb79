"""What follows from changes of numbers and of accounts."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.reactions import alongside, when
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .queries import holdings
from .resources.incoming_phone_number import IncomingPhoneNumber
from .resources.short_code import ShortCode


@alongside(IncomingPhoneNumber)
def forget_number(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, IncomingPhoneNumber)
    holdings(work.platform).forget(row.phone_number)


@alongside(ShortCode)
def forget_short_code(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, ShortCode)
    holdings(work.platform).forget(row.short_code)


@when(Account, enters="closed")
async def release_all_numbers(account: Account, work: Work) -> None:
    """A closed account holds no numbers: others may buy them. Source: Twilio, "Closing a subaccount"."""
    for number in await work.select(IncomingPhoneNumber, account_sid=account.sid):
        work.remove(number)
    for code in await work.select(ShortCode, account_sid=account.sid):
        work.remove(code)

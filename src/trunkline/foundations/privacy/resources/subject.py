"""Whose data a request is about."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import invalid
from trunkline.kernel.fields import Create, Filter, Sid
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work


class AboutAccount(Resource):
    """A mixin: `subject_account_sid` (parameter `AccountSid`) is the account whose data it is about, the asking one unless said.

    `account_sid` is who asked, in whose list it stands: a parent account may ask for its subaccounts.
    """

    subject_account_sid: Annotated[Sid, Create(name="AccountSid"), Filter({"AccountSid": "="})] = ""


async def require_subject(asking_sid: str, wanted_sid: str, work: Work) -> Account:
    """The account itself, or a subaccount of it; 20001 for any other, whether or not it is there."""
    sid = wanted_sid or asking_sid
    account = await work.fetch(Account, sid)  # any account: whether it is one's own is looked at next
    if account is None or (sid != asking_sid and account.owner_account_sid != asking_sid):
        raise invalid("AccountSid", "is neither this account nor a subaccount of it")
    return account

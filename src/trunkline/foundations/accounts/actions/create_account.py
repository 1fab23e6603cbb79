"""Open a main account with its test twin, or a subaccount."""

from __future__ import annotations

import re

from trunkline.foundations.access.tokens import token_purpose
from trunkline.foundations.access.vault import Vault
from trunkline.kernel.clock import to_datetime
from trunkline.kernel.errors import unauthorized
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..errors import nested_subaccount, too_many_subaccounts
from ..resources.account import Account

MOST_SUBACCOUNTS = 1000
"""Of one main account, closed ones not counted (Twilio's default)."""

_TOKEN = re.compile(r"[!-~]{8,128}")


def create_main_account(work: Work, friendly_name: str, sid: str = "", token: str = "") -> tuple[Account, str, Account, str]:
    """Stage a main account and its test twin: (account, auth token, test account, test auth token), the tokens in clear.

    `sid` and `token` replace the made-up ones of the main account. ValueError if they cannot serve: the SID is AC and 32 hex
    digits in lower case, the token 8 to 128 visible ASCII characters. The caller commits.
    """
    if sid and not is_sid(sid, "AC"):
        raise ValueError("an account SID is AC followed by 32 digits of 0-9 and a-f")
    if token and not _TOKEN.fullmatch(token):
        raise ValueError("an auth token has 8 to 128 visible ASCII characters, without spaces")
    account = Account(sid=sid or work.sid("AC"), friendly_name=friendly_name)
    test = Account(sid=work.sid("AC"), friendly_name=f"{friendly_name} (test credentials)"[:64], rehearses=account.sid)
    for one in (account, test):
        one.account_sid = one.owner_account_sid = one.sid
    return account, _open(account, work, token), test, _open(test, work)


async def create_subaccount(draft: Account, parent: Account, work: Work) -> Account:
    """Stage a subaccount of `parent`; 21101 below a subaccount, 21480 above the limit."""
    if parent.rehearses:
        raise unauthorized()
    if not parent.is_main:
        raise nested_subaccount()
    own = await work.count(Account, Condition("status", "!=", "closed"), account_sid=parent.sid)
    if own - 1 >= MOST_SUBACCOUNTS:  # the main account stands in its own list
        raise too_many_subaccounts(MOST_SUBACCOUNTS)
    draft.sid = work.sid("AC")
    draft.account_sid = draft.owner_account_sid = parent.sid
    draft.friendly_name = draft.friendly_name or _usual_name(work)
    _open(draft, work)
    return draft


def _open(account: Account, work: Work, token: str = "") -> str:
    token = token or work.platform.dice.hex(16)
    account.sealed_token = work.port(Vault).seal(token, token_purpose(account.sid))
    work.add(account, state="active")
    return token


def _usual_name(work: Work) -> str:
    """As Twilio names a subaccount that was given no name."""
    moment = to_datetime(work.now)
    return f"SubAccount Created at {moment:%Y-%m-%d %I:%M} {'am' if moment.hour < 12 else 'pm'}"

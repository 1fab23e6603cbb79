"""Whatever changes credentials, or what they rest on, ends what was verified by them."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .known import Known
from .resources.api_key import ApiKey
from .resources.oauth_app import OAuthApp


def _doubt(row: Resource, account_sid: str, state: str, work: Work) -> None:
    known: Known | None = work.platform.ports.get(Known)
    if known is not None and (row.version > 1 or state == "removed"):  # nothing is known of what is being made
        known.doubt(account_sid)


@alongside(Account)
def doubt_account(row: Resource, state: str, work: Work) -> None:
    """A token was rotated, or the account suspended, closed or activated; its subaccounts stand and fall with it."""
    _doubt(row, row.sid, state, work)


@alongside(ApiKey)
@alongside(OAuthApp)
def doubt_owner(row: Resource, state: str, work: Work) -> None:
    _doubt(row, row.account_sid, state, work)

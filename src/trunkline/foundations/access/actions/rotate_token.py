"""Change an auth token without a moment in which none is valid: a second token beside it, then promotion."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work

from ..tokens import token_purpose
from ..vault import Vault


def add_secondary_token(account: Account, work: Work) -> str:
    """Stage a second auth token, valid beside the first, and return it in clear; 20409 if there is one already."""
    if account.sealed_secondary_token is not None:
        raise Problem(20409, "The account has a secondary auth token already: delete or promote it first", 409)
    token = work.platform.dice.hex(16)
    sealed = work.port(Vault).seal(token, token_purpose(account.sid))
    work.change(account, sealed_secondary_token=sealed, secondary_token_created=work.now)
    return token


def remove_secondary_token(account: Account, work: Work) -> None:
    """Stage its end. The caller has seen that there is one."""
    work.change(account, sealed_secondary_token=None, secondary_token_created=0)


def promote_secondary_token(account: Account, work: Work) -> str:
    """Stage the second token as the first, whose life ends, and return it in clear. The caller has seen that there is one."""
    sealed = account.sealed_secondary_token
    assert sealed is not None
    work.change(account, sealed_token=sealed, sealed_secondary_token=None, secondary_token_created=0)
    return work.port(Vault).open(sealed, token_purpose(account.sid))

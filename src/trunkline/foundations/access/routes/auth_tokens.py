"""The secondary auth token and its promotion, accounts/v1."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.dialects import V, write_iso8601
from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.rotate_token import add_secondary_token, promote_secondary_token, remove_secondary_token

_SECONDARY = V(1, "accounts", "/AuthTokens/Secondary")
_PROMOTE = V(1, "accounts", "/AuthTokens/Promote")


async def _own(request: Request) -> Account:
    account = await request.work.fetch(Account, request.account_sid)  # any account: the caller's own
    if account is None:
        raise request.missing()
    return account


async def _with_secondary(request: Request) -> Account:
    account = await _own(request)
    if account.sealed_secondary_token is None:
        raise request.missing()
    return account


async def _commit(request: Request) -> None:
    try:
        await request.work.commit()
    except Stale:
        raise Problem(20409, "The account was changed by another request: try again", 409) from None


def _written(account: Account, request: Request, created: int, **token: str) -> dict[str, str]:
    return {
        "account_sid": account.sid,
        "date_created": write_iso8601(created),
        "date_updated": write_iso8601(request.work.now),
        **token,
        "url": request.at + request.asked_path,
    }


@route("POST", _SECONDARY)
async def create(request: Request) -> Reply:
    account = await _own(request)
    token = add_secondary_token(account, request.work)
    await _commit(request)
    return Reply(201, _written(account, request, account.secondary_token_created, secondary_auth_token=token))


@route("DELETE", _SECONDARY)
async def delete(request: Request) -> Reply:
    remove_secondary_token(await _with_secondary(request), request.work)
    await _commit(request)
    return Reply(204)


@route("POST", _PROMOTE)
async def promote(request: Request) -> Reply:
    account = await _with_secondary(request)
    created = account.secondary_token_created
    token = promote_secondary_token(account, request.work)
    await _commit(request)
    return Reply(200, _written(account, request, created, auth_token=token))

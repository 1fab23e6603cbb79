"""Accounts on the wire. They are not plain rows: the answer opens the auth token, and a list is of the caller's subaccounts."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.access.tokens import open_token
from trunkline.kernel.codec import draft, encoder, parser
from trunkline.kernel.dialects import V2010
from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.fields import Update
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from .actions.create_account import create_subaccount
from .actions.update_account import update_account
from .errors import unknown_status
from .resources.account import Account

_LIST = V2010("/Accounts")
_ONE = V2010("/Accounts/{account_sid}")


def _written(account: Account, request: Request) -> dict[str, Any]:
    body = encoder(Account, Account.mounts[0])(account, request.at)
    return {**body, "auth_token": open_token(account, request.work.platform)}


async def _asked(request: Request) -> Account:
    """The account of the path, which the surface found to be the caller's or a subaccount of it."""
    account = await request.work.fetch(Account, request.account_sid)  # any account: checked against the caller already
    if account is None:
        raise request.missing()
    return account


@route("GET", _LIST)
async def list_accounts(request: Request) -> Reply:
    """A main account sees itself and its subaccounts; a subaccount sees itself."""
    place, own = read_place(request.form), await _asked(request)
    where = list(place.condition(Account.newest_first))
    where.append(Condition("account_sid", "=", own.sid) if own.is_main else Condition("sid", "=", own.sid))
    if name := request.text("FriendlyName"):
        where.append(Condition("friendly_name", "=", name))
    if status := request.text("Status").lower():
        if status not in ("active", "suspended", "closed"):
            raise unknown_status(status)
        where.append(Condition("status", "=", status))
    rows = await request.work.select(  # any account: the conditions above name the caller as owner, or as the row itself
        Account, *where, order=place.order(Account.newest_first), limit=place.size + 1
    )
    more = len(rows) > place.size
    rows = rows[: place.size]
    if place.before:
        rows.reverse()
    links = addresses(request.at + request.asked_path, request.form, place, [row.sid for row in rows], more)
    body = _LIST.dialect.page("accounts", [_written(row, request) for row in rows], place.size, place.number, links)
    return Reply(200, body, title=Account.title)


@route("POST", _LIST)
async def create(request: Request) -> Reply:
    account = await create_subaccount(draft(Account, request.form), await _asked(request), request.work)
    await request.work.commit()
    return Reply(201, _written(account, request), title=Account.title)


@route("GET", _ONE)
async def fetch(request: Request) -> Reply:
    return Reply(200, _written(await _asked(request), request), title=Account.title)


@route("POST", _ONE)
async def update(request: Request) -> Reply:
    changes = parser(Account, Update).read(request.form)
    account = await update_account(await _asked(request), changes, request.text("Status"), request.work)
    try:
        await request.work.commit()
    except Stale:
        raise Problem(20409, "The account was changed by another request: fetch it and try again", 409) from None
    return Reply(200, _written(account, request), title=Account.title)

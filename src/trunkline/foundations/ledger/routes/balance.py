"""What a main account has left: its credit less what it and its subaccounts used. Source: api_v2010, Balance."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.ledger.actions.read_totals import family, read_balance
from trunkline.foundations.ledger.prices.price_list import prices_of
from trunkline.foundations.ledger.rules.money import write_money
from trunkline.kernel.dialects import V2010
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route


@route("GET", V2010("/Accounts/{account_sid}/Balance"))
async def fetch_balance(request: Request) -> Reply:
    """404 for a subaccount, which has no balance of its own."""
    account = await request.work.fetch(Account, request.account_sid)  # any account: checked against the caller already
    if account is None or not account.is_main:
        raise request.missing()
    currency = prices_of(request.work).currency
    micros = await read_balance(request.work, await family(account.sid, request.work), "prepaid", currency)
    return Reply(200, {"account_sid": account.sid, "balance": write_money(micros), "currency": currency}, title="Balance")

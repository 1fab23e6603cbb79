"""A main account begins with the opening balance of the price list."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.ledger.actions.book_entry import book_money
from trunkline.foundations.ledger.prices.price_list import prices_of
from trunkline.kernel.reactions import alongside
from trunkline.kernel.work import Work


@alongside(Account, enters="active")
def credit_opening_balance(account: Any, state: str, work: Work) -> None:
    prices = prices_of(work)
    if account.version == 1 and account.is_main and not account.rehearses and prices.opening_balance:
        book_money(
            work, account_sid=account.sid, cause_sid=account.sid, debit="cash", credit="prepaid",
            amount=prices.opening_balance, currency=prices.currency, purpose="opening balance",
        )  # fmt: skip

"""Usage and balances as they are now: the totals, and what is booked but not folded yet on top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.ledger.resources.entry import UNFOLDED, Entry
from trunkline.foundations.ledger.resources.totals import MARK, FoldMark, LedgerBalance, UsageCounter
from trunkline.foundations.ledger.rules.roll_up import Tally
from trunkline.kernel.clock import DAY
from trunkline.kernel.errors import Unrecorded
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

_PATIENCE = 20


async def family(account_sid: str, work: Work) -> list[str]:
    """The account and, if it is a main account, its subaccounts."""
    rows = await work.select(Account, account_sid=account_sid)
    return sorted({account_sid, *(row.sid for row in rows)})


async def _mark(work: Work) -> int:
    mark = await work.fetch(FoldMark, MARK)  # any account: of the whole platform
    return 0 if mark is None else mark.version


async def read_usage(work: Work, accounts: Sequence[str], currency: str, first: int, last: int) -> dict[tuple[int, str], Tally]:
    """Tallies of these accounts by day (from 1970-01-01) and category, leaves only, from day `first` to `last`, both included."""
    among = tuple(accounts)
    for _ in range(_PATIENCE):
        before = await _mark(work)
        rows = await work.select(
            UsageCounter,
            Condition("account_sid", "in", among),
            Condition("day", ">=", first),
            Condition("day", "<=", last),
            currency=currency,
        )
        fresh = await work.select(
            Entry,
            Condition("account_sid", "in", among),
            UNFOLDED,
            Condition("date_created", ">=", first * DAY),
            Condition("date_created", "<", (last + 1) * DAY),
        )
        if await _mark(work) == before:
            break
    else:
        raise Unrecorded("the ledger's totals change faster than they can be read")
    found: dict[tuple[int, str], Tally] = defaultdict(Tally)
    for row in rows:
        found[row.day, row.category].add(row.count, row.usage, row.price)
    for entry in fresh:
        if entry.category and entry.currency == currency:
            found[entry.date_created // DAY, entry.category].add(entry.count, entry.usage, entry.price)
    return found


async def read_balance(work: Work, accounts: Sequence[str], name: str, currency: str) -> int:
    """Credits less debits, in micros, of the ledger account `name` of all these accounts."""
    among = tuple(accounts)
    for _ in range(_PATIENCE):
        before = await _mark(work)
        rows = await work.select(LedgerBalance, Condition("account_sid", "in", among), name=name, currency=currency)
        fresh = await work.select(Entry, Condition("account_sid", "in", among), UNFOLDED, currency=currency)
        if await _mark(work) == before:
            break
    else:
        raise Unrecorded("the ledger's totals change faster than they can be read")
    return sum(row.credits - row.debits for row in rows) + sum(
        entry.amount * ((entry.credit == name) - (entry.debit == name)) for entry in fresh
    )

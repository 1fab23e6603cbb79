"""Bring the totals up to date with the entries.

A booking is one row and touches no total, so that messages do not wait for each other at a busy counter; a job adds up what was booked
soon after. Readers count what is not folded yet on top (read_totals), so nobody sees the delay; only usage triggers do.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from trunkline.foundations.ledger.actions.evaluate_triggers import evaluate_triggers, watched_by
from trunkline.foundations.ledger.resources.entry import UNFOLDED, Entry
from trunkline.foundations.ledger.resources.totals import MARK, FoldMark, LedgerBalance, UsageCounter
from trunkline.kernel.clock import DAY, SECOND
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

WINDOW = SECOND
_BATCH = 1000
_ORDER = (("account_sid", False), ("sid", False))  # that of their index
# The first two bookings of a window ask: the commit of the first may be refused, and its job with it, or may take long to be on disk.
_DELAYS = (2 * WINDOW, 10 * WINDOW)


class _Window:
    """When this node last asked for a fold, and how often since."""

    opened = -WINDOW
    asked = 0


def ask_for_fold(work: Work) -> None:
    """Stage a fold, unless this node has asked for one within the last second."""
    window: _Window | None = work.platform.ports.get(_Window)
    if window is None:
        window = work.platform.ports[_Window] = _Window()
    now = work.now
    if not 0 <= now - window.opened < WINDOW:
        window.opened, window.asked = now, 0
    if window.asked < len(_DELAYS):
        work.enqueue(fold, delay=_DELAYS[window.asked])
        window.asked += 1


@task(attempts=20, cap=300)
async def fold(work: Work) -> None:
    """Two folds at once are no harm: the mark lets one of them through, and the other looks again."""
    await fold_entries(work)


async def fold_entries(work: Work) -> int:
    """Add what is booked to the totals, some hundreds in a commit; how many entries that were. Raises Stale if another node folds, too."""
    done = 0
    while True:
        mark = await work.fetch(FoldMark, MARK)  # any account: of the whole platform. Before the entries, or two could count the same
        entries = await work.select(Entry, UNFOLDED, order=_ORDER, limit=_BATCH)  # any account: of the whole platform
        if not entries:
            return done
        if mark is None:
            work.add(FoldMark(sid=MARK, folded=len(entries), last=work.now))
        else:
            work.change(mark, folded=mark.folded + len(entries), last=work.now)
        await _count(entries, work)
        await _balance(entries, work)
        work.sweep(
            Entry, Condition("sid", "in", tuple(e.sid for e in entries)), changes={"folded": work.now}
        )  # any account: those just read
        watching = await watched_by({e.account_sid for e in entries if e.category}, work)
        if watching:
            work.enqueue(evaluate_triggers, accounts=sorted(watching))
        await work.commit()
        done += len(entries)


async def _count(entries: list[Entry], work: Work) -> None:
    sums: dict[tuple[str, int, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for e in entries:
        if e.category:
            tally = sums[e.account_sid, e.date_created // DAY, e.category, e.currency]
            tally[0] += e.count
            tally[1] += e.usage
            tally[2] += e.price
    if not sums:
        return
    known = await work.select(  # any account: those of the entries
        UsageCounter,
        Condition("account_sid", "in", tuple({key[0] for key in sums})),
        Condition("day", "in", tuple({key[1] for key in sums})),
    )
    rows = {(row.account_sid, row.day, row.category, row.currency): row for row in known}
    for key, (count, usage, price) in sums.items():
        if (row := rows.get(key)) is not None:
            work.add_to(row, count=count, usage=usage, price=price)
        else:
            account_sid, day, category, currency = key
            work.add(
                UsageCounter(account_sid=account_sid, day=day, category=category, currency=currency, count=count, usage=usage, price=price)
            )


async def _balance(entries: list[Entry], work: Work) -> None:
    sums: dict[tuple[str, str, str], dict[str, int]] = defaultdict(lambda: {"debits": 0, "credits": 0})
    for e in entries:
        sums[e.account_sid, e.debit, e.currency]["debits"] += e.amount
        sums[e.account_sid, e.credit, e.currency]["credits"] += e.amount
    known = await work.select(  # any account: those of the entries
        LedgerBalance, Condition("account_sid", "in", tuple({key[0] for key in sums}))
    )
    rows = {(row.account_sid, row.name, row.currency): row for row in known}
    for key, amounts in sums.items():
        if (row := rows.get(key)) is not None:
            work.add_to(row, **amounts)
        else:
            account_sid, name, currency = key
            more: dict[str, Any] = amounts
            work.add(LedgerBalance(account_sid=account_sid, name=name, currency=currency, **more))

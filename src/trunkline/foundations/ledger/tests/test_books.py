"""Booking, folding and reading: whatever the order, the totals are the sum of the entries, and the books balance."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trunkline.foundations.ledger.actions.book_entry import book_money, book_use, refund
from trunkline.foundations.ledger.actions.fold_entries import fold_entries
from trunkline.foundations.ledger.actions.read_totals import read_balance, read_usage
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.foundations.ledger.resources.totals import LedgerBalance, UsageCounter
from trunkline.foundations.ledger.rules.roll_up import roll_up
from trunkline.kernel.clock import DAY
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.identifiers import Dice
from trunkline.kernel.job import Job
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Database, Sweep

ACCOUNTS = ["AC" + c * 32 for c in "ab"]
LEAVES = ("sms-outbound-longcode", "sms-inbound-longcode", "mms-outbound-shortcode", "phonenumbers-local", "phonenumbers-setups")
_BEGIN = 20_000 * DAY

_steps = st.lists(
    st.one_of(
        st.tuples(st.just("use"), st.sampled_from(ACCOUNTS), st.sampled_from(LEAVES), st.integers(0, 10**9), st.integers(1, 7)),
        st.tuples(st.just("twice"), st.integers(0, 30)),
        st.tuples(st.just("refund"), st.integers(0, 30)),
        st.tuples(st.just("money"), st.sampled_from(ACCOUNTS), st.integers(0, 10**12)),
        st.tuples(st.just("fold")),
        st.tuples(st.just("restart")),
        st.tuples(st.just("sleep"), st.integers(1, 5)),
    ),
    max_size=25,
)


async def _empty(database: Database) -> None:
    await database.commit([Sweep(kind.table, ()) for kind in (Entry, UsageCounter, LedgerBalance, Job)])


def _platform(database: Database, now: int, seed: int) -> Platform:
    platform = Platform(database, dice=Dice(seed))
    platform.clock.stop(now)
    return platform


@given(steps=_steps, seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_totals_are_the_sum_of_the_entries(database: Database, steps: list[Any], seed: int) -> None:
    await _empty(database)
    platform = _platform(database, _BEGIN, seed)
    causes: list[str] = []
    model: dict[tuple[str, int, str], list[int]] = {}
    owed = dict.fromkeys(ACCOUNTS, 0)
    booked: dict[str, tuple[str, int, str, int, int]] = {}

    def count(account: str, category: str, amount: int, events: int, units: int) -> None:
        row = model.setdefault((account, platform.clock.now() // DAY, category), [0, 0, 0])
        row[0], row[1], row[2] = row[0] + events, row[1] + units, row[2] + amount
        owed[account] -= amount

    for number, step in enumerate(steps):
        work = platform.work()
        if step[0] == "use":
            _, account, category, amount, units = step
            cause = work.sid("SM")
            book_use(work, account_sid=account, cause_sid=cause, category=category, amount=amount, currency="USD", usage=units)
            await work.commit()
            causes.append(cause)
            booked[cause] = (account, 0, category, amount, units)
            count(account, category, amount, 1, units)
        elif step[0] == "twice" and causes:
            cause = causes[step[1] % len(causes)]
            account, _, category, amount, units = booked[cause]
            book_use(work, account_sid=account, cause_sid=cause, category=category, amount=amount, currency="USD", usage=units)
            with pytest.raises(Duplicate):
                await work.commit()
        elif step[0] == "refund" and causes:
            cause = causes[step[1] % len(causes)]
            assert await refund(work, cause) is not None
            try:
                await work.commit()
            except Duplicate:
                continue
            account, _, category, amount, units = booked[cause]
            count(account, category, -amount, -1, -units)
        elif step[0] == "money":
            _, account, amount = step
            book_money(
                work, account_sid=account, cause_sid=work.sid("AC"), debit="cash", credit="prepaid", amount=amount, currency="USD",
                purpose="top-up",
            )  # fmt: skip
            await work.commit()
            owed[account] += amount
        elif step[0] == "fold":
            await fold_entries(work)
        elif step[0] == "restart":
            platform = _platform(database, platform.clock.now(), seed + 1 + number)
        elif step[0] == "sleep":
            platform.clock.advance(step[1] * DAY // 3)

    for _ in range(2):  # as it stands, and once all is folded
        work = platform.work()
        for account in ACCOUNTS:
            found = await read_usage(work, [account], "USD", 0, 40_000)
            seen = {(account, *key): [t.count, t.usage, t.price] for key, t in found.items()}
            assert seen == {key: row for key, row in model.items() if key[0] == account}
            assert await read_balance(work, [account], "prepaid", "USD") == owed[account]
        both = roll_up(await read_usage(work, ACCOUNTS, "USD", 0, 40_000), lambda _: 0).get(0, {})
        assert sum(row[2] for row in model.values()) == (both["totalprice"].price if both else 0)
        texts = [row for (_, _, category), row in model.items() if category.startswith("sms-")]
        assert sum(row[0] for row in texts) == (both["sms"].count if "sms" in both else 0)
        await fold_entries(work)
    rows = await platform.work().select(LedgerBalance)
    assert sum(row.debits for row in rows) == sum(row.credits for row in rows)


async def test_two_folds_at_once_count_once(database: Database) -> None:
    platform = _platform(database, _BEGIN, 1)
    work = platform.work()
    for _ in range(3):
        book_use(work, account_sid=ACCOUNTS[0], cause_sid=work.sid("SM"), category=LEAVES[0], amount=5, currency="USD")
    await work.commit()
    other = platform.work()
    select = other.select

    async def overtaken(*given: Any, **more: Any) -> Any:
        rows = await select(*given, **more)
        if given[0] is Entry:
            await fold_entries(platform.work())
        return rows

    other.select = overtaken  # type: ignore[method-assign]  # so that another fold commits between its reading and its writing
    with pytest.raises((Stale, Duplicate)):
        await fold_entries(other)
    found = await read_usage(platform.work(), ACCOUNTS, "USD", 0, 40_000)
    assert [(t.count, t.price) for t in found.values()] == [(3, 15)]


async def test_a_negative_amount_is_refused(database: Database) -> None:
    work = _platform(database, _BEGIN, 1).work()
    with pytest.raises(ValueError, match="not negative"):
        book_use(work, account_sid=ACCOUNTS[0], cause_sid=work.sid("SM"), category=LEAVES[0], amount=-1, currency="USD")
    with pytest.raises(ValueError, match="not negative"):
        book_money(
            work, account_sid=ACCOUNTS[0], cause_sid=work.sid("SM"), debit="cash", credit="prepaid", amount=-1, currency="USD", purpose="x"
        )
    assert await refund(work, work.sid("SM")) is None

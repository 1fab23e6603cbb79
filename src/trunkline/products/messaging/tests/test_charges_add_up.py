"""Whatever becomes of messages, usage and balance are the sums of what the messages show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trunkline.foundations.ledger.actions.fold_entries import fold_entries
from trunkline.foundations.ledger.actions.read_totals import read_balance, read_usage
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.foundations.ledger.resources.totals import LedgerBalance, UsageCounter
from trunkline.foundations.ledger.rules.money import MICRO
from trunkline.foundations.ledger.rules.roll_up import Tally, roll_up
from trunkline.foundations.numbering.plan import country_of
from trunkline.kernel.clock import DAY, HOUR
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.identifiers import Dice
from trunkline.kernel.job import Job
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Database, Sweep
from trunkline.products.messaging.actions.price_message import price_message
from trunkline.products.messaging.actions.record_delivery import record_delivery
from trunkline.products.messaging.lifecycle import MESSAGE
from trunkline.products.messaging.resources.message import Message, shown_price

ACCOUNT = "AC" + "a" * 32
OURS = ("+15557770001", "12345", "Acme")
THEIRS = ("+15551230001", "+442079460000", "+493012345678", "+999555")
_OUTCOMES = ("sent", "delivered", "undelivered", "failed", "read")

_steps = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.sampled_from(OURS), st.sampled_from(THEIRS), st.integers(1, 10), st.booleans()),
        st.tuples(st.just("receive"), st.sampled_from(OURS[:2]), st.sampled_from(THEIRS), st.integers(1, 10), st.booleans()),
        st.tuples(st.just("move"), st.integers(0, 5), st.sampled_from(sorted(MESSAGE.moves))),
        st.tuples(st.just("report"), st.integers(0, 5), st.sampled_from(_OUTCOMES)),
        st.tuples(st.just("report"), st.integers(0, 5), st.just("delivered")),
        st.tuples(st.just("race"), st.integers(0, 5), st.sampled_from(_OUTCOMES)),
        st.tuples(st.just("fold")),
        st.tuples(st.just("die")),
        st.tuples(st.just("sleep"), st.integers(1, 40)),
    ),
    min_size=3,
    max_size=30,
)


def _open(database: Database, now: int, seed: int) -> Platform:
    platform = Platform(database, dice=Dice(seed))
    platform.clock.stop(now)
    return platform


async def _move(platform: Platform, sid: str, move: str) -> None:
    """As a carrier's answer or a person would, if the message is not past it."""
    work = platform.work()
    message = await work.fetch(Message, sid, ACCOUNT)
    assert message is not None
    if MESSAGE.allows(move, message.status):
        more: dict[str, Any] = {"date_sent": work.now} if move == "accept" else {}
        work.move(message, move, **more)
        await work.commit()


async def _race(platform: Platform, sid: str, outcome: str) -> None:
    """The carrier's answer is written between the reading and the writing of its report, which its job then does again."""
    work = platform.work()
    staged = await record_delivery(work, sid, outcome)
    await _move(platform, sid, "accept")
    if staged:
        try:
            await work.commit()
        except (Stale, Duplicate):
            again = platform.work()
            await record_delivery(again, sid, outcome)
            await again.commit()


@given(steps=_steps, seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_totals_are_the_sum_of_the_messages(database: Database, steps: list[Any], seed: int) -> None:
    await database.commit([Sweep(kind.table, ()) for kind in (Entry, UsageCounter, LedgerBalance, Message, Job)])
    platform = _open(database, 20_000 * DAY, seed)
    sids: list[str] = []
    for number, step in enumerate(steps):
        if step[0] in ("send", "receive"):
            way, ours, theirs, segments, media = step
            inbound = way == "receive"
            to, from_ = (ours, theirs) if inbound else (theirs, ours)
            message = Message(
                account_sid=ACCOUNT, to=to, from_=from_, num_segments=segments, num_media=int(media),
                direction="inbound" if inbound else "outbound-api",
            )  # fmt: skip
            work = platform.work()
            price_message(message, country_of(theirs), work)
            work.add(message, state=("receiving" if media else "received") if inbound else "queued")
            work.jobs.clear()  # what carries it is played by the other steps
            await work.commit()
            sids.append(message.sid)
            if not inbound:
                await _move(platform, message.sid, "submit")
        elif step[0] == "fold":
            await fold_entries(platform.work())
        elif step[0] == "die":  # nothing is told to the process that follows, but what is on disk
            platform = _open(database, platform.clock.now(), seed + number + 1)
        elif step[0] == "sleep":
            platform.clock.advance(step[1] * HOUR)
        elif sids:
            sid = sids[step[1] % len(sids)]
            if step[0] == "move":
                await _move(platform, sid, step[2])
            elif step[0] == "race":
                await _race(platform, sid, step[2])
            else:
                work = platform.work()
                await record_delivery(work, sid, step[2])
                await work.commit()

    work = platform.work()
    messages = await work.select(Message, account_sid=ACCOUNT)
    shown = [shown_price(m) for m in messages]
    charged = [(m, -int(Decimal(p) * MICRO)) for m, p in zip(messages, shown, strict=True) if p is not None]
    for _ in range(2):
        sums = roll_up(await read_usage(work, [ACCOUNT], "USD", 0, 40_000), lambda _: 0).get(0, {})
        assert sums.get("totalprice", Tally()).price == sum(price for _, price in charged)
        for category, service in (("sms", False), ("mms", True)):
            mine = [m for m, _ in charged if bool(m.num_media) is service]
            tally = sums.get(category, Tally())
            assert (tally.count, tally.usage) == (len(mine), sum(1 if service else m.num_segments for m in mine))
        assert await read_balance(work, [ACCOUNT], "prepaid", "USD") == -sum(price for _, price in charged)
        assert await read_balance(work, [ACCOUNT], "revenue", "USD") == sum(price for _, price in charged)
        await fold_entries(work)


async def test_a_charge_that_is_not_committed_is_not_booked(database: Database) -> None:
    platform = _open(database, 20_000 * DAY, 1)
    work = platform.work()
    message = Message(account_sid=ACCOUNT, to=THEIRS[0], from_=OURS[0], num_segments=1, cost=7900)
    work.add(message, state="queued")
    work.jobs.clear()
    await work.commit()
    lost, kept = platform.work(), platform.work()
    for one in (kept, lost):
        row = await one.fetch(Message, message.sid, ACCOUNT)
        assert row is not None
        one.move(row, "cancel" if one is kept else "submit")
    await kept.commit()
    with pytest.raises(Stale):
        await lost.commit()
    assert await platform.work().count(Entry, account_sid=ACCOUNT) == 0

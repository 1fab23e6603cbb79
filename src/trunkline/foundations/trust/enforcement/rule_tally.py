"""Findings of the rules, counted in memory and added to the record once a minute."""

from __future__ import annotations

from collections import Counter

from trunkline.kernel.clock import MINUTE, to_datetime
from trunkline.kernel.reactions import alongside, task
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..resources.decision_record import DecisionRecord
from .actions.sign_in_reviewer import operator_sid
from .resources.rule_count import RuleCount

Key = tuple[str, str, str, str]
"""Account, day, rule, outcome."""


class _RuleTally:
    """One process's since the last minute; a minute's counts are lost with it. `asked_at` is when a job was asked to write them."""

    def __init__(self) -> None:
        self.counts: Counter[Key] = Counter()
        self.asked_at = 0


def _tally(work: Work) -> _RuleTally:
    found: _RuleTally = work.platform.ports.setdefault(_RuleTally, _RuleTally())
    return found


def day_of(moment: int) -> str:
    """The UTC day of a moment, as 2026-11-22."""
    return f"{to_datetime(moment):%Y-%m-%d}"


@alongside(DecisionRecord, enters="created")
def count_findings(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, DecisionRecord)
    tally, now = _tally(work), work.now
    account_sid, day = row.account_sid, day_of(now)
    if row.rule and row.verdict in ("refuse", "fail"):
        tally.counts[account_sid, day, row.rule, row.verdict] += 1
    for seen in row.observations:
        tally.counts[account_sid, day, seen["rule"], seen["mode"]] += 1
    if tally.counts and now - tally.asked_at >= 2 * MINUTE:  # a job that another node took finds nothing of ours: ask again
        tally.asked_at = now
        work.enqueue(write_rule_counts, delay=MINUTE)


@task()
async def write_rule_counts(work: Work) -> None:
    tally = _tally(work)
    counts, tally.counts, tally.asked_at = tally.counts, Counter(), 0
    try:
        everybody: Counter[Key] = Counter()
        owner = await operator_sid(work)
        for (_, day, rule, outcome), count in counts.items():
            everybody[owner, day, rule, outcome] += count
        for scope, some in (("account", counts), ("platform", everybody)):
            for key, count in some.items():
                await _add(work, key, scope, count)
        await work.settle()
    except BaseException:
        tally.counts.update(counts)
        raise


async def _add(work: Work, key: Key, scope: str, count: int) -> None:
    account_sid, day, rule, outcome = key
    row = await work.find(RuleCount, account_sid=account_sid, day=day, rule=rule, outcome=outcome, scope=scope)
    if row is None:
        work.add(RuleCount(account_sid=account_sid, day=day, rule=rule, outcome=outcome, scope=scope, count=count))
    else:
        work.add_to(row, count=count)

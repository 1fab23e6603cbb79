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


class _RuleTally:
    """One process's since the last minute; a minute's counts are lost with it. `asked_at` is when a job was asked to write them."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.asked_at = 0


def _tally(work: Work) -> _RuleTally:
    found: _RuleTally = work.platform.ports.setdefault(_RuleTally, _RuleTally())
    return found


@alongside(DecisionRecord, enters="created")
def count_findings(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, DecisionRecord)
    tally, now = _tally(work), work.now
    day = f"{to_datetime(now):%Y-%m-%d}"
    if row.rule and row.verdict in ("refuse", "fail"):
        tally.counts[day, row.rule, row.verdict] += 1
    for seen in row.observations:
        tally.counts[day, seen["rule"], seen["mode"]] += 1
    if tally.counts and now - tally.asked_at >= 2 * MINUTE:  # a job that another node took finds nothing of ours: ask again
        tally.asked_at = now
        work.enqueue(write_rule_counts, delay=MINUTE)


@task()
async def write_rule_counts(work: Work) -> None:
    tally = _tally(work)
    counts, tally.counts, tally.asked_at = tally.counts, Counter(), 0
    try:
        owner = await operator_sid(work)
        for (day, rule, outcome), count in counts.items():
            row = await work.find(RuleCount, account_sid=owner, day=day, rule=rule, outcome=outcome)
            if row is None:
                work.add(RuleCount(account_sid=owner, day=day, rule=rule, outcome=outcome, count=count))
            else:
                work.add_to(row, count=count)
        await work.settle()
    except BaseException:
        tally.counts.update(counts)
        raise

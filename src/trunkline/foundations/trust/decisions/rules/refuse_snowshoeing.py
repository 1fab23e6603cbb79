"""One text spread thinly over many senders evades the filters that count by sender (R48, R49).

Senders of one registered service are one sender here; the counts leave them out.
"""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("over how many senders this text is spread")

MOST_SENDERS = 10
"""Distinct senders outside one service from which the same template may come in the window that is counted."""

LOW_VOLUME = 200
"""Messages of the template that one sender may have sent and still count as thin."""


def _check(case: Case) -> Finding | None:
    spread = case.facts.spread
    if spread is None:
        return _UNKNOWN
    limit = MOST_SENDERS // 2 if spread.rejected_then_rotated else MOST_SENDERS
    if spread.senders <= limit or spread.most_by_one > LOW_VOLUME:
        return None
    return Finding(
        f"The same text comes from {spread.senders} senders that belong to no common service.",
        "Send it from one messaging service with a registered program.",
        signals=(("senders", str(spread.senders)), ("most_by_one", str(spread.most_by_one))),
    )


RULE = Rule(
    id="snowshoeing",
    clause="R48: similar or identical messages across many phone numbers",
    code=99111,
    check=_check,
    modes=(Mode.OBSERVE, Mode.BLOCK, Mode.BLOCK),
)

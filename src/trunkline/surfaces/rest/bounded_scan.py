"""How far a list looks for rows that meet its filters, so that a page of a million rows costs no more than a page of twenty thousand.

Lists page by SID, and an index leads to the rows of an account in that order, or to those with one value of a filter in that order. What
other filters ask is found by looking at the rows, and if few meet them, that would be all rows there are. So a page ends after a
bounded number, with what it has found by then, and says where the next one begins; clients follow `next_page_uri` as they do anyway.

A date leads to SIDs, which begin with the moment of creation: rows before it are not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from trunkline.kernel.clock import MINUTE
from trunkline.kernel.codec import cache, row_reader
from trunkline.kernel.paging import Place
from trunkline.kernel.ports import Condition, Index, Query
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

SCANNED: Final = 20_000
"""Rows that one page looks at, at most."""
# A row's date comes after its SID by no more than the work that makes it.
_SLACK: Final = 10 * MINUTE
_CREATION: Final = frozenset({"date_created", "date_generated"})


def by_sid(kind: type[Resource], conditions: Sequence[Condition]) -> list[Condition]:
    """What conditions on dates say of SIDs. Only that a later row has a later SID: a clock that was set back goes on with the SIDs that it
    had come to, so that an early date may stand beside any of them.
    """
    since = (c.value for c in conditions if c.operator == ">=" and c.column in _CREATION)
    return [Condition("sid", ">=", f"{kind.prefix}{max(0, moment - _SLACK):014x}") for moment in since]


@cache
def _leading(kind: type[Resource]) -> tuple[Index, ...]:
    """Indices that give rows in the order of their SIDs, those with the most columns first."""
    return tuple(sorted((i for i in kind.table.indexes if i.columns[-1] == "sid"), key=lambda i: -len(i.columns)))


def led(kind: type[Resource], given: Sequence[Condition]) -> tuple[Condition, ...]:
    """Those of the conditions that the best index meets; empty when none leads."""
    equal = {c.column: c for c in given if c.operator == "="}
    for index in _leading(kind):
        if all(column in equal for column in index.columns[:-1]):
            return tuple(equal[column] for column in index.columns[:-1])
    return ()


async def find_end(kind: type[Resource], asked: Sequence[Condition], fixed: Sequence[Condition], place: Place, work: Work) -> str:
    """The SID of the last row that a page may look at; "" when it may look at all there are.

    `asked` are the filters, `fixed` what every page of the list has (the account, its parents, the place).
    """
    sought = led(kind, [*asked, *fixed])
    if all(c in sought or c.column == "sid" for c in asked):
        return ""
    stretch = (*sought, *(c for c in (*asked, *fixed) if c.column == "sid"))
    query = Query(kind.table, stretch, place.order(kind.newest_first), 1, SCANNED)
    rows = await work.platform.database.select(query)  # the conditions name the account
    return row_reader(kind)(rows[0]).sid if rows else ""


def turning_point(place: Place, newest_first: bool) -> list[str]:
    """Of an empty page at either end: the SID from which one turns back, so that the row where the page began is seen again, too."""
    began = place.after or place.before
    if not began:
        return []
    step = -1 if newest_first == bool(place.after) else 1
    number = min(max(int(began[2:], 16) + step, 0), 16**32 - 1)
    return [f"{began[:2]}{number:032x}"]

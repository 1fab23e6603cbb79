"""The inserts of a group, gathered into few statements: a row of a long one costs little more than half of a row inserted by itself.

An insert may be run after what follows it in its group, unless that is about the same row, or about rows that are found by what they
hold, or may free a unique value: then the gathered rows of that table are asked for first.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, compress
from operator import itemgetter
from typing import Any

from trunkline.adapters.statements import Statements
from trunkline.kernel.ports import Insert, Table

LONGEST = 32
"""Rows of one statement at most."""
_MOST_PLANS = 4096
Shape = tuple[bool, ...]
Statement = tuple[Table, str, list[Any]]


class _Plan:
    """How rows of one table are written that hold NULL in the same columns."""

    __slots__ = ("given", "table")

    def __init__(self, table: Table, given: tuple[bool, ...]) -> None:
        self.table, self.given = table, given


class Gathered:
    """Of one group after the other; empty again once `statements` was called."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._picks: dict[Table, tuple[Callable[[Any], Any], int]] = {}
        self._plans: dict[tuple[Table, Shape], _Plan] = {}
        self._rows: dict[_Plan, list[Any]] = {}
        self._sids: dict[Table, set[str]] = {}

    def add(self, insert: Insert) -> None:
        """The columns that are NULL are left out: Python's driver binds a None ten times as slowly as a text."""
        table, values = insert.table, insert.values
        known = self._picks.get(table)
        pick, key = known if known is not None else self._learn(table)
        shape = tuple([value is None for value in pick(values)])
        plan = self._plans.get((table, shape)) or self._plan(table, shape, values)
        if (rows := self._rows.get(plan)) is None:
            rows = self._rows[plan] = []
            self._sids.setdefault(table, set())
        rows.append(compress(values, plan.given))
        self._sids[table].add(values[key])

    def _learn(self, table: Table) -> tuple[Callable[[Any], Any], int]:
        names = table.names
        nullable = [at for at, column in enumerate(table.columns) if column.nullable]
        # Of one or no column, itemgetter would give no tuple.
        pick = itemgetter(*nullable) if len(nullable) > 1 else lambda values: tuple(values[at] for at in nullable)
        found = self._picks[table] = pick, names.index(table.key)
        return found

    def _plan(self, table: Table, shape: Shape, values: tuple[Any, ...]) -> _Plan:
        plan = _Plan(table, tuple([value is not None for value in values]))
        if len(self._plans) < _MOST_PLANS:
            self._plans[table, shape] = plan
        return plan

    def holds(self, table: Table, sid: str | None) -> bool:
        """Whether what is to be run on `table` has to come after gathered rows. `sid`: the row that it is about; None for any."""
        sids = self._sids.get(table)
        return sids is not None and (sid is None or sid in sids or bool(table.unique))

    def statements(self) -> list[Statement]:
        """What writes the gathered rows."""
        found: list[Statement] = []
        for plan, rows in self._rows.items():
            for at in range(0, len(rows), LONGEST):
                some = rows[at : at + LONGEST]
                found.append((plan.table, self._statements.insert_rows(plan.table, plan.given, len(some)), [*chain.from_iterable(some)]))
        self._rows, self._sids = {}, {}
        return found

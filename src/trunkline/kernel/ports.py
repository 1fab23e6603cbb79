"""What the kernel needs from a database. Adapters deal in tables and tuples; they know nothing of resources.

A unit of work is a list of operations that commit together or not at all. Reads happen before it, outside any transaction; what a
write relies on stands in its `guard`, so that many units can share one transaction (group commit) and no lock waits for a person.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class TableColumn:
    """`kind` is text, integer (64 bits), real or blob."""

    name: str
    kind: str
    nullable: bool


@dataclass(frozen=True)
class Index:
    """`only`: the rows that stand in it, by a condition without a value of its own (`absent` or `empty`).

    A query that shall use it says the same condition.
    """

    columns: tuple[str, ...]
    only: Condition | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """`key` is the primary key, one text column. `unique` is a tuple of column names; `checks` maps a column to its words.

    `clustered`: rows lie in the order of the key, where a database can do that: cheap for short rows, slow to read for long ones.
    """

    name: str
    columns: tuple[TableColumn, ...]
    key: str = "sid"
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[Index, ...] = ()
    checks: Mapping[str, tuple[str, ...]] | None = None
    clustered: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


@dataclass(slots=True)
class Insert:
    table: Table
    values: tuple[Any, ...]


@dataclass(slots=True)
class Change:
    """Update the row `sid` if every guarded column holds one of its values; Stale if not. `plus` adds to integers and appends to texts."""

    table: Table
    sid: str
    changes: dict[str, Any]
    guard: dict[str, tuple[Any, ...]]
    plus: dict[str, int | str]


@dataclass(slots=True)
class Remove:
    """Delete the row `sid` if every guarded column holds one of its values; with `must`, Stale when it was not there or did not."""

    table: Table
    sid: str
    must: bool = True
    guard: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Sweep:
    """Change (or, with no changes, delete) all rows that meet the conditions; none is fine."""

    table: Table
    where: tuple[Condition, ...]
    changes: dict[str, Any] | None = None


Operation = Insert | Change | Remove | Sweep


_JUDGE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "absent or >": operator.gt, "in": lambda value, among: value in among, "prefix": lambda value, start: value.startswith(start),
    "like": lambda value, pattern: re.fullmatch(re.escape(pattern).replace("%", ".*").replace("_", "."), value, re.DOTALL),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """`operator`: = != < <= > >= in prefix like absent, absent or >, empty. `in` takes a tuple; `absent` (IS NULL) and `empty` (a text
    of no letters, which NULL is not) take a bool.

    `like` is SQL's: % is any text and _ any one character, with nothing to escape them; for digits, as letters' case is the database's.
    """

    column: str
    operator: str
    value: Any

    def holds(self, value: Any) -> bool:
        """Whether a stored value meets it, as the database would judge: an absent value compares with nothing."""
        if self.operator == "absent":
            return (value is None) == bool(self.value)
        if value is None:
            return self.operator == "absent or >"
        if self.operator == "empty":
            return bool((value == "") == bool(self.value))
        return bool(_JUDGE[self.operator](value, self.value))


@dataclass(frozen=True, slots=True)
class Query:
    """Rows of one table. `order` is (column, descending) pairs; with a `limit`, as many as `offset` are passed over."""

    table: Table
    where: tuple[Condition, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None
    offset: int = 0


class Database(Protocol):
    """The record. Every method may be called from the event loop's thread only.

    `shared`: whether other processes write to it, too. It may turn True at any time, before what this process writes next is on disk.
    """

    @property
    def shared(self) -> bool: ...

    async def commit(self, operations: Sequence[Operation]) -> None:
        """Return when all operations are on disk. Raises Stale or Duplicate, and then nothing of them was written."""
        ...

    async def fetch(self, table: Table, sid: str) -> tuple[Any, ...] | None:
        """One row by its key, columns in the table's order."""
        ...

    async def select(self, query: Query) -> list[tuple[Any, ...]]: ...

    async def count(self, query: Query) -> int:
        """How many rows meet the conditions (order and limit are ignored)."""
        ...

    async def total(self, query: Query, column: str) -> int:
        """The sum of an integer column over the rows that meet the conditions; 0 for none."""
        ...

    async def tally(self, query: Query, columns: Sequence[str], every: int) -> list[tuple[Any, ...]]:
        """Of the rows of the query how many there are of each: (date_created // `every`, values of the columns …, how many)."""
        ...

    async def take(self, query: Query, changes: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Write `changes` into the rows of the query, passing over those that another node is taking, and return them as they are now."""
        ...

    async def close(self) -> None: ...

"""Where PostgreSQL's SQL differs from what both databases share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from trunkline.adapters.statements import Statements, names, quoted
from trunkline.kernel.ports import Change, Query, Remove, Table

# The collation "C" compares octets, and so code points, as SQLite does: SIDs, prefixes and pages come in the same order.
KINDS = {"text": 'TEXT COLLATE "C"', "integer": "BIGINT", "real": "DOUBLE PRECISION", "blob": "BYTEA"}


class PostgresStatements(Statements):
    """Writes that must meet a row return its key, so that a batch of them tells which did not."""

    like = ("ILIKE", " ESCAPE ''")

    def __init__(self) -> None:
        super().__init__(lambda n: f"${n}", KINDS, " FOR UPDATE SKIP LOCKED", clustered="")

    def change(self, operation: Change) -> tuple[str, list[Any]]:
        sql, values = super().change(operation)
        return self._returning(sql, operation.table), values

    def removal(self, operation: Remove) -> tuple[str, list[Any]]:
        sql, values = super().removal(operation)
        return (self._returning(sql, operation.table) if operation.must else sql), values

    @lru_cache(maxsize=4096)  # noqa: B019 (one instance an adapter, alive as long as the process)
    def _returning(self, sql: str, table: Table) -> str:
        return f"{sql} RETURNING {quoted(table.key)}"

    def _tail(self, query: Query) -> str:
        """NULL stands before every value, as in SQLite."""
        nullable = {c.name for c in query.table.columns if c.nullable}
        order = []
        for column, descending in query.order:
            nulls = f" NULLS {'LAST' if descending else 'FIRST'}" if column in nullable else ""
            order.append(f"{quoted(column)}{' DESC' if descending else ''}{nulls}")
        limit = "" if query.limit is None else f" LIMIT {int(query.limit)}" + (f" OFFSET {int(query.offset)}" if query.offset else "")
        return (f" ORDER BY {', '.join(order)}" if order else "") + limit

    def take(self, query: Query, changes: dict[str, Any]) -> tuple[str, list[Any]]:
        """The rows are chosen once, in a materialized part: inside a join a locking LIMIT may run, and lock, more than once."""
        table, values, sets = query.table, list[Any](), []
        for column, value in changes.items():
            values.append(value)
            sets.append(f"{quoted(column)} = {self.mark(len(values))}")
        key = quoted(table.key)
        chosen = f"SELECT {key} FROM {table.name}{self.where(query.where, values)}{self._tail(query)}{self.skip_locked}"  # noqa: S608 (texts from declarations only)
        return (
            f"WITH chosen AS MATERIALIZED ({chosen}) UPDATE {table.name} SET {', '.join(sets)} "  # noqa: S608 (texts from declarations only)
            f"WHERE {key} IN (SELECT {key} FROM chosen) RETURNING {names(table)}",
            values,
        )

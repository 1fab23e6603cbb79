"""SQL that SQLite and PostgreSQL share, rendered once for each shape. `mark(n)` writes the n-th placeholder, from 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import compress, count, islice
from typing import Any
from zlib import crc32

from trunkline.kernel.ports import Change, Condition, Index, Query, Remove, Sweep, Table

Mark = Callable[[int], str]
_MOST_SHAPES = 4096
_COMPARE = {"=", "!=", "<", "<=", ">", ">="}
# Written out in full, not with a placeholder: what a partial index covers must be seen before values are bound.
_LITERAL = {"absent", "empty"}


def quoted(name: str) -> str:
    return f'"{name}"'


def names(table: Table) -> str:
    return ", ".join(map(quoted, table.names))


def prefix_end(prefix: str) -> str:
    """The least text that is greater than every text with this prefix, in code point order."""
    return prefix + "\U0010ffff"


def _width(condition: Condition) -> int:
    """What the text of a condition depends on besides its column and operator: how many values, or which way round."""
    if condition.operator == "in":
        return len(condition.value)
    return int(bool(condition.value)) if condition.operator in _LITERAL else 0


def literal(condition: Condition) -> str:
    """The SQL of a condition without a value of its own; ValueError for any other."""
    name = quoted(condition.column)
    if condition.operator == "absent":
        return f"{name} IS {'' if condition.value else 'NOT '}NULL"
    if condition.operator == "empty":
        return f"{name} {'=' if condition.value else '<>'} ''"
    raise ValueError(f"no such operator: {condition.operator}")


class Statements:
    """One dialect's SQL; every text comes from declarations, every value goes into a placeholder."""

    # Before and after the pattern: % and _ alone are special, and a to z are equal to A to Z.
    like = ("LIKE", "")

    def __init__(self, mark: Mark, kinds: dict[str, str], skip_locked: str = "", clustered: str = " WITHOUT ROWID") -> None:
        """`clustered`: what follows the columns of a table whose rows lie in the order of the key."""
        self.mark, self.kinds, self.skip_locked, self.clustered = mark, kinds, skip_locked, clustered
        self._selects: dict[tuple[Any, ...], str] = {}

    @lru_cache(maxsize=1024)  # noqa: B019 (one instance an adapter, alive as long as the process)
    def insert(self, table: Table) -> str:
        marks = ", ".join(self.mark(i + 1) for i in range(len(table.columns)))
        return f"INSERT INTO {table.name} ({names(table)}) VALUES ({marks})"  # noqa: S608 (see the class)

    @lru_cache(maxsize=4096)  # noqa: B019 (see insert)
    def insert_rows(self, table: Table, given: tuple[bool, ...], rows: int) -> str:
        """An insert of so many rows that leaves out the columns that are not `given`."""
        columns = list(compress(table.names, given))
        marks = map(self.mark, count(1))
        written = ", ".join(f"({', '.join(islice(marks, len(columns)))})" for _ in range(rows))
        return f"INSERT INTO {table.name} ({', '.join(map(quoted, columns))}) VALUES {written}"  # noqa: S608 (see the class)

    def change(self, operation: Change) -> tuple[str, list[Any]]:
        shape = (
            tuple(operation.changes),
            tuple(operation.plus),
            tuple((column, len(values)) for column, values in operation.guard.items()),
        )
        values = [*operation.changes.values(), *operation.plus.values(), operation.sid]
        for allowed in operation.guard.values():
            values += allowed
        return self._change(operation.table, *shape), values

    @lru_cache(maxsize=4096)  # noqa: B019 (see insert)
    def _change(self, table: Table, changed: tuple[str, ...], plus: tuple[str, ...], guard: tuple[tuple[str, int], ...]) -> str:
        n = 0
        sets, wheres = [], []

        def mark() -> str:
            nonlocal n
            n += 1
            return self.mark(n)

        sets += [f"{quoted(c)} = {mark()}" for c in changed]
        texts = {c.name for c in table.columns if c.kind == "text"}
        sets += [f"{quoted(c)} = {quoted(c)} {'||' if c in texts else '+'} {mark()}" for c in plus]
        wheres.append(f"{quoted(table.key)} = {mark()}")
        wheres += [f"{quoted(c)} IN ({', '.join(mark() for _ in range(count))})" for c, count in guard]
        return f"UPDATE {table.name} SET {', '.join(sets)} WHERE {' AND '.join(wheres)}"  # noqa: S608 (see the class)

    def removal(self, operation: Remove) -> tuple[str, list[Any]]:
        values: list[Any] = [operation.sid]
        for allowed in operation.guard.values():
            values += allowed
        return self._remove(operation.table, tuple((column, len(among)) for column, among in operation.guard.items())), values

    @lru_cache(maxsize=1024)  # noqa: B019 (see insert)
    def _remove(self, table: Table, guard: tuple[tuple[str, int], ...]) -> str:
        marks = map(self.mark, count(1))
        wheres = [f"{quoted(table.key)} = {next(marks)}"]
        wheres += [f"{quoted(c)} IN ({', '.join(next(marks) for _ in range(among))})" for c, among in guard]
        return f"DELETE FROM {table.name} WHERE {' AND '.join(wheres)}"  # noqa: S608 (see the class)

    @lru_cache(maxsize=1024)  # noqa: B019 (see insert)
    def fetch(self, table: Table) -> str:
        return f"SELECT {names(table)} FROM {table.name} WHERE {quoted(table.key)} = {self.mark(1)}"  # noqa: S608 (see the class)

    def where(self, conditions: tuple[Condition, ...], values: list[Any]) -> str:
        """The WHERE clause; values are appended to `values`, whose length numbers the placeholders."""
        parts = []

        def mark(value: Any) -> str:
            values.append(value)
            return self.mark(len(values))

        for c in conditions:
            name = quoted(c.column)
            if c.operator in _COMPARE:
                parts.append(f"{name} {c.operator} {mark(c.value)}")
            elif c.operator == "in":
                parts.append(f"{name} IN ({', '.join(mark(v) for v in c.value)})" if c.value else "1 = 0")
            elif c.operator == "prefix":
                parts.append(f"{name} >= {mark(c.value)} AND {name} < {mark(prefix_end(c.value))}")
            elif c.operator == "like":
                parts.append(f"{name} {self.like[0]} {mark(c.value)}{self.like[1]}")
            elif c.operator == "absent or >":
                parts.append(f"({name} IS NULL OR {name} > {mark(c.value)})")
            else:
                parts.append(literal(c))
        return f" WHERE {' AND '.join(parts)}" if parts else ""

    def _tail(self, query: Query) -> str:
        order = ", ".join(f"{quoted(c)}{' DESC' if descending else ''}" for c, descending in query.order)
        limit = "" if query.limit is None else f" LIMIT {int(query.limit)}" + (f" OFFSET {int(query.offset)}" if query.offset else "")
        return (f" ORDER BY {order}" if order else "") + limit

    def select(self, query: Query) -> tuple[str, list[Any]]:
        shape = (query.table, query.order, query.limit, query.offset, *[(c.column, c.operator, _width(c)) for c in query.where])
        values: list[Any] = []
        if (text := self._selects.get(shape)) is None:
            where = self.where(query.where, values)
            text = f"SELECT {names(query.table)} FROM {query.table.name}{where}{self._tail(query)}"  # noqa: S608 (see the class)
            if len(self._selects) < _MOST_SHAPES:
                self._selects[shape] = text
            return text, values
        for c in query.where:
            if c.operator == "in":
                values += c.value
            elif c.operator == "prefix":
                values += (c.value, prefix_end(c.value))
            elif c.operator not in _LITERAL:
                values.append(c.value)
        return text, values

    def count(self, query: Query, what: str = "count(*)") -> tuple[str, list[Any]]:
        values: list[Any] = []
        return f"SELECT {what} FROM {query.table.name}{self.where(query.where, values)}", values  # noqa: S608 (see the class)

    def total(self, query: Query, column: str) -> tuple[str, list[Any]]:
        return self.count(query, f"coalesce(sum({quoted(column)}), 0)")

    def tally(self, query: Query, columns: Sequence[str], every: int) -> tuple[str, list[Any]]:
        values: list[Any] = []
        wanted = ", ".join(map(quoted, columns))
        where = self.where(query.where, values)
        rows = f'SELECT "date_created" / {int(every)} AS part, {wanted} FROM {query.table.name}{where}{self._tail(query)}'  # noqa: S608 (see the class)
        return f"SELECT part, {wanted}, count(*) FROM ({rows}) AS seen GROUP BY part, {wanted}", values  # noqa: S608 (see the class)

    def sweep(self, operation: Sweep) -> tuple[str, list[Any]]:
        values: list[Any] = []
        table = operation.table
        if operation.changes is None:
            return f"DELETE FROM {table.name}{self.where(operation.where, values)}", values  # noqa: S608 (see the class)
        sets = []
        for column, value in operation.changes.items():
            values.append(value)
            sets.append(f"{quoted(column)} = {self.mark(len(values))}")
        return f"UPDATE {table.name} SET {', '.join(sets)}{self.where(operation.where, values)}", values  # noqa: S608 (see the class)

    def take(self, query: Query, changes: dict[str, Any]) -> tuple[str, list[Any]]:
        table, values, sets = query.table, list[Any](), []
        for column, value in changes.items():
            values.append(value)
            sets.append(f"{quoted(column)} = {self.mark(len(values))}")
        key = quoted(table.key)
        inner = f"SELECT {key} FROM {table.name}{self.where(query.where, values)}{self._tail(query)}{self.skip_locked}"  # noqa: S608 (see the class)
        return f"UPDATE {table.name} SET {', '.join(sets)} WHERE {key} IN ({inner}) RETURNING {names(table)}", values  # noqa: S608 (see the class)

    def definition(self, table: Table) -> list[str]:
        """The statements that create a table as declared; migrations are held against it."""
        lines = []
        for c in table.columns:
            words = [quoted(c.name), self.kinds[c.kind]]
            if c.name == table.key:
                words.append("PRIMARY KEY")
            if not c.nullable:
                words.append("NOT NULL")
            lines.append(" ".join(words))
        for column, allowed in (table.checks or {}).items():
            listed = ", ".join(f"'{word}'" for word in allowed)
            lines.append(f"CONSTRAINT {check_name(table, column)} CHECK ({quoted(column)} IN ({listed}))")
        lines += [f"CONSTRAINT {unique_name(table, u)} UNIQUE ({', '.join(map(quoted, u))})" for u in table.unique]
        indexes = [
            f"CREATE INDEX {index_name(table, i)} ON {table.name} ({', '.join(map(quoted, i.columns))})"
            + (f" WHERE {literal(i.only)}" if i.only is not None else "")
            for i in table.indexes
        ]
        return [f"CREATE TABLE {table.name} ({', '.join(lines)}){self.clustered if table.clustered else ''}", *indexes]


def unique_name(table: Table, columns: tuple[str, ...]) -> str:
    return _short(f"uq_{table.name}__{'__'.join(columns)}")


def index_name(table: Table, index: Index) -> str:
    return _short(f"ix_{table.name}__{'__'.join(index.columns)}")


def check_name(table: Table, column: str) -> str:
    return _short(f"ck_{table.name}_{column}")


def _short(name: str) -> str:
    """At most 63 octets, PostgreSQL's limit; what is cut off stays told apart by a checksum."""
    return name if len(name) <= 63 else f"{name[:54]}_{crc32(name.encode()):08x}"

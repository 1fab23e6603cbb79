"""What a schema is, as declared and as found in a database, so that the two can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, inspect
from sqlalchemy import types as sqltypes

from trunkline.adapters.statements import check_name, index_name, literal, unique_name
from trunkline.kernel.ports import Table

Columns = tuple[str, ...]


@dataclass(frozen=True)
class ColumnShape:
    """`kind` is the kernel's: text, integer, real or blob; anything else is written as the database says it."""

    kind: str
    nullable: bool


@dataclass(frozen=True)
class CheckShape:
    column: str
    words: frozenset[str]


@dataclass(frozen=True)
class IndexShape:
    """`only`: the SQL condition of the rows that stand in it, without quotes, brackets and casts; empty for all."""

    columns: Columns
    only: str = ""


@dataclass(frozen=True)
class TableShape:
    """One table; constraints and indexes by name. `clustered` is None where the database knows no such thing."""

    columns: dict[str, ColumnShape]
    key: Columns
    checks: dict[str, CheckShape] = field(default_factory=dict)
    unique: dict[str, Columns] = field(default_factory=dict)
    indexes: dict[str, IndexShape] = field(default_factory=dict)
    clustered: bool | None = None


def declared(table: Table) -> TableShape:
    return TableShape(
        {c.name: ColumnShape(c.kind, c.nullable) for c in table.columns},
        (table.key,),
        {check_name(table, column): CheckShape(column, frozenset(words)) for column, words in (table.checks or {}).items()},
        {unique_name(table, columns): columns for columns in table.unique},
        {index_name(table, i): IndexShape(i.columns, "" if i.only is None else plain(literal(i.only))) for i in table.indexes},
        table.clustered,
    )


def plain(condition: str) -> str:
    """One spelling for what the databases write each in their own: `(leased_by = ''::text)` is `leased_by = ''`."""
    return re.sub(r'["()]|::\w+', "", condition).strip()


def found(connection: Connection) -> dict[str, TableShape]:
    """Every table of the database but Alembic's own."""
    inspector: Any = inspect(connection)
    shapes = {}
    for name in inspector.get_table_names():
        if name == "alembic_version":
            continue
        unique: dict[str, Columns] = {str(u["name"]): tuple(u["column_names"]) for u in inspector.get_unique_constraints(name)}
        shapes[name] = TableShape(
            {c["name"]: ColumnShape(_kind(c["type"], connection.dialect.name), bool(c["nullable"])) for c in inspector.get_columns(name)},
            tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
            {str(c["name"]): _check(c["sqltext"]) for c in inspector.get_check_constraints(name)},
            unique,
            # PostgreSQL lists the index behind a unique constraint too.
            {str(i["name"]): _index(i) for i in inspector.get_indexes(name) if i["name"] not in unique},
            _clustered(connection, name),
        )
    return shapes


def _index(given: Any) -> IndexShape:
    options = given.get("dialect_options", {})
    only = options.get("sqlite_where", options.get("postgresql_where", ""))
    return IndexShape(tuple(map(str, given["column_names"])), plain(str(only)))


def _clustered(connection: Connection, name: str) -> bool | None:
    if connection.dialect.name != "sqlite":
        return None
    text = connection.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": name}).scalar_one()
    return bool(re.search(r"\)\s*WITHOUT\s+ROWID\s*$", text, re.IGNORECASE))


def _kind(given: Any, dialect: str) -> str:
    if isinstance(given, sqltypes.Text):
        return "text" if dialect == "sqlite" or given.collation == "C" else f"text in collation {given.collation}"
    if isinstance(given, sqltypes.BigInteger) or (dialect == "sqlite" and isinstance(given, sqltypes.Integer)):
        return "integer"
    if isinstance(given, sqltypes.Float):
        return "real" if dialect == "sqlite" or isinstance(given, sqltypes.Double) else f"{given}"
    if isinstance(given, sqltypes.LargeBinary):
        return "blob"
    return str(given)


def _check(text: str) -> CheckShape:
    """`"status" IN ('a', 'b')`, or PostgreSQL's `status = ANY (ARRAY['a'::text, 'b'::text])`."""
    column = re.search(r"\w+", text)
    return CheckShape(column[0] if column else "", frozenset(re.findall(r"'([^']*)'", text)))


def differences(wanted: TableShape | None, there: TableShape | None) -> list[str]:
    """In words, what is to be changed in the one that is there; nothing when they are the same."""
    if wanted is None or there is None:
        return [] if wanted is there else ["the table is not declared" if wanted is None else "the table is missing"]
    parts: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = [
        ("column", wanted.columns, there.columns),
        ("check", wanted.checks, there.checks),
        ("unique constraint", wanted.unique, there.unique),
        ("index", wanted.indexes, there.indexes),
    ]
    told = [] if wanted.key == there.key else [f"the key is {there.key}, declared {wanted.key}"]
    if None not in (wanted.clustered, there.clustered) and wanted.clustered is not there.clustered:
        told.append(f"it is {'' if there.clustered else 'not '}clustered, declared otherwise")
    for what, want, have in parts:
        for name in sorted({*want, *have}):
            if name not in have:
                told.append(f"{what} {name} is missing")
            elif name not in want:
                told.append(f"{what} {name} is not declared")
            elif want[name] != have[name]:
                told.append(f"{what} {name} is {have[name]}, declared {want[name]}")
    return told

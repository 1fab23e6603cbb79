"""Draft the migration that takes a slice's tables from its last revision to what its resources declare.

    python -m tools.draft_migration                 show what is missing, in every slice; exit status 1 if anything is
    python -m tools.draft_migration messaging       … in one
    python -m tools.draft_migration --write         write the files
    python -m tools.draft_migration --restart       draft one first revision in place of all (before a release only)

A draft is a beginning: read it, and add what no comparison can know (a renamed column looks like one dropped and one added).
"""

from __future__ import annotations

import argparse
import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trunkline.adapters.migrations.migrate import upgrade
from trunkline.adapters.migrations.revisions import FOLDER, revision_name, revisions
from trunkline.adapters.migrations.schema import CheckShape, ColumnShape, IndexShape, TableShape, declared, found
from trunkline.kernel import catalogue
from trunkline.kernel.catalogue import Slice
from trunkline.kernel.codec import stored_value
from trunkline.kernel.ports import Table
from trunkline.kernel.resource import Resource

TYPES = {
    "text": ('sa.Text().with_variant(sa.Text(collation="C"), "postgresql")', "''"),
    "integer": ('sa.BigInteger().with_variant(sa.Integer(), "sqlite")', "0"),
    "real": ('sa.Double().with_variant(sa.REAL(), "sqlite")', "0"),
    "blob": ("sa.LargeBinary()", "''"),
}
HINTS = {"real": ": sa.types.TypeEngine[float]"}  # SQLAlchemy's Double is generic
_CAST = {"text": "text", "integer": "bigint", "real": "double precision", "blob": "bytea"}
Kinds = dict[str, type[Resource]]


def kinds_of(of: Slice) -> Kinds:
    """The resources that are declared below a slice's folder, by table."""
    package = ".".join(part for part in ("trunkline", of.home, of.name) if part)
    return {kind.table.name: kind for kind in catalogue.resources() if f"{kind.__module__}.".startswith(f"{package}.")}


def migrated(of: Slice) -> dict[str, TableShape]:
    """A slice's tables as its migrations make them, in a database in memory."""
    if not revisions(of):
        return {}
    with sa.create_engine("sqlite://").begin() as connection:
        upgrade(connection, lambda name: None, places=[of.folder / FOLDER])
        return found(connection)


def draft(of: Slice, tables: Iterable[Table], kinds: Kinds, restart: bool = False) -> tuple[str, str] | None:
    """File name and text of the next revision; None when there is nothing to change. `kinds` give what new columns hold in old rows."""
    there = {} if restart else migrated(of)
    wanted = {table.name: declared(table) for table in tables}
    lines: list[str] = []
    touched: list[str] = []
    for name in sorted({*wanted, *there}):
        part = list(_table(name, wanted.get(name), there.get(name), kinds.get(name)))
        if part:
            touched.append(name)
        lines += part
    if not lines:
        return None
    number = 1 if restart else len(revisions(of)) + 1
    words = "tables" if number == 1 else "_and_".join(name.removeprefix(f"{of.name}_") for name in touched[:3])
    if number == 1:
        title = f"The tables of {of.title} as first declared."
    else:
        title = f"{of.title}: changes of {', '.join(touched[:3])}{' and others' if touched[3:] else ''}."
    return f"{number:04d}_{words}.py", _text(of, number, title, lines)


def draft_slice(of: Slice, restart: bool = False) -> tuple[str, str] | None:
    kinds = kinds_of(of)
    return draft(of, [kind.table for kind in kinds.values()], kinds, restart)


def _text(of: Slice, number: int, title: str, lines: list[str]) -> str:
    body = "\n".join(f"    {line}" for line in lines)
    used = [f"{kind.upper()}{HINTS.get(kind, '')} = {TYPES[kind][0]}" for kind in TYPES if re.search(rf"\b{kind.upper()}\b", body)]
    before = "None" if number == 1 else repr(revision_name(of.name, number - 1))
    label = repr((of.name,)) if number == 1 else "None"
    return "\n".join(
        [
            f'"""{title}"""',
            "",
            *(["import sqlalchemy as sa"] if "sa." in body + "".join(used) else []),
            "from alembic import op",
            "",
            f"revision = {revision_name(of.name, number)!r}",
            f"down_revision = {before}",
            f"branch_labels = {label}",
            "depends_on = None",
            "",
            *used,
            "",
            "",
            "def upgrade() -> None:",
            body,
            "",
        ]
    )


def _table(name: str, wanted: TableShape | None, there: TableShape | None, kind: type[Resource] | None) -> Iterator[str]:
    if wanted is None:
        yield f"op.drop_table({name!r})"
    elif there is None:
        yield f"op.create_table({name!r},"
        for column, shape in wanted.columns.items():
            yield f"    {_column(column, shape, ', primary_key=True' if (column,) == wanted.key else '')},"
        for check, what in wanted.checks.items():
            yield f"    sa.CheckConstraint({_condition(what)}, name={check!r}),"
        for unique, columns in wanted.unique.items():
            yield f"    sa.UniqueConstraint({', '.join(map(repr, columns))}, name={unique!r}),"
        if wanted.clustered:
            yield "    sqlite_with_rowid=False,"
        yield ")"
        for index, of in wanted.indexes.items():
            yield _index(index, name, of)
    else:
        yield from _changes(name, wanted, there, kind)


def _changes(name: str, wanted: TableShape, there: TableShape, kind: type[Resource] | None) -> Iterator[str]:
    """Indexes and constraints go before the columns that they need, and come after them."""
    if None not in (wanted.clustered, there.clustered) and wanted.clustered is not there.clustered:
        raise ValueError(f"{name}: how rows lie is settled when a table is made: make another, and move the rows in a revision of your own")
    gone = [index for index, of in there.indexes.items() if wanted.indexes.get(index) != of]
    for index in gone:
        yield f"op.drop_index({index!r}, table_name={name!r})"
    fills = [c for c, s in wanted.columns.items() if not s.nullable and c in there.columns and there.columns[c].nullable]
    for column in fills:
        value = _usual(kind, column, wanted.columns[column].kind)
        table = f"sa.table({name!r}, sa.column({column!r}, {wanted.columns[column].kind.upper()}))"
        yield f"table = {table}"
        yield f"op.execute(sa.update(table).where(table.c[{column!r}].is_(None)).values({{{column!r}: sa.text({value!r})}}))"
    first, last = [], []
    for check, what in there.checks.items():
        if wanted.checks.get(check) != what:
            first.append(f"batch.drop_constraint({check!r}, type_='check')")
    for unique, columns in there.unique.items():
        if wanted.unique.get(unique) != columns:
            first.append(f"batch.drop_constraint({unique!r}, type_='unique')")
    first += [f"batch.drop_column({column!r})" for column in there.columns if column not in wanted.columns]
    for column, shape in wanted.columns.items():
        have = there.columns.get(column)
        if have is None:
            value = "" if shape.nullable else _usual(kind, column, shape.kind)
            first.append(f"batch.add_column({_column(column, shape, '' if not value else f', server_default=sa.text({value!r})')})")
            if value:  # only the rows that are there need it: the platform always writes every column
                last.append(
                    f"batch.alter_column({column!r}, existing_type={shape.kind.upper()}, existing_nullable=False, server_default=None)"
                )
        elif have != shape:
            first.append(_altered(column, have, shape))
    for check, what in wanted.checks.items():
        if there.checks.get(check) != what:
            last.append(f"batch.create_check_constraint({check!r}, {_condition(what)})")
    for unique, columns in wanted.unique.items():
        if there.unique.get(unique) != columns:
            last.append(f"batch.create_unique_constraint({unique!r}, {list(columns)!r})")
    for part in (first, last):
        if part:
            yield f"with op.batch_alter_table({name!r}) as batch:"
            yield from (f"    {line}" for line in part)
    for index, of in wanted.indexes.items():
        if there.indexes.get(index) != of:
            yield _index(index, name, of)


def _index(index: str, table: str, of: IndexShape) -> str:
    only = f", sqlite_where=sa.text({of.only!r}), postgresql_where=sa.text({of.only!r})" if of.only else ""
    return f"op.create_index({index!r}, {table!r}, {list(of.columns)!r}{only})"


def _column(name: str, shape: ColumnShape, more: str) -> str:
    return f"sa.Column({name!r}, {shape.kind.upper()}{more}, nullable={shape.nullable})"


def _altered(name: str, have: ColumnShape, shape: ColumnShape) -> str:
    words = [repr(name), f"existing_type={have.kind.upper()}", f"existing_nullable={have.nullable}"]
    if have.kind != shape.kind:
        using = f'"{name}"::{_CAST[shape.kind]}'
        words += [f"type_={shape.kind.upper()}", f"postgresql_using={using!r}"]
    if have.nullable != shape.nullable:
        words.append(f"nullable={shape.nullable}")
    return f"batch.alter_column({', '.join(words)})"


def _condition(what: CheckShape) -> str:
    return f"sa.column({what.column!r}).in_({sorted(what.words)!r})"


def _usual(kind: type[Resource] | None, name: str, column: str) -> str:
    """The SQL literal that rows of before get: the field's default as stored, or the type's own nothing."""
    value: Any = None
    if kind is not None:
        given = next((f for f in dataclasses.fields(kind) if f.name == name), None)
        if given is not None and given.default is not dataclasses.MISSING:
            value = stored_value(kind, name, given.default)
        elif given is not None and given.default_factory is not dataclasses.MISSING:
            value = stored_value(kind, name, given.default_factory())
    if isinstance(value, str):
        # sa.text() takes a colon before a word for a parameter.
        return "'" + value.replace("'", "''").replace(":", "\\:") + "'"
    if isinstance(value, int | float):
        return str(float(value) if column == "real" else int(value))
    return TYPES[column][1]


def write(of: Slice, name: str, text: str, restart: bool) -> Path:
    folder = of.folder / FOLDER
    folder.mkdir(exist_ok=True)
    if restart:
        for old in revisions(of):
            old.path.unlink()
    path = folder / name
    path.write_text(tidy(text))
    return path


def tidy(text: str) -> str:
    """As `ruff format` writes it."""
    ruff = str(Path(sys.executable).with_name("ruff"))
    done = subprocess.run([ruff, "format", "--stdin-filename", "migration.py", "-"], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slice", nargs="?", help="one slice's name; all if left out")
    parser.add_argument("--write", action="store_true", help="write the files instead of showing them")
    parser.add_argument("--restart", action="store_true", help="one first revision in place of all that are there")
    given = parser.parse_args(arguments)
    chosen = [of for of in catalogue.slices() if given.slice in (None, of.name)]
    if not chosen:
        parser.error(f"there is no slice {given.slice}; there are {', '.join(of.name for of in catalogue.slices())}")
    drafted = 0
    for of in chosen:
        found_draft = draft_slice(of, given.restart)
        if found_draft is None:
            continue
        drafted += 1
        name, text = found_draft
        if given.write:
            print(write(of, name, text, given.restart))
        else:
            print(f"# {of.folder / FOLDER / name}\n{tidy(text)}")
    return 1 if drafted and not given.write else 0


if __name__ == "__main__":
    sys.exit(main())

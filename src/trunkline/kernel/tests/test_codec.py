"""What derives from every declaration in the catalogue: rows there and back, and parameters of any kind read or refused."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trunkline.adapters.statements import Statements
from trunkline.kernel import catalogue
from trunkline.kernel.codec import draft, encoder, parser, row_reader, row_writer
from trunkline.kernel.errors import Problem
from trunkline.kernel.fields import Create, Update
from trunkline.kernel.ports import Condition, Query, Table, TableColumn
from trunkline.kernel.resource import Column

KINDS = catalogue.resources()
STATEMENTS = Statements(lambda n: f"?{n}", {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "blob": "BLOB"})
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT
JSON = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(TEXT, PLAIN, max_size=2)
BRIEF = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])  # many kinds, each with many fields


def values(column: Column) -> st.SearchStrategy[Any]:
    form = column.form
    if form.loaded is bool:
        found: st.SearchStrategy[Any] = st.booleans()
    elif form.loaded is not None:
        types: dict[str, st.SearchStrategy[Any]] = {"object": st.dictionaries(TEXT, JSON, max_size=3), "array": st.lists(TEXT, max_size=3)}
        found = types.get(form.schema.get("type", ""), JSON.filter(lambda v: v is not None))
    else:
        kinds: dict[str, st.SearchStrategy[Any]] = {
            "text": TEXT, "integer": st.integers(-(2**63), 2**63 - 1), "real": st.floats(allow_nan=False), "blob": st.binary(),
        }  # fmt: skip
        found = kinds[form.column]
    return st.none() | found if column.optional else found


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
@BRIEF
@given(data=st.data())
def test_a_row_comes_back_as_it_was_stored(kind: Any, data: st.DataObject) -> None:
    row = kind.blank()
    for column in kind.columns:
        row.__dict__[column.name] = data.draw(values(column), label=column.name)
    if kind.lifecycle is not None:
        row.__dict__["status"] = data.draw(st.sampled_from(sorted(kind.lifecycle.states)))
    connection = sqlite3.connect(":memory:")
    for statement in STATEMENTS.definition(kind.table):
        connection.execute(statement)
    connection.execute(STATEMENTS.insert(kind.table), row_writer(kind)(row))
    found = row_reader(kind)(connection.execute(*STATEMENTS.select(Query(kind.table))).fetchone())
    connection.close()
    for column in kind.columns:
        if column.stored:
            assert getattr(found, column.name) == getattr(row, column.name), column.name
        else:
            assert hasattr(found, column.name)
    assert isinstance(found.status, str)


@pytest.mark.parametrize("kind", [k for k in KINDS if k.mounts], ids=lambda k: k.__name__)
@BRIEF
@given(data=st.data())
def test_any_parameters_are_read_or_refused(kind: Any, data: st.DataObject) -> None:
    """A refusal has a code and words; what is read can be stored. Nothing else comes out, whatever was sent."""
    for mark in (Create, Update):
        readers = parser(kind, mark).readers
        if not readers:
            continue
        telling = TEXT | st.sampled_from(
            ["true", "1", "-1", "9" * 30, "{}", "[1]", "2024-02-30", "2024-02-29T10:00:00+25:00", "https://x/y", "+15550001"]
        )
        form = data.draw(st.dictionaries(st.sampled_from([*readers, "Unheard"]), telling | st.lists(telling, max_size=3), max_size=6))
        try:
            read = parser(kind, mark).read(form)
        except Problem as problem:
            assert problem.code >= 10000
            assert 400 <= problem.status < 500
            assert problem.message
            continue
        assert set(read) <= set(kind.by_name)
        if mark is Create:
            try:
                made = draft(
                    kind,
                    form,
                    account_sid="AC" + "0" * 32,
                    **{c.name: "" for c in kind.columns if c.stored and c.name not in read and c.text},
                )
            except TypeError:
                continue  # other fields have no default: an action sets them
            row_writer(kind)(made)


@pytest.mark.parametrize(("kind", "mount"), [(k, m) for k in KINDS for m in k.mounts], ids=lambda x: getattr(x, "path", "") or x.__name__)
@BRIEF
@given(data=st.data())
def test_an_answer_is_json_and_shows_nothing_hidden(kind: Any, mount: Any, data: st.DataObject) -> None:
    row = kind.blank()
    for column in kind.columns:
        row.__dict__[column.name] = data.draw(values(column) if not column.form.moment else st.integers(0, 2**52), label=column.name)
    row.__dict__.setdefault("status", "")
    try:
        body = encoder(kind, mount)(row, "http://h/root", "http://h/root")
    except (ValueError, TypeError, KeyError):
        pytest.skip("a derived field reads what only real rows hold")
    shown = {c.wire for c in kind.columns if not c.hidden and c.name not in mount.without}
    assert {c.wire for c in kind.columns if c.hidden} - shown - {"sid"} & set(body) == set()
    assert shown <= set(body)
    msgspec.json.encode(body)


OPERATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "absent or >"])


@given(st.none() | st.integers(-3, 3), OPERATORS, st.integers(-3, 3))
def test_a_condition_means_the_same_in_memory_and_in_the_database(value: int | None, operator: str, against: int) -> None:
    agree(value, Condition("v", operator, against), "integer")


@given(st.none() | st.text("ab%_é\U0010fffd", max_size=4), st.text("ab", max_size=2), st.booleans())
def test_conditions_on_text_too(value: str | None, prefix: str, absent: bool) -> None:
    agree(value, Condition("v", "prefix", prefix), "text")
    agree(value, Condition("v", "absent", absent), "text")
    agree(value, Condition("v", "empty", absent), "text")
    agree(value, Condition("v", "in", (prefix, "a")), "text")


def agree(value: Any, condition: Condition, column: str) -> None:
    table = Table("t", (TableColumn("sid", "text", False), TableColumn("v", column, True)))
    connection = sqlite3.connect(":memory:")
    connection.execute(STATEMENTS.definition(table)[0])
    connection.execute(STATEMENTS.insert(table), ("a", value))
    found = connection.execute(*STATEMENTS.select(Query(table, (condition,)))).fetchone()
    connection.close()
    assert (found is not None) == condition.holds(value)

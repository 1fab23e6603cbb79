"""The compliance matrix: what it must say, and how a wrong one is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from trunkline.foundations.trust.matrix import COUNT, IN_SCOPE, MatrixError, Row, count_statuses, read_matrix, write_matrix

ROOT = Path(__file__).parents[5]


def rows(**changes: Row) -> list[Row]:
    """A whole matrix in which everything is done; `changes` by id."""
    made = []
    for n in range(1, COUNT + 1):
        now = f"R{n}" in IN_SCOPE
        tests = ("tests/test_a.py::test_b",) if now else ()
        row = Row(f"R{n}", f"Something: {n} – “quoted”", "area", "now" if now else "later", "done" if now else "later", tests)
        made.append(changes.get(row.id, row))
    return made


def test_what_is_written_is_read() -> None:
    whole = tuple(rows(R2=Row("R2", "t", "a", "now", "partial", ("x.py::test_y",), "a part: the rest")))
    assert read_matrix(write_matrix(whole)) == whole
    assert count_statuses(whole) == {"done": 65, "partial": 1, "later": 92}


def test_the_projects_own_matrix_is_whole_and_written_as_the_tool_writes_it() -> None:
    text = (ROOT / "compliance_matrix.yaml").read_text()
    found = read_matrix(text)
    assert write_matrix(found) == text
    assert all(len(row.title) > 20 for row in found)


BARE = Row("R2", "t", "a", "now", "done", ("x.py::test_y",))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (replace(BARE, status="finished"), "R2: the status is done, partial, later, not 'finished'"),
        (replace(BARE, tests=()), "R2: it is in scope and no test proves it"),
        (replace(BARE, status="partial"), "R2: a partial row, and no other"),
        (replace(BARE, lacks="much"), "R2: a partial row, and no other"),
        (replace(BARE, scope="later"), "R2: its scope is not 'later'"),
        (replace(BARE, status="later"), "R2: a row whose scope is now cannot be 'later'"),
        (replace(BARE, tests=("x.py::test_y", "x.py::test_y")), "R2: a test is cited twice"),
        (replace(BARE, tests=("x.py",)), "R2: `tests` is a list of path::function"),
        (replace(BARE, id="R1"), "each once: look at R2"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(row: Row, words: str) -> None:
    with pytest.raises(MatrixError, match=re.escape(words)):
        read_matrix(write_matrix(rows(R2=row)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rows: [", "is not YAML"),
        ("- R1", "no list `rows`"),
        ("rows: {}", "no list `rows`"),
        ("rows: [R1]", "row 1: it has id"),
        ("rows: [{id: R1, title: t, area: a, scope: now, status: done, owner: me}]", "row 1: it has id"),
        ("rows: [{id: R1, title: t, area: a, scope: now, status: done, tests: [x.py::test_y]}]", "R1 to R158 in order"),
        ("", "no list `rows`"),
    ],
)
def test_what_is_no_matrix_is_refused(text: str, words: str) -> None:
    with pytest.raises(MatrixError, match=re.escape(words)):
        read_matrix(text)


def test_rows_out_of_order_are_told() -> None:
    turned = rows()
    turned[0], turned[1] = turned[1], turned[0]
    with pytest.raises(MatrixError, match="look at R2, R1"):
        read_matrix(write_matrix(turned))

"""From a run of tests to the verdict about the compliance matrix: real runs of pytest over planted tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tools.check_outcomes import unproved
from tools.checks.__main__ import run
from tools.checks.tree import Tree
from tools.cite_tests import cite, named_tests
from tools.record_outcomes import OUTCOMES, read_outcomes
from trunkline.foundations.trust.matrix import COUNT, IN_SCOPE, Row, write_matrix
from trunkline.runtime.compliance_command import compliance_command

ROOT = Path(__file__).parents[2]
PLANTED = """
import pytest

def test_r01_good(): pass

def test_r01_r02_bad(): assert 0

@pytest.mark.skip
def test_skipped(): pass

@pytest.mark.xfail
def test_expected(): assert 0

@pytest.mark.parametrize("n", [1, 2])
def test_one_of_two(n): assert n == 1

@pytest.mark.parametrize("n", [1, 2])
def test_one_left_out(n):
    if n == 1: pytest.skip("not here")

@pytest.fixture
def broken(): raise RuntimeError

def test_set_up(broken): pass

@pytest.fixture
def untidy():
    yield
    raise RuntimeError

def test_torn_down(untidy): pass
"""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    (tmp_path / "test_planted.py").write_text(PLANTED)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def run_tests(folder: Path, *flags: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tools.record_outcomes", "-p", "no:cacheprovider", *flags]
    subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, capture_output=True, check=False)


@pytest.mark.parametrize("flags", [(), ("-n", "2")])
def test_what_became_of_each_test_is_kept(planted: Path, flags: tuple[str, ...]) -> None:
    run_tests(planted, *flags)
    assert {name.partition("::")[2]: outcome for name, outcome in read_outcomes(planted).items()} == {
        "test_r01_good": "passed", "test_r01_r02_bad": "failed", "test_skipped": "skipped", "test_expected": "skipped",
        "test_one_of_two": "failed", "test_one_left_out": "passed", "test_set_up": "failed", "test_torn_down": "failed",
    }  # fmt: skip


def test_a_second_run_adds_and_a_failure_stays(planted: Path) -> None:
    run_tests(planted, "-k", "good")
    run_tests(planted, "-k", "bad")
    (planted / "test_planted.py").write_text("def test_r01_r02_bad(): pass\n")
    run_tests(planted)
    assert read_outcomes(planted) == {"test_planted.py::test_r01_good": "passed", "test_planted.py::test_r01_r02_bad": "failed"}
    (planted / OUTCOMES).unlink()
    assert read_outcomes(planted) == {}


def matrix(**tests: tuple[str, ...]) -> tuple[Row, ...]:
    made = []
    for n in range(1, COUNT + 1):
        now = f"R{n}" in IN_SCOPE
        cited = tests.get(f"R{n}", ("test_planted.py::test_r01_good",)) if now else ()
        made.append(Row(f"R{n}", "Something that is wanted", "area", "now" if now else "later", "done" if now else "later", cited))
    return tuple(made)


def test_a_citation_that_no_run_bears_out_is_told() -> None:
    outcomes = {"a.py::test_x": "passed", "a.py::test_y": "failed", "a.py::test_z": "skipped"}
    rows = [Row("R1", "t", "a", "now", "done", (*outcomes, "a.py::test_gone"))]
    assert list(unproved(rows, outcomes)) == [
        "R1 (done): a.py::test_y was failed", "R1 (done): a.py::test_z was skipped", "R1 (done): a.py::test_gone was not run",
    ]  # fmt: skip
    assert list(unproved(rows[:0], outcomes)) == []


def findings(folder: Path, rows: tuple[Row, ...]) -> list[str]:
    (folder / "compliance_matrix.yaml").write_text(write_matrix(rows))
    return list(run(Tree(folder), ["compliance_matrix"]))


def test_citations_of_what_is_not_there_or_never_runs_are_found(planted: Path) -> None:
    assert findings(planted, matrix()) == []
    (gone,) = findings(planted, matrix(R7=("test_planted.py::test_r07_gone",)))
    assert gone.endswith("R7: test_planted.py: test_r07_gone is no test there (compliance_matrix)")
    line = int(gone.split(":")[1])
    assert "test_r07_gone" in (planted / "compliance_matrix.yaml").read_text().splitlines()[line - 1]
    for name in ("test_skipped", "test_expected"):
        (skipped,) = findings(planted, matrix(R7=(f"test_planted.py::{name}",)))
        assert "is skipped" in skipped
    (missing,) = findings(planted, matrix(R7=("test_nowhere.py::test_a",)))
    assert "there is no file test_nowhere.py" in missing
    (unread,) = findings(planted, matrix()[:-1])
    assert "look at R158" in unread
    (planted / "compliance_matrix.yaml").unlink()
    assert list(run(Tree(planted), ["compliance_matrix"])) == ["compliance_matrix.yaml:1: is missing (compliance_matrix)"]


def test_tests_named_after_rows_are_cited_and_those_gone_taken_out(planted: Path) -> None:
    folder = planted / "tests"
    folder.mkdir()
    (planted / "test_planted.py").rename(folder / "test_planted.py")
    by_row, every = named_tests(Tree(planted))
    found = cite(matrix(R1=("gone.py::test_a", "tests/test_planted.py::test_skipped")), by_row, every)
    assert found[0].tests == (
        "tests/test_planted.py::test_r01_good", "tests/test_planted.py::test_r01_r02_bad", "tests/test_planted.py::test_skipped",
    )  # fmt: skip
    assert found[1].tests == ("tests/test_planted.py::test_r01_r02_bad",)
    assert found[59].tests == ()


def test_the_command_prints_the_matrix() -> None:
    shown = CliRunner().invoke(compliance_command, ["--json"])
    data = json.loads(shown.output)
    assert [row["id"] for row in data["rows"]] == [f"R{n}" for n in range(1, COUNT + 1)]
    assert sum(data["counts"].values()) == COUNT
    partial = CliRunner().invoke(compliance_command, ["--status", "partial", "--json"])
    assert {row["status"] for row in json.loads(partial.output)["rows"]} <= {"partial"}
    words = CliRunner().invoke(compliance_command, []).output
    assert all(f"R{n} " in words for n in range(1, COUNT + 1))
    assert f"{data['counts']['done']} done" in words


def test_the_command_names_the_packs_of_a_data_folder(tmp_path: Path) -> None:
    shown = CliRunner().invoke(compliance_command, ["--data", str(tmp_path), "--status", "later"])
    assert "Rule packs in force: " in shown.output
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "bad.toml").write_text("x = 1")
    refused = CliRunner().invoke(compliance_command, ["--data", str(tmp_path)])
    assert refused.exit_code == 1
    assert "cannot be used" in refused.output

"""Cite in the compliance matrix the tests that are named after their rows: `python -m tools.cite_tests`.

`test_r42_r44_adults` belongs to R42 and R44. Citations of tests that are gone are taken out. Whether a row is done is for a person to say;
this only rewrites the lists of tests.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from msgspec.structs import replace

from tools.checks.tree import Tree, is_test
from trunkline.foundations.trust.matrix import Row, read_matrix, write_matrix

FILE = Path(__file__).parents[1] / "compliance_matrix.yaml"
_NAMED = re.compile(r"test((?:_r\d+)+)_")


def named_tests(tree: Tree) -> tuple[dict[str, list[str]], set[str]]:
    """Row to the tests named after it; and all tests."""
    by_row: dict[str, list[str]] = {}
    every: set[str] = set()
    for path in tree.python(tests=True):
        if not is_test(path):
            continue
        for node in tree.syntax(path).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                test = f"{path}::{node.name}"
                every.add(test)
                if found := _NAMED.match(node.name):
                    for number in re.findall(r"\d+", found[1]):
                        by_row.setdefault(f"R{int(number)}", []).append(test)
    return by_row, every


def cite(rows: tuple[Row, ...], by_row: dict[str, list[str]], every: set[str]) -> tuple[Row, ...]:
    """The rows with their named tests, and without tests that are gone."""
    cited = []
    for row in rows:
        named = by_row.get(row.id, []) if row.scope == "now" else []
        kept = [test for test in row.tests if test in every]
        cited.append(replace(row, tests=tuple(sorted({*kept, *named}))))
    return tuple(cited)


def main() -> int:
    rows = read_matrix(FILE.read_text())
    by_row, every = named_tests(Tree(FILE.parent))
    cited = cite(rows, by_row, every)
    FILE.write_text(write_matrix(cited))
    added = sum(len({*after.tests} - {*before.tests}) for before, after in zip(rows, cited, strict=True))
    gone = sum(len({*before.tests} - {*after.tests}) for before, after in zip(rows, cited, strict=True))
    print(f"{added} citations added, {gone} taken out")
    return 0


if __name__ == "__main__":
    sys.exit(main())

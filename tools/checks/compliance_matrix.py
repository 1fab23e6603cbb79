"""The compliance matrix is whole, and every test that it cites exists and is not skipped.

The matrix is what an auditor reads. A row that cites a test nobody runs proves nothing, and is worse than an open one. Whether the tests
pass, `tools.check_outcomes` tells after they have run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree
from trunkline.foundations.trust.matrix import MatrixError, read_matrix

FILE = "compliance_matrix.yaml"


def check(tree: Tree) -> Iterator[Finding]:
    """What is wrong with the matrix, and citations of tests that do not exist or are skipped."""
    if FILE not in tree.files:
        yield Finding(FILE, 1, "is missing")
        return
    text = tree.text(FILE)
    try:
        rows = read_matrix(text)
    except MatrixError as why:
        yield Finding(FILE, 1, str(why))
        return
    lines = {line.strip().removeprefix("- "): number for number, line in enumerate(text.splitlines(), 1)}
    for row in rows:
        for test in row.tests:
            path, _, name = test.partition("::")
            if path not in tree.files:
                yield Finding(FILE, lines.get(test, 1), f"{row.id}: there is no file {path}")
            elif (fault := _unusable(tree.syntax(path), name)) is not None:
                yield Finding(FILE, lines.get(test, 1), f"{row.id}: {path}: {name} {fault}")


def _unusable(module: ast.Module, name: str) -> str | None:
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            marks = [ast.unparse(mark) for mark in node.decorator_list]
            return "is skipped" if any("mark.skip" in mark or "mark.xfail" in mark for mark in marks) else None
    return "is no test there"

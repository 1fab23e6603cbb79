"""Every error code that the source raises is explained at /errors/<code>, where `more_info` leads.

A code without an entry sends the person who meets it to an empty page.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

_DATA = "src/trunkline/foundations/error_codes/data/"
_RAISED = frozenset(
    ("Problem", "MarkupProblem", "Refused", "Unfit", "Fault", "SearchError", "Outcome", "raise_alert", "refusal", "refuse", "invalid",
     "warn", "_refused", "Create", "Update")
)  # fmt: skip
_NAMED = frozenset(("code", "alert_code", "invalid", "required", "mismatch", "error_code"))


def check(tree: Tree) -> Iterator[Finding]:
    """Codes among the arguments of what refuses, in keywords that name a code, and in modules of errors."""
    known = {int(code) for path in tree.files if path.startswith(_DATA) for code in tomllib.loads(tree.text(path))}
    for path in tree.python("src/trunkline"):
        for node in ast.walk(tree.syntax(path)):
            for code, line in _codes(node, path.endswith("errors.py")):
                if code not in known:
                    yield Finding(path, line, f"{code} has no entry in {_DATA}")


def _codes(node: ast.AST, of_errors: bool) -> Iterator[tuple[int, int]]:
    found: list[ast.expr] = []
    if isinstance(node, ast.Call):
        found += [k.value for k in node.keywords if k.arg in _NAMED or k.arg == "longest"]
        function = node.func
        name = function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
        if name in _RAISED:
            found += node.args[:3]
        for keyword in node.keywords:
            if keyword.arg == "longest" and isinstance(keyword.value, ast.Tuple):
                found += keyword.value.elts[1:]
    elif isinstance(node, ast.ClassDef):
        found += [v for k in node.keywords if k.arg == "unique" and isinstance(k.value, ast.Dict) for v in k.value.values]
        found += [k.value for k in node.keywords if k.arg == "mismatch"]
    elif of_errors and isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        value = node.value
        found += value.elts if isinstance(value, ast.Tuple) else [k for k in value.keys if k] if isinstance(value, ast.Dict) else [value]
    for one in found:
        if isinstance(one, ast.Constant) and type(one.value) is int and 10_000 <= one.value <= 999_999:
            yield one.value, one.lineno

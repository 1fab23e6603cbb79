"""Nobody writes `status`: a state changes by a move of its lifecycle, which is one compare-and-swap in the kernel.

A status written by hand overtakes a concurrent move, skips the callback and the ledger entry that hang on it, and cannot be refused
when it comes too late.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

_FOLDERS = tuple(f"src/trunkline/{ring}" for ring in ("products", "foundations", "carriers", "runtime"))
_WRITERS = frozenset({"change", "set", "move", "sweep", "claim", "Change", "Sweep", "replace", "take"})


def check(tree: Tree) -> Iterator[Finding]:
    """Assignments to a `.status` attribute, and `status` among the changes given to the unit of work."""
    for path in tree.python(*_FOLDERS):
        module = tree.syntax(path)
        own = _assignments_in_constructors(module)
        for node in ast.walk(module):
            if _assigns_status(node) and node not in own:
                yield Finding(path, _line(node), "assigns .status: use a move of the lifecycle")
            elif isinstance(node, ast.Call) and _name(node.func) in _WRITERS and _passes_status(node):
                yield Finding(path, node.lineno, "writes the column status: use a move of the lifecycle")


def _assigns_status(node: ast.AST) -> bool:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    elif isinstance(node, ast.Call) and _name(node.func) in ("setattr", "__setattr__"):
        return any(isinstance(one, ast.Constant) and one.value == "status" for one in node.args)
    parts = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return any(isinstance(one, ast.Attribute) and one.attr == "status" for one in parts)


def _assignments_in_constructors(module: ast.Module) -> set[ast.AST]:
    """What `__init__` sets on a new object of its own class is no change of state."""
    return {inner for node in ast.walk(module) if isinstance(node, ast.FunctionDef) and node.name == "__init__" for inner in ast.walk(node)}


def _passes_status(call: ast.Call) -> bool:
    for keyword in call.keywords:
        if keyword.arg == "status":
            return True
        if keyword.arg in (None, "changes") and _has_status_key(keyword.value):
            return True
    return any(_has_status_key(one) for one in call.args)


def _has_status_key(node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) and any(isinstance(key, ast.Constant) and key.value == "status" for key in node.keys)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 1))

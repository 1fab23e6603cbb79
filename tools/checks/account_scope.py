"""Every read of resources in products and foundations names the account whose rows it wants.

One forgotten condition shows a tenant another's rows, and no test of a single account notices. The kernel reads "no account given"
as "any account", which is right for the platform's own work (a job that goes by SID); such a line says so and why, on the line or on
the one above: `# any account: <reason>`. What belongs to a row at hand (`parent_sid=message.sid`) stays in that row's account.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

_FOLDERS = ("src/trunkline/products", "src/trunkline/foundations")
_BY_CONDITION = frozenset({"select", "find", "count", "total", "sweep"})
_COLUMN = "account_sid"
_EXCUSE = re.compile(r"# any account: \S+ \S+")


def check(tree: Tree) -> Iterator[Finding]:
    """Calls such as `work.select(Message, …)` that pass no account."""
    for path in tree.python(*_FOLDERS):
        lines = tree.text(path).splitlines()
        for node in ast.walk(tree.syntax(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not _reads_a_kind(node):
                continue
            verb = node.func.attr
            scoped = _scoped_fetch(node) if verb == "fetch" else verb not in _BY_CONDITION or _scoped(node)
            near = lines[max(0, node.lineno - 2) : node.end_lineno or node.lineno]
            if not scoped and not any(_EXCUSE.search(line) for line in near):
                yield Finding(path, node.lineno, f"{verb} without an account: pass it, or say `# any account: <reason>`")


def _reads_a_kind(call: ast.Call) -> bool:
    """The first argument is a class by its name: `Message`, or the variable `kind`."""
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Name) and (first.id == "kind" or bool(re.match(r"[A-Z][a-z]", first.id)))


def _scoped_fetch(call: ast.Call) -> bool:
    account = call.args[2] if len(call.args) > 2 else next((k.value for k in call.keywords if k.arg == _COLUMN), None)
    return account is not None and not (isinstance(account, ast.Constant) and account.value is None)


def _scoped(call: ast.Call) -> bool:
    """By keyword, by a condition that compares the column, or as a child of a row at hand."""
    for keyword in call.keywords:
        child = (keyword.arg or "").endswith("_sid") and isinstance(keyword.value, ast.Attribute) and keyword.value.attr == "sid"
        if keyword.arg == _COLUMN or child:
            return True
    return any(isinstance(node, ast.Constant) and node.value == _COLUMN for one in call.args for node in ast.walk(one))

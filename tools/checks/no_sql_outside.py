"""SQL stands in adapters, queries and migrations only.

Whatever knows SQL must be run on both databases and scoped by hand; kept in a few known places it can be reviewed, and everything
else goes through the unit of work. SQL is looked for in capitals, as everybody writes it, so that prose is not taken for it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tools.checks.tree import Finding, Tree

_SQL = re.compile(
    r"\bSELECT\b[\s\S]+\bFROM\b|\bINSERT (OR \w+ )?INTO\b|\bUPDATE\b[\s\S]+\bSET\b|\bDELETE FROM\b"
    r"|\b(CREATE|DROP|ALTER) (UNIQUE )?(TABLE|INDEX)\b|\bPRAGMA \w+"
)
_LIBRARIES = frozenset({"sqlalchemy", "sqlite3", "asyncpg", "alembic"})


def check(tree: Tree) -> Iterator[Finding]:
    """SQL words in strings, and imports of database libraries, where they do not belong."""
    for path in tree.python("src"):
        if _may_know_sql(path):
            continue
        module = tree.syntax(path)
        prose = _docstrings(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose and _SQL.search(node.value):
                yield Finding(path, node.lineno, "SQL outside adapters, queries and migrations")
            for name in _imported(node):
                if name in _LIBRARIES:
                    yield Finding(path, getattr(node, "lineno", 1), f"imports {name} outside adapters, queries and migrations")


def _may_know_sql(path: str) -> bool:
    parts = PurePosixPath(path).with_suffix("").parts
    return bool({"adapters", "queries", "migrations"} & {*parts})


def _docstrings(module: ast.Module) -> set[ast.AST]:
    """Docstrings and other strings that stand alone."""
    return {node.value for node in ast.walk(module) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module.split(".")[0]]
    return []

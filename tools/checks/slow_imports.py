"""Nothing is imported that reads megabytes, or does work, for the sake of a few words.

A route once took country names from `phonenumbers.geodata.locale`: importing any part of that package reads the geography of all the
world's numbers, a second of every start and 60 MB of memory. Geography is read by `foundations/numbering`, prefix by prefix.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

HEAVY = ("phonenumbers.geodata", "phonenumbers.geocoder", "phonenumbers.carrier", "phonenumbers.carrierdata")
ALLOWED = "src/trunkline/foundations/numbering/"


def check(tree: Tree) -> Iterator[Finding]:
    """Imports of packages that read too much."""
    for path in tree.python("src"):
        if path.startswith(ALLOWED):
            continue
        for node in ast.walk(tree.syntax(path)):
            for name in _imported(node):
                if name.startswith(HEAVY):
                    yield Finding(path, getattr(node, "lineno", 1), f"imports {name}, which reads the geography of all numbers")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []

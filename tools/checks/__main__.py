"""Runs every rule of this folder over the repository: `python -m tools.checks [rule …]`; exit status 1 when one finds something.

A rule is a module here with a function `check(tree)`; its docstring tells why the rule exists.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tools.checks.tree import Finding, Tree

Rule = Callable[[Tree], Iterable[Finding]]


def rules() -> dict[str, Rule]:
    """The rules by name, found by folder."""
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if not module.ispkg and module.name != "__main__":
            rule = getattr(importlib.import_module(f"tools.checks.{module.name}"), "check", None)
            if rule is not None:
                found[module.name] = rule
    return found


def run(tree: Tree, names: Iterable[str] = ()) -> Iterator[str]:
    """Each finding as `path:line: message (rule)`. Raises `KeyError` for a rule that does not exist."""
    known = rules()
    for name in names or sorted(known):
        for finding in known[name](tree):
            yield f"{finding.path}:{finding.line}: {finding.message} ({name})"


def main() -> int:
    """Print the findings about the repository that holds this file."""
    count = 0
    for line in run(Tree(Path(__file__).resolve().parents[2]), sys.argv[1:]):
        print(line)
        count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())

"""The files that the rules look at, and what a rule reports."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_CODE = ("src", "contract", "tools", "tests", "bench")


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a rule is broken; `path` is relative to the root, `line` counts from 1."""

    path: str
    line: int
    message: str


class Tree:
    """A checkout. `files` are those that git tracks or would (what it ignores does not count), or all where git is absent."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._parsed: dict[str, ast.Module] = {}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Paths relative to the root, sorted."""
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        try:
            listed = subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout.splitlines()
        except (OSError, subprocess.CalledProcessError):
            listed = [str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_file()]
        return tuple(sorted(one for one in set(listed) if (self.root / one).is_file()))

    def python(self, *below: str, tests: bool = False) -> Iterator[str]:
        """Python files below the given folders (default: wherever we keep code), with the tests if wanted."""
        folders = tuple(f"{one}/" for one in (below or _CODE))
        for path in self.files:
            if path.endswith(".py") and path.startswith(folders) and (tests or not is_test(path)):
                yield path

    def text(self, path: str) -> str:
        """The content; bytes that are no UTF-8 are replaced."""
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def syntax(self, path: str) -> ast.Module:
        """The parsed module."""
        if path not in self._parsed:
            self._parsed[path] = ast.parse(self.text(path), filename=path)
        return self._parsed[path]


def is_test(path: str) -> bool:
    """Whether a file belongs to tests."""
    return "/tests/" in f"/{path}"

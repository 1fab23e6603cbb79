"""No tracked file names a path of somebody's machine, or the host of a package registry.

Such a path works where it was written and nowhere else; a registry's host pins everybody to one mirror and breaks builds behind another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

_PATHS = re.compile(r"(?<![\w.:/-])/(?:home|Users)/[A-Za-z]\w*|(?<![\w.:/-])/(?:root|work)/[A-Za-z.]")
_HOSTS = re.compile(
    r"registry\.(?:npmjs|yarnpkg)\.(?:org|com)|(?:files\.)?pythonhosted\.org|\bpypi\.org/(?:simple|pypi)|proxy\.golang\.org", re.I
)
_LARGEST = 2_000_000


def check(tree: Tree) -> Iterator[Finding]:
    """Lines with such words, in text files."""
    for path in tree.files:
        if (tree.root / path).stat().st_size > _LARGEST:
            continue
        text = tree.text(path)
        if "\0" in text:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if found := _PATHS.search(line):
                yield Finding(path, number, f"'{found[0]}' is a path of one machine")
            if found := _HOSTS.search(line):
                yield Finding(path, number, f"'{found[0]}' is the host of a package registry")

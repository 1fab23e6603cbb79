"""The licence is declared by its SPDX name in pyproject.toml and in the README, and its text is there.

Who may use a file is asked by machines as well as by people, and both look in these places.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

LICENCE = "Apache-2.0"


def check(tree: Tree) -> Iterator[Finding]:
    """Places where the licence is missing or another."""
    if "pyproject.toml" not in tree.files:
        yield Finding("pyproject.toml", 1, "is missing")
    else:
        declared = tomllib.loads(tree.text("pyproject.toml")).get("project", {}).get("license")
        if declared != LICENCE:
            yield Finding("pyproject.toml", 1, f"declares the licence {declared!r}, not {LICENCE!r}")
    if "README.md" not in tree.files or f"SPDX-License-Identifier: {LICENCE}" not in tree.text("README.md"):
        yield Finding("README.md", 1, f"does not say `SPDX-License-Identifier: {LICENCE}`")
    if "LICENSE" not in tree.files or "Apache License" not in tree.text("LICENSE")[:400]:
        yield Finding("LICENSE", 1, "does not hold the text of the Apache License")

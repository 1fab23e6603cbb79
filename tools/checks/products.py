"""Every product says what it is: `product.toml` with a title (read by the catalogue) and a README for people.

A product is found by its folder and stands in no list; what its folder does not say, nobody knows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

_HOME = "src/trunkline/products/"


def check(tree: Tree) -> Iterator[Finding]:
    """Product folders that lack one of the files, or whose `product.toml` has no title."""
    names = sorted({path.removeprefix(_HOME).split("/")[0] for path in tree.files if path.startswith(_HOME) and path.count("/") > 3})
    for name in names:
        folder = f"{_HOME}{name}"
        for needed in ("product.toml", "README.md"):
            if f"{folder}/{needed}" not in tree.files:
                yield Finding(folder, 1, f"has no {needed}")
        about = f"{folder}/product.toml"
        if about in tree.files:
            try:
                title = tomllib.loads(tree.text(about)).get("title")
            except tomllib.TOMLDecodeError as error:
                yield Finding(about, 1, f"is no TOML: {error}")
                continue
            if not isinstance(title, str) or not title:
                yield Finding(about, 1, "has no title")

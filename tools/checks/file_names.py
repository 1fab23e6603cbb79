"""No file is named after a layer or a bucket.

`utils`, `helpers`, `manager` and their like say nothing of their content, so everything fits in and nobody finds it. A file is
named after a noun or a verb phrase. `service` alone is refused too, except among resources, where Twilio has a noun of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tools.checks.tree import Finding, Tree

_BUCKETS = frozenset({"manager", "managers", "util", "utils", "helper", "helpers", "common", "misc"})
_LAYERS = frozenset({"service", "services"})
_SUFFIXES = (".py", ".ts", ".tsx")


def check(tree: Tree) -> Iterator[Finding]:
    """Files and folders of code with a banned name."""
    seen: set[str] = set()
    for path in tree.files:
        if not path.endswith(_SUFFIXES):
            continue
        parts = PurePosixPath(path).parts
        for depth, part in enumerate(parts):
            stem = part.split(".")[0] if depth == len(parts) - 1 else part
            place = "/".join(parts[: depth + 1])
            if place not in seen and _banned(stem, parts[:depth]):
                seen.add(place)
                yield Finding(place, 1, f"'{stem}' names a bucket: name it after a noun or a verb phrase")


def _banned(stem: str, parents: tuple[str, ...]) -> bool:
    last = re.split(r"[_-]", stem.lower())[-1]
    return last in _BUCKETS or (stem.lower() in _LAYERS and not ({"resources", "tests"} & {*parents}))

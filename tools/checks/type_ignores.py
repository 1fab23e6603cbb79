"""Whoever silences a checker says which rule and why: `# type: ignore[code]  # reason`, `# noqa: CODE - reason`.

A bare one hides every error on its line, today's and tomorrow's, and nobody can tell whether it is still needed.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

_SILENCED = re.compile(r"#\s*(type:\s*ignore|noqa)\b")
_WITH_REASON = re.compile(
    r"#\s*(?:type:\s*ignore\[[\w, -]+\]|noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)\s*(?:#|-|:|\()?\s*\w[\w'’-]*[,;:]?\s+\w+"
)


def check(tree: Tree) -> Iterator[Finding]:
    """Comments that silence a checker without naming a rule or without a reason of two words or more."""
    for path in tree.python(tests=True):
        for token in tokenize.generate_tokens(io.StringIO(tree.text(path)).readline):
            if token.type == tokenize.COMMENT and _SILENCED.search(token.string) and not _WITH_REASON.search(token.string):
                yield Finding(path, token.start[0], "silences a checker without a rule and a reason")

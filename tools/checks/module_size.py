"""Files stay under 400 lines and the kernel under 2,500.

A file that grows without bound was named after a layer, not after a noun or a verb; splitting late costs a rewrite of its callers.
The kernel is what everybody must read, so it is capped as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.tree import Finding, Tree

LONGEST = 400
LARGEST_KERNEL = 2_500
_KERNEL = "src/trunkline/kernel"
_SCRIPTS = (".ts", ".tsx")


def check(tree: Tree) -> Iterator[Finding]:
    """Code that is too long; migrations and declaration files are what they are."""
    kernel = 0
    scripts = (path for path in tree.files if path.startswith("web/") and path.endswith(_SCRIPTS) and ".d." not in path)
    for path in (*tree.python(tests=True), *scripts):
        if "/migrations/" in path:
            continue
        lines = len(tree.text(path).splitlines())
        if lines > LONGEST:
            yield Finding(path, LONGEST + 1, f"{lines} lines, at most {LONGEST}: split it by noun or by verb")
        if path.startswith(f"{_KERNEL}/") and "/tests/" not in path:
            kernel += lines
    if kernel > LARGEST_KERNEL:
        yield Finding(_KERNEL, 1, f"{kernel} lines in all, at most {LARGEST_KERNEL}: move what is business out of it")

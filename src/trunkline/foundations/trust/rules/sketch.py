"""Whether two lists are nearly the same, from a sketch of each: the smallest digests of their members (bottom-k MinHash)."""

from __future__ import annotations

from collections.abc import Iterable

SIZE = 128
"""Digests kept: Jaccard similarity is estimated to about 0.04."""
MARKS = 16
"""Of these, the smallest stand in an index. Lists of similarity 0.8 share at least one of 16 but in one case of 10^9."""
SMALLEST_LIST = 50
"""Members below which two lists may well be alike by chance (a staff's own numbers)."""
ALIKE = 0.8


def sketch(digests: Iterable[str]) -> list[str]:
    """The smallest digests, ascending, each shortened to 16 hexadecimal digits."""
    return sorted({digest[:16] for digest in digests})[:SIZE]


def similarity(one: list[str], other: list[str]) -> float:
    """The estimated Jaccard similarity of the two lists (0 to 1): the share of common digests among the smallest of both."""
    first, second = set(one), set(other)
    smallest = sorted(first | second)[:SIZE]
    return sum(digest in first and digest in second for digest in smallest) / len(smallest) if smallest else 0.0

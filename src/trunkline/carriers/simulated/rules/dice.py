"""Repeatable chance: every decision is a function of seeds and of what is decided, never of the order in which things happen.

Same seed and same traffic give the same outcome, on any machine, however requests interleave: a throw is a hash of the network's seed, the
decision's name and the text itself (sender, recipient, body, and how often the very same text was sent before).
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from math import exp
from statistics import NormalDist

_NORMAL = NormalDist()
_UNIT = 2.0**64


def throw(*parts: str | int) -> float:
    """Between 0 and 1, 1 excluded. Each part counts by its length too, so that no two lists of parts are the same text."""
    written = "".join(f"{len(text)}:{text}" for text in map(str, parts))
    return int.from_bytes(blake2b(written.encode("utf-8", "surrogatepass"), digest_size=8).digest()) / _UNIT


def spread(chance: float, distribution: str, milliseconds: int, up_to: int = 0, sigma: float = 0.5) -> int:
    """Microseconds: the value of a distribution at `chance` (0 to 1). A lognormal value is at most 20 times its median."""
    if distribution == "uniform":
        return int((milliseconds + chance * (max(up_to, milliseconds) - milliseconds)) * 1000)
    if distribution == "lognormal":
        bounded = min(max(chance, 1e-9), 1 - 1e-9)
        return int(min(milliseconds * exp(sigma * _NORMAL.inv_cdf(bounded)), milliseconds * 20) * 1000)
    return milliseconds * 1000


class Repeats:
    """Counts how often the same text was seen. Forgets the oldest texts beyond `room`; they then count from 0 again."""

    def __init__(self, room: int = 200_000) -> None:
        self._room, self._seen = room, OrderedDict[bytes, int]()

    def number(self, *parts: str) -> int:
        """0 for the first time."""
        key = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        count = self._seen.get(key, -1) + 1
        self._seen[key] = count
        self._seen.move_to_end(key)
        if len(self._seen) > self._room:
            self._seen.popitem(last=False)
        return count

"""SIDs and secrets. A SID is a two-letter prefix and 32 hex digits, as Twilio's (`^SM[0-9a-f]{32}$`).

The first 14 digits are the moment of creation in microseconds, made strictly increasing within a process, and the other 18 (72
bits) are random: SIDs cannot be guessed, sort by age, and land at the right-hand end of every index, so that lists page by SID.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable

from .clock import Clock

_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
_PAGE = 4096
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def is_sid(text: str, prefix: str = "") -> bool:
    return _SID.fullmatch(text) is not None and text.startswith(prefix)


class Dice:
    """Randomness as a port. With a seed, the same calls give the same values (never use a seed in production)."""

    def __init__(self, seed: int | None = None) -> None:
        self._random: random.Random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 (a seeded run wants repeatable dice)
        self.bytes: Callable[[int], bytes] = self._drawn if seed is None else self._random.randbytes
        self._pool, self._at = b"", 0

    def _drawn(self, octets: int) -> bytes:
        """From the system, a page at a time: a call for each SID costs more than the rest of the SID."""
        end = self._at + octets
        if end > len(self._pool):
            if octets > _PAGE:
                return os.urandom(octets)
            self._pool, self._at, end = os.urandom(_PAGE), 0, octets
        drawn = self._pool[self._at : end]
        self._at = end
        return drawn

    def hex(self, octets: int) -> str:
        return self.bytes(octets).hex()

    def fraction(self) -> float:
        """Between 0 and 1."""
        return self._random.random()

    def token(self, length: int) -> str:
        """Letters and digits, for secrets that a person may copy."""
        return "".join(self._random.choices(_ALPHABET, k=length))


class Sids:
    """Makes SIDs from a clock and dice."""

    def __init__(self, clock: Clock, dice: Dice) -> None:
        self._clock, self._dice, self._last = clock, dice, 0

    def make(self, prefix: str) -> str:
        moment = self._clock.now()
        if moment <= self._last:
            moment = self._last + 1
        self._last = moment
        return f"{prefix}{moment:014x}{self._dice.bytes(9).hex()}"

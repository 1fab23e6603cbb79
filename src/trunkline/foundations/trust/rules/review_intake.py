"""How much is put before people: one item for each text and account, and no more in an hour than can be read. In memory, of one process."""

from __future__ import annotations

from collections import deque
from hashlib import blake2b

from trunkline.kernel.clock import HOUR

from ..spelling import spell

MOST_OF_ACCOUNT = 10
"""New items of one account in an hour."""
MOST = 120
"""New items of all accounts in an hour: what a few people read in that time."""
EACH = 100
"""Texts of one item that are counted one by one; after them every hundredth stands for a hundred."""
_MOST_KNOWN = 10_000


def mark_of(template: int, body: str) -> str:
    """By what texts are one item, 16 hexadecimal digits: the template, or, where a text is too short for one, its words without digits."""
    if template:
        return f"{template & (2**64 - 1):016x}"
    words = "".join(letter for letter in spell(body) if not letter.isdigit())
    return blake2b(words.encode(errors="replace"), digest_size=8).hexdigest()


class ReviewIntake:
    """What was let in lately."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str, str], int] = {}
        self._let_in: deque[tuple[int, str]] = deque()
        self._of: dict[str, int] = {}
        self._left_out: dict[str, int] = {}

    def weigh(self, account_sid: str, mark: str) -> int:
        """For how many texts this one stands; 0 where it need not be told."""
        key = (account_sid, mark)
        count = self._counted.pop(key, 0) + 1
        if len(self._counted) >= _MOST_KNOWN:
            del self._counted[next(iter(self._counted))]
        self._counted[key] = count
        if count <= EACH:
            return 1
        return 0 if count % EACH else EACH

    def admit(self, account_sid: str, now: int) -> int | None:
        """Let one new item in: how many were left out before it; None where this one is. `now` in microseconds."""
        while self._let_in and self._let_in[0][0] <= now - HOUR:
            _, old = self._let_in.popleft()
            self._of[old] -= 1
            if not self._of[old]:
                del self._of[old]
        if len(self._let_in) >= MOST or self._of.get(account_sid, 0) >= MOST_OF_ACCOUNT:
            if account_sid in self._left_out or len(self._left_out) < _MOST_KNOWN:
                self._left_out[account_sid] = self._left_out.get(account_sid, 0) + 1
            return None
        self._let_in.append((now, account_sid))
        self._of[account_sid] = self._of.get(account_sid, 0) + 1
        return self._left_out.pop(account_sid, 0)

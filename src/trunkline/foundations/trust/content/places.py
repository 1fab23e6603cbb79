"""Places in the text as handed in, for words found in a form of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from trunkline.foundations.trust.content.normalise import WORD

_CHUNK = re.compile(r"\S+")
_EDGES = "\"'“”«»().,!?:;[]{}<>…"


class Places:
    """Maps places in the plain form of a text to the text itself.

    A plain text in ASCII has every character where the original has it. Another may be longer or shorter, but it keeps the
    blanks: a place is then told by the stretches between blanks that it lies in.
    """

    def __init__(self, body: str, plain: str) -> None:
        self._body = body
        self._plain = plain
        self._direct = plain.isascii() and len(plain) == len(body)
        self._lower = plain.lower() if self._direct else ""
        self._starts: list[int] = []
        self._words: list[tuple[int, int]] | None = None
        self._chunks: list[tuple[int, int]] | None = None

    def of_words(self, joined: str, start: int, end: int) -> tuple[int, int]:
        """Where the words from `start` to `end` of the joined words stand."""
        if self._direct:
            found = joined[start:end].strip()
            at = find_words(self._lower, found)
            if at >= 0:
                return at, at + len(found)
        if self._words is None:
            self._words = [match.span() for match in WORD.finditer(self._plain)]
        first = joined.count(" ", 0, start + 1) - 1
        if joined[start] != " " and first < 0:
            first = 0
        last = first + joined.count(" ", start + 1, end - 1)
        if not self._words or first >= len(self._words):
            return 0, len(self._body)
        return self.of_range(self._words[first][0], self._words[min(last, len(self._words) - 1)][1])

    def of_range(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` of the plain text stand."""
        if self._direct:
            return start, end
        if self._chunks is None:
            self._chunks = [match.span() for match in _CHUNK.finditer(self._body)]
            self._starts = [match.start() for match in _CHUNK.finditer(self._plain)]
        chunks = self._chunks
        first = bisect_right(self._starts, start) - 1
        last = max(bisect_left(self._starts, end) - 1, first)
        if first < 0 or last >= len(chunks):
            return 0, len(self._body)
        left, right = chunks[first][0], chunks[last][1]
        while right - left > 1 and self._body[right - 1] in _EDGES:
            right -= 1
        while right - left > 1 and self._body[left] in _EDGES:
            left += 1
        return left, right


def find_words(text: str, words: str) -> int:
    """Where `words` stands in `text` between borders, -1 where its words are apart there. Any place of the same words is as good."""
    at = -1
    for _ in range(12):
        at = text.find(words, at + 1)
        if at < 0:
            return -1
        end = at + len(words)
        if (at == 0 or not text[at - 1].isalnum()) and (end == len(text) or not text[end].isalnum()):
            return at
    return -1

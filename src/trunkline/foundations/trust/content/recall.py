"""Texts that were examined before, but for their numbers: a campaign, a receipt or a code is written once and sent a million times.

A text is known again by its bytes with every digit made `0`. What that hides must not change the answer, so more is compared: digits that
touch a letter or a sign, or stand alone (they may be letters in disguise: "paypa1", "c 4 s"), and numbers that the lists name ("420"). A
text is not kept where another number would be in the answer, but for addresses, which are put in anew. All other numbers count by their
length only, as they do for the classifier. The answer is therefore the same with and without this memory; a property test holds it to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from msgspec import Struct

from trunkline.foundations.trust.content.normalise import FREE_NUMBER
from trunkline.foundations.trust.content.signals import ContentSignals

MOST_TEXTS = 1_024  # kept at least; at most twice as many
LONGEST = 1_000  # bytes of a text that is a key itself: with the number above, it takes a few megabytes at most
MOST_BYTES = 8_000  # of a text that is kept: more than a message has. A digest stands for one longer than `LONGEST`
MOST_NUMBERS = 64  # digits and numbers to compare of such a text; one with more is examined each time
_LONGEST_PIECE = 24
_MASK = bytes.maketrans(b"123456789", b"000000000")
_DIGITS = re.compile(rb"[0-9]+")
_FREE = re.compile(FREE_NUMBER.encode())


class _Shape(Struct, frozen=True):
    """What to compare of a text beyond its mask: bound digits, and free numbers that may be listed."""

    bound: Callable[[bytes], Any] | None
    free: Callable[[bytes], Any] | None
    alone: bool
    """Whether there is one free number only: `free` then gives it, and not a tuple."""


_UNKNOWABLE = _Shape(None, None, False)
"""Of a text that has too many numbers to be compared."""


class _Answer(Struct, frozen=True):
    """`links` are the places of the addresses in the text, where a free number is in one of them."""

    signals: ContentSignals
    links: tuple[tuple[int, int], ...]


_Key = tuple[bytes, Any, Any]


class Memory:
    """Examined texts of one pack. A text is kept from its second time on: most texts that never return cost no more than a look-up."""

    def __init__(self, numbers: frozenset[str]) -> None:
        """`numbers` are those that the lists of the pack name."""
        self.harmless: set[str] = set()
        """Pieces of texts that look odd and hide nothing."""
        self._listed = {number.encode(): number for number in numbers}
        self._seen: set[int] = set()
        self._shapes: dict[bytes, _Shape] = {}
        self._young: dict[_Key, _Answer] = {}
        self._old: dict[_Key, _Answer] = {}

    def find(self, body: str) -> tuple[ContentSignals | None, _Key | None]:
        """What was found in a text like this; and the key to keep a new answer under, None where it need not be kept."""
        try:
            raw = body.encode()
        except UnicodeEncodeError:  # half of a surrogate pair
            return None, None
        if len(raw) > MOST_BYTES:
            return None, None
        mask = raw.translate(_MASK)
        if len(raw) > LONGEST:
            mask = blake2b(mask, digest_size=20).digest()
        shape = self._shapes.get(mask)
        if shape is None:
            return None, self._meet(mask, raw)
        if shape is _UNKNOWABLE:
            return None, None
        key = self._key(mask, shape, raw)
        answer = self._young.get(key)
        if answer is None:
            answer = self._old.get(key)
            if answer is None:
                return None, key
            self._keep(key, answer)
        if not answer.links:
            return answer.signals, None
        return _with_links(answer, body), None

    def keep(self, key: _Key, signals: ContentSignals, places: list[tuple[int, int]]) -> None:
        """Keep an answer under the key that `find` gave. `places`: where the addresses stand."""
        if any(_FREE.search(word.encode()) for word in signals.evasion.leet_words):
            return
        if any(link.host.isdigit() for link in signals.links) or sum(len(link.url) for link in signals.links) > LONGEST:
            return
        varying = any(_DIGITS.search(link.url.encode()) for link in signals.links)
        self._keep(key, _Answer(signals, tuple(places[: len(signals.links)]) if varying else ()))

    def note_harmless(self, piece: str) -> None:
        """Keep a piece of text of which a look has shown that it hides nothing."""
        if len(piece) <= _LONGEST_PIECE:
            if len(self.harmless) >= MOST_TEXTS:
                self.harmless.clear()
            self.harmless.add(piece)

    def clear(self) -> None:
        """Forget all texts."""
        for kept in (self.harmless, self._seen, self._shapes, self._young, self._old):
            kept.clear()

    def _meet(self, mask: bytes, raw: bytes) -> _Key | None:
        trace = hash(mask)
        if trace not in self._seen:
            if len(self._seen) >= 16 * MOST_TEXTS:
                self._seen.clear()
            self._seen.add(trace)
            return None
        shape = _shape_of(raw)
        if len(self._shapes) >= 2 * MOST_TEXTS:
            self._shapes.clear()
        self._shapes[mask] = shape
        return None if shape is _UNKNOWABLE else self._key(mask, shape, raw)

    def _key(self, mask: bytes, shape: _Shape, raw: bytes) -> _Key:
        bound = shape.bound(raw) if shape.bound is not None else None
        if shape.free is None:
            return mask, bound, None
        found = shape.free(raw)
        return mask, bound, self._listed.get(found) if shape.alone else tuple(map(self._listed.get, found))

    def _keep(self, key: _Key, answer: _Answer) -> None:
        if len(self._young) >= MOST_TEXTS:
            self._old, self._young = self._young, {}
        self._young[key] = answer


def _shape_of(raw: bytes) -> _Shape:
    free = [found.span() for found in _FREE.finditer(raw)]
    inside = {place for start, end in free for place in range(start, end)}
    bound = [place for found in _DIGITS.finditer(raw) for place in range(*found.span()) if place not in inside]
    if len(raw) > LONGEST and len(bound) + len(free) > MOST_NUMBERS:
        return _UNKNOWABLE
    return _Shape(
        itemgetter(*bound) if bound else None, itemgetter(*(slice(start, end) for start, end in free)) if free else None, len(free) == 1
    )


def _with_links(answer: _Answer, body: str) -> ContentSignals:
    signals = answer.signals
    links = tuple(link._replace(url=body[start:end]) for link, (start, end) in zip(signals.links, answer.links, strict=True))
    return ContentSignals(
        signals.hits,
        signals.categories,
        signals.obfuscated,
        signals.evasion,
        links,
        signals.links_left_out,
        signals.scores,
        signals.phishing,
        signals.simulation,
        signals.template,
        signals.pack,
    )

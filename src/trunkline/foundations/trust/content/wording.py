"""What the words of a text say about its class and its template, in one addition per word.

Each word has a number in whose lanes stand its weights for the classes, whether it counts for the template, and its hash
spread over 64 lanes. Python adds such numbers in C, so that the sum over a text yields all scores and the SimHash at once. The
numbers of recent words are kept; what a word's number is never depends on what came before it.

The classifier is multinomial logistic regression over words and the pieces of four letters in them (two in scripts without blanks). Its
features are kept by name, not by hash: a signal must be explainable, and 0.2 MB hold them all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp
from struct import Struct
from zlib import crc32

from trunkline.foundations.trust.content.signals import Scores

CLASSES = ("notice", "promotion", "advocacy", "phishing")
HEAD, TAIL = 26, 6  # words from the beginning and the end of a text that are weighed: enough for any text message of usual length

_LANE = 1 << 16  # weights are whole numbers, 256 to the nat
_SCALE = 256
_SCORE_BITS = 32
_COUNT_AT = _SCORE_BITS * len(CLASSES)
_HASH_AT = _COUNT_AT + 32
_HEAD = Struct("<5I")
_BYTES = _HASH_AT // 8 + 64
_ONES = int.from_bytes(b"\x01" * 64, "little") << _HASH_AT
_HALVES = [_ONES * (0x7F - count // 2) for count in range(HEAD + TAIL + 1)]
_TOPS = bytes.maketrans(bytes(range(256)), b"0" * 128 + b"1" * 128)
_SPREAD = [b"".join((byte >> bit & 1).to_bytes(1, "little") for bit in range(8)) for byte in range(256)]
_FRONT = (1 << _COUNT_AT).to_bytes(_HASH_AT // 8, "little")
_WIDE_MARKS = (("€", "\x00$"), ("£", "\x00$"), ("₽", "\x00$"))
_ENOUGH_WORDS = 4
_MOST_PIECES = 10  # of one word; twice as many where a script writes no blanks and a word is a clause
_LONGEST_KEPT = 40
_MOST_KEPT = 8_192


def grams(word: str) -> list[str]:
    """The features of one word in lower case: the word between brackets, and its pieces."""
    framed = f"<{word}>"
    if word > "\u2e80":
        return [framed, *(word[at : at + 2] for at in range(min(len(word) - 1, 2 * _MOST_PIECES)))]
    return [framed, *[framed[at : at + 4] for at in range(min(len(framed) - 3, _MOST_PIECES))]] if len(word) > 3 else [framed]


def shape(word: str) -> str:
    """What stands for a word with digits: codes and amounts differ in every text, their length does not."""
    if word.isdecimal():
        return f"\x00d{min(len(word), 7)}"
    return "\x00x"


def marks(text: str, links: int) -> list[str]:
    """Features of a text that are no words."""
    found = []
    # Spelt out: a loop over the signs costs twice as much.
    if "!" in text:
        found.append("\x00!")
    if "%" in text:
        found.append("\x00%")
    if "$" in text:
        found.append("\x00$")
    if not text.isascii():
        found += [name for sign, name in _WIDE_MARKS if sign in text]
    if "?" in text:
        found.append("\x00?")
    if links:
        found.append("\x00u")
    return found


def weighed(words: list[str]) -> list[str]:
    """The words that are weighed: all of a usual text, both ends of a long one."""
    return words if len(words) <= HEAD + TAIL else words[:HEAD] + words[-TAIL:]


class Model:
    """Trained weights: feature to one weight per class, a bias, and the words that are no names."""

    def __init__(self, name: str, bias: tuple[int, ...], weights: Mapping[str, tuple[int, ...]], known: frozenset[str]) -> None:
        self.name = name
        self.bias = bias
        self.known = known
        self.packed = {gram: _pack(values) for gram, values in weights.items()}
        self.numbers = _Numbers(self)

    def read(self, words: list[str], extra: list[str]) -> tuple[Scores, int]:
        """Probabilities and template hash of a text, given its words (capitals kept) and its marks.

        The hash is 0 where fewer than four words are neither numbers nor names.
        """
        chosen = weighed(words) + extra
        total = sum(map(self.numbers.__getitem__, chosen))
        a, b, c, d, count = _HEAD.unpack_from(total.to_bytes(_BYTES, "little"))
        base = _LANE * len(chosen)
        scores = _softmax(a - base, b - base, c - base, d - base, self.bias, self.name)
        if count < _ENOUGH_WORDS:
            return scores, 0
        # A lane's top bit is set where more than half of the counted words have that bit.
        lanes = (total + _HALVES[count]).to_bytes(_BYTES, "little")[_HASH_AT // 8 :]
        return scores, int(lanes.translate(_TOPS), 2)


class _Numbers(dict[str, int]):
    """Word to its number, computed once for words that may come again: at least the last 8,192 are kept."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._packed = model.packed
        self._known = model.known
        self._plain = _pack((0,) * len(CLASSES))
        self._digits = [self._packed.get(shape("0" * length), self._plain) for length in range(8)]
        self._other = self._packed.get(shape("x0"), self._plain)
        self._old: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        if word.isdecimal():
            return self._digits[min(len(word), 7)]
        if not word.isalpha() and word[0] != "\x00":
            return self._other
        number = self._old.get(word)
        if number is None:
            number = self._read(word)
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self._old = dict(self)
                self.clear()
            self[word] = number
        return number

    def _read(self, word: str) -> int:
        if word[0] == "\x00":
            return self._packed.get(word, self._plain)
        lower = word.casefold()
        number = self._weights(lower)
        if lower == word or lower in self._known or not word.istitle():
            number += _spread(lower)
        return number

    def _weights(self, word: str) -> int:
        get, plain = self._packed.get, self._plain
        found = [number for number in map(get, grams(word)) if number is not None]
        return sum(found) - plain * (len(found) - 1) if found else plain


@cache
def load_model() -> Model:
    """The weights of the package."""
    return read_model(files(__package__).joinpath("data/classifier.json").read_text("utf-8"))


def read_model(text: str) -> Model:
    """A model from its file.

    :raises ValueError: the file was made for other classes, or is damaged.
    """
    data = json.loads(text)
    if tuple(data["classes"]) != CLASSES:
        raise ValueError(f"the classifier's file is for the classes {data['classes']}")
    weights = {gram: tuple(values) for gram, *values in data["weights"]}
    return Model(str(data["model"]), tuple(data["bias"]), weights, frozenset(str(data["known"]).split()))


def _pack(values: tuple[int, ...]) -> int:
    return sum((_LANE + value) << (_SCORE_BITS * lane) for lane, value in enumerate(values))


def _spread(word: str) -> int:
    """1 in the counting lane, and 64 bits of hash in a lane each."""
    mixed = (crc32(word.encode("utf-8", "surrogatepass")) + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    lanes = b"".join([_SPREAD[byte] for byte in (mixed ^ mixed >> 32).to_bytes(8, "little")])
    return int.from_bytes(_FRONT + lanes, "little")


def _softmax(a: int, b: int, c: int, d: int, bias: tuple[int, ...], name: str) -> Scores:
    a, b, c, d = a + bias[0], b + bias[1], c + bias[2], d + bias[3]
    highest = max(a, b, c, d)
    w, x, y, z = exp((a - highest) / _SCALE), exp((b - highest) / _SCALE), exp((c - highest) / _SCALE), exp((d - highest) / _SCALE)
    whole = w + x + y + z
    return Scores(w / whole, x / whole, y / whole, z / whole, name)

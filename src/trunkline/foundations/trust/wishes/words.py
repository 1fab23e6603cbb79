"""A text as the words that phrases are looked for in."""

from __future__ import annotations

import re
import unicodedata

from ..spelling import fold

BOUND = "\x1f"
"""Stands where a sentence begins or ends."""
SIGNS = frozenset("🛑🚫⛔🙅😂🤣😆😹")
"""Signs that say something here; any other parts words like a blank."""

_ENDS = frozenset(".!?;\n\r。！？…؟।¡¿")
_SILENT = frozenset("'’‘`´\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Within a word: "don't" is dont."""
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_APART = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF))
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese, Korean: written without blanks, or with words joined to what follows. A sign is a word."""


def words_of(text: str) -> list[str]:
    """Words in the spelling of `spelling.py`, but that letters said three times or more are said once; without the bounds of sentences."""
    return [word for word in sentence_words(text) if word != BOUND]


def sentence_words(text: str) -> list[str]:
    """The same with `BOUND` before, between and after sentences."""
    out = [" ", BOUND, " "]
    for sign in _REPEATED.sub(r"\1", fold(text)):
        if sign.isalnum():
            out.append(f" {sign} " if ord(sign) > 0xDFF and _stands_apart(ord(sign)) else sign)
        elif sign in _SILENT:
            continue
        elif sign in _ENDS:
            out.append(f" {BOUND} ")
        elif sign in SIGNS:
            out.append(f" {sign} ")
        else:
            out.append(sign if unicodedata.category(sign)[0] == "M" else " ")
    out.append(f" {BOUND}")
    words: list[str] = []
    for word in "".join(out).split(" "):
        if word and not (word == BOUND and words and words[-1] == BOUND):
            words.append(word)
    return words


def _stands_apart(code: int) -> bool:
    return any(first <= code <= last for first, last in _APART)

"""One spelling for words however they are dressed: what a keyword, or a wish in free words, is compared in.

Width and form (NFKC), case, accents, the marks of Arabic vowels, punctuation, emoji and invisible characters go; letters, digits and single
blanks stay. The marks of Indian, Thai and Japanese writing are letters of it and stay, too.
"""

from __future__ import annotations

import re
import unicodedata

_SAME = str.maketrans({"ı": "i", "đ": "d", "ł": "l", "ø": "o", "æ": "ae", "ی": "ي", "ک": "ك", "ة": "ه", "\u0640": None})
"""Letters that have no decomposition, and those that Persian and Arabic keyboards write differently; the tatweel only stretches a word."""
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\ufe00-\ufe0f\u20e3\U000e0000-\U000e01ef]+")


def fold(text: str) -> str:
    """`text` in one width, form and case, without accents; punctuation, emoji and blanks are still there."""
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())).translate(_SAME)
    return unicodedata.normalize("NFKC", text)


def spell(text: str) -> str:
    """The words of `text` with single blanks; every sign that is no letter, mark or digit goes without a trace: OPT-OUT is OPTOUT."""
    kept = (c if c.isalnum() else " " if c.isspace() else c if unicodedata.category(c)[0] == "M" else "" for c in fold(text))
    return " ".join("".join(kept).split())

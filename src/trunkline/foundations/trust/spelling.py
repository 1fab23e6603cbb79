"""One spelling for words however they are dressed: what a keyword, or a wish in free words, is compared in.

Width and form (NFKC's, by way of NFKD), case, accents, the marks of Arabic vowels, punctuation, emoji and invisible characters go; letters,
digits and single blanks stay. The marks of Indian, Thai and Japanese writing are letters of it and stay, too.
"""

from __future__ import annotations

import re
import unicodedata

_SAME = str.maketrans({"ı": "i", "đ": "d", "ł": "l", "ø": "o", "æ": "ae", "ی": "ي", "ک": "ك", "ة": "ه", "\u0640": None})
"""Letters that have no decomposition, and those that Persian and Arabic keyboards write differently; the tatweel only stretches a word."""
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\ufe00-\ufe0f\u20e3\U000e0000-\U000e01ef]+")


def spell(text: str) -> str:
    """`text` in that spelling, without what stands around or between its words but single blanks."""
    if text.isascii():
        return _join(text.lower())
    text = unicodedata.normalize("NFKD", text).casefold()
    return _join(unicodedata.normalize("NFKD", _MARKS.sub("", text).translate(_SAME)))


def _join(text: str) -> str:
    """Blanks between words become one; every other sign that is no letter, mark or digit goes without a trace: OPT-OUT is OPTOUT."""
    kept = (c if c.isalnum() else " " if c.isspace() else c if unicodedata.category(c)[0] == "M" else "" for c in text)
    return " ".join("".join(kept).split())

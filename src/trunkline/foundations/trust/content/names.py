"""Listed words that are names where they stand: of a street, a person or a town. The surroundings tell, and nothing but they."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

_LAST_WORD = re.compile(r"(\w+)\.? ?$")
_NEXT_WORD = re.compile(r" (\w+)")
_DOUBLE = re.compile(r"-[^\W\d_]+")
_REACH = 24  # characters looked at on each side


@dataclass(frozen=True)
class Names:
    """Words, in small letters, that make a name of a word with a capital beside them; and towns."""

    behind: frozenset[str]
    titles: frozenset[str]
    towns: frozenset[str]
    before: frozenset[str]

    def is_name(self, text: str, start: int, end: int) -> bool:
        """Whether the single word from `start` to `end` of `text` is part of a name there. "CASINO STREET" shouts, and is none."""
        word = text[start:end]
        if not word.istitle() or not word.isalpha():
            return False
        following = _NEXT_WORD.match(text, end, end + _REACH)
        if following is not None and following[1].casefold() in self.behind:
            return True
        preceding = _LAST_WORD.search(text[max(0, start - _REACH) : start])
        if preceding is None:
            return False
        beside = preceding[1].casefold()
        if beside in self.before and word.casefold() in self.towns:
            return True
        double = _DOUBLE.match(text, end, end + _REACH)
        return beside in self.titles and double is not None and double[0][1:].istitle()


def load_names() -> Names:
    """The lists of the package."""
    data = tomllib.loads(files(__package__).joinpath("data/names.toml").read_text("utf-8"))
    return Names(*(frozenset(str(data[name]).split()) for name in ("behind", "titles", "towns", "before")))

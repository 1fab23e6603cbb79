"""Words without one of which no text is a wish: most texts are passed over by them, and the grammar is not even loaded for their sake.

Expanding the grammar takes more than half a second and 59,000 phrases of memory; a platform that hears nothing like "stop" needs neither.
Of each template of a wish, one part that every phrase of it has is chosen: the one whose words are longest, since those are rarest. A text
that has no word of the chosen parts has no phrase of any wish. (Vetoes and doubts only take away, and need not be looked for.)
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from .grammar import PART, GrammarError, choices_of, own_files, spelled
from .words import words_of


@dataclass(frozen=True, slots=True)
class Triggers:
    """Whole words, and beginnings of words."""

    words: frozenset[str]
    beginnings: tuple[str, ...]

    def are_in(self, words: Iterable[str]) -> bool:
        """Whether a text of these words may be a wish."""
        return any(word in self.words or word.startswith(self.beginnings) for word in words)


def read_triggers(texts: Iterable[tuple[str, str]]) -> Triggers:
    """From files given as name and TOML, which `load_grammar` takes, too."""
    found: set[str] = set()
    for name, text in texts:
        data = tomllib.loads(text)
        found.update(one for word in data.get("whole", {}).get("core", ()) for one in words_of(word))
        for wish in data.get("wish", ()):
            for template in wish["phrases"]:
                try:
                    found |= _rarest(template, data.get("sets", {}))
                except GrammarError as why:
                    raise GrammarError(f"{name}: {why}") from None
    beginnings = tuple(sorted(word[:-1] for word in found if word.endswith("*")))
    return Triggers(frozenset(word for word in found if not word.endswith("*")), beginnings)


def _rarest(template: str, sets: Mapping[str, list[str]]) -> set[str]:
    candidates = [words for part in _parts(template) if (words := _words(part, sets))]
    if not candidates:
        raise GrammarError(f"{template!r} has no part that all its phrases share")
    return max(candidates, key=lambda words: min(map(len, words)))


def _parts(template: str) -> Iterator[str]:
    """The template's parts on the outermost level, those that may be left out excluded."""
    depth, group = 0, ""
    for part in PART.findall(template):
        if part in "([":
            depth += 1
        if depth:
            group += f" {part}"
        if part in ")]":
            depth -= 1
            if not depth:
                if part == ")":
                    yield group
                group = ""
        elif not depth and part not in "([":
            yield part


def _words(part: str, sets: Mapping[str, list[str]]) -> set[str]:
    """One word of each alternative, the longest; none where an alternative has no word."""
    chosen: set[str] = set()
    for choice in choices_of(part, sets):
        words = [one for word in choice if word != "$" for one in _marked(word)]
        if not words:
            return set()
        chosen.add(max(words, key=len))
    return chosen


def _marked(word: str) -> list[str]:
    """A word as it is spelled in texts; an open one keeps its star."""
    *before, last = spelled(word)
    return [*before, f"{last}*" if word.endswith("*") else last]


@cache
def own_triggers() -> Triggers:
    """Those of the files that come with the package."""
    return read_triggers(own_files())

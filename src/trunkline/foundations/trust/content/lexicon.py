"""The listed terms, compiled so that one pass over a text finds them all.

A list is data (`data/lexicon/*.toml`): category, language, source, date of review, terms. A term ends with `*` where its endings vary, and
stands between `*` where the script writes no blanks. Terms are found as whole words, so a town may be called Scunthorpe. An
Aho-Corasick automaton costs the same per character however many terms there are and whatever the text is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from trunkline.foundations.trust.content.normalise import deep_form, deep_words, fold_term, open_words, plain_term, undisguise

_VOWELS = frozenset("aeiouyаеиоуыэюя")


TRIPLED = -1  # owner of the patterns that are one letter three times


class LexiconError(ValueError):
    """A list that cannot be used; the text says which and why."""


class Kind(StrEnum):
    """What a term is evidence of. `category`: content of that kind. `feature`: a trait of phishing. `offer`: that something is for sale.
    `brand`: that a company is named. `simulation`: that the text belongs to a phishing test."""

    CATEGORY = "category"
    FEATURE = "feature"
    OFFER = "offer"
    BRAND = "brand"
    SIMULATION = "simulation"


class Term(NamedTuple):
    """A listed term. `plain` is how it is looked for, `folded` how after undoing disguises, `spellings` what counts as written openly."""

    kind: Kind
    category: str
    term: str
    plain: str
    folded: str
    spellings: tuple[str, ...]
    alone: bool
    prefix: bool
    inside: bool
    language: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled terms. `shallow` runs over words joined by blanks; its pattern numbers lead through `owners` to a term and to whether the
    pattern is a misspelling of it. `deep` runs over the deep form."""

    terms: tuple[Term, ...]
    shallow: AhoCorasick
    owners: tuple[tuple[int, bool], ...]
    deep: AhoCorasick
    deep_owners: tuple[int, ...]
    version: str
    parts: frozenset[str]
    """Words of which the deep patterns consist."""
    beginnings: frozenset[str]
    """Beginnings of words that are enough for a deep pattern."""

    def may_hide(self, piece: str) -> bool:
        """Whether a piece of a text, disguises undone, has a word of a term: most that look odd ("don't", "10am") do not."""
        for word in deep_words(undisguise(piece, spelt=False)[0]):
            form = deep_form(word)
            if form in self.parts or not self.beginnings.isdisjoint([form[:length] for length in range(2, min(len(form), 24) + 1)]):
                return True
        return False

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that are words of terms: "420"."""
        return frozenset(
            word for term in self.terms for spelling in (term.plain, *term.spellings) for word in spelling.split() if word.isdigit()
        )

    def find(self, words: str) -> list[tuple[int, int, int]]:
        """Pattern, from, to of all that stands in `words`, which begins and ends with a blank."""
        return self.shallow.find_matches_as_indexes(words, overlapping=True)

    def find_deep(self, words: str) -> list[tuple[int, int, int]]:
        """The same over a deep form."""
        return self.deep.find_matches_as_indexes(words, overlapping=True)


def load_terms(texts: Iterable[tuple[str, str]]) -> tuple[list[Term], str]:
    """Terms of lists given as name and TOML text, and the latest date of review.

    :raises LexiconError: unreadable, a field missing or of another type, an unknown kind or strength, an empty or doubled term.
    """
    terms: list[Term] = []
    seen: set[tuple[str, str, str]] = set()
    version = date.min
    for name, text in texts:
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"{name}: {error}") from error
        reviewed = data.get("reviewed_on")
        if not isinstance(reviewed, date) or not data.get("source"):
            raise LexiconError(f"{name}: needs `source` and the date `reviewed_on`")
        version = max(version, reviewed)
        for entry in data.get("list", ()):
            for term in _read_list(name, entry):
                key = (term.category, term.plain, term.kind)
                if key in seen:
                    raise LexiconError(f"{name}: '{term.term}' stands twice in {term.category}")
                seen.add(key)
                terms.append(term)
    if not terms:
        raise LexiconError("the lexicon is empty")
    return terms, version.isoformat()


def read_box() -> Iterator[tuple[str, str]]:
    """Name and text of the lists that come with the package."""
    folder = files(__package__).joinpath("data/lexicon")
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".toml"):
            yield entry.name, entry.read_text("utf-8")


def _read_list(name: str, entry: dict[str, Any]) -> Iterator[Term]:
    category, strength = entry.get("category"), entry.get("strength", "alone")
    if not isinstance(category, str) or not category:
        raise LexiconError(f"{name}: a list without a category")
    if strength not in ("alone", "joint"):
        raise LexiconError(f"{name}: {category}: the strength is 'alone' or 'joint', not {strength!r}")
    try:
        kind = Kind(entry.get("kind", "category"))
    except ValueError as error:
        raise LexiconError(f"{name}: {category}: {error}") from error
    listed = entry.get("terms")
    if not isinstance(listed, str):
        raise LexiconError(f"{name}: {category}: `terms` is one text with commas between terms")
    for written in (" ".join(one.split()) for one in listed.split(",")):
        if not written:
            continue
        inside = written.startswith("*")
        bare = written.strip("*")
        plain = plain_term(bare)
        if len(plain) < 2:
            raise LexiconError(f"{name}: {category}: '{written}' is too short to be a term")
        spellings = tuple(sorted({open_words(bare).strip(), plain}))
        yield Term(
            kind,
            category,
            bare,
            plain,
            fold_term(plain),
            spellings,
            strength == "alone",
            written.endswith("*"),
            inside,
            entry.get("language", "en"),
        )


def compile_lexicon(terms: list[Term], version: str) -> Lexicon:
    """Both automatons."""
    shallow: dict[str, list[tuple[int, bool]]] = {}
    deep: dict[str, list[int]] = {}
    listed = {term.plain for term in terms}
    for number, term in enumerate(terms):
        shallow.setdefault(_bounded(term.plain, term), []).append((number, False))
        if term.kind in (Kind.OFFER, Kind.BRAND) or term.inside:
            continue
        for misspelt in _misspellings(term) - listed:
            shallow.setdefault(_bounded(misspelt, term), []).append((number, True))
        for form in {deep_form(term.folded), *_starred(term)}:
            deep.setdefault(_bounded(form, term), []).append(number)
    # A letter three times is no term but a reason to look deeper: found on the way, it costs nothing.
    for letter in "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψω":
        shallow.setdefault(letter * 3, []).append((TRIPLED, True))
    patterns = [(pattern, owner) for pattern, owners in shallow.items() for owner in owners]
    deep_patterns = [(pattern, owner) for pattern, numbers in deep.items() for owner in numbers]
    parts = {part for pattern in deep if pattern[-1] == " " for part in pattern.split()}
    opened = [pattern.split() for pattern in deep if pattern[-1] != " "]
    return Lexicon(
        tuple(terms),
        AhoCorasick([pattern for pattern, _ in patterns]),
        tuple(owner for _, owner in patterns),
        AhoCorasick([pattern for pattern, _ in deep_patterns]),
        tuple(owner for _, owner in deep_patterns),
        version,
        frozenset(parts.union(*(words[:-1] for words in opened))),
        frozenset(words[-1] for words in opened),
    )


def _bounded(form: str, term: Term) -> str:
    if term.inside:
        return form
    return f" {form}" if term.prefix else f" {form} "


def _misspellings(term: Term) -> set[str]:
    """One letter doubled, one of two equal letters left out, l for i and i for l: of long single words, where no honest word is near."""
    word = term.plain
    if len(word) < 6 or " " in word or not word.isalpha():
        return set()
    made: set[str] = set()
    for place, letter in enumerate(word):
        made.add(word[:place] + letter + word[place:])
        if place and letter == word[place - 1]:
            made.add(word[:place] + word[place + 1 :])
        if letter in "il":
            made.add(word[:place] + ("l" if letter == "i" else "i") + word[place + 1 :])
    made.discard(word)
    return {one for one in made if not (term.prefix and one.startswith(word))}


def _starred(term: Term) -> Iterator[str]:
    """The deep forms with a star for one vowel, as in "c*nnabis"."""
    word = term.folded
    for place, letter in enumerate(word):
        if place and letter in _VOWELS:
            yield deep_form(f"{word[:place]}*{word[place + 1 :]}")

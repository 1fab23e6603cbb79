"""The phrases of wishes, read from data and compiled so that one pass over a text finds all of them.

A file a language (`data/*.toml`). `[sets]` names alternatives. A template is words with `(a|b)` for one of several, `[a|b]` for one or none
and `<name>` for one of a set, one within another; a template whose last word ends in `*` leaves that word open; `$` is where a sentence
begins or ends. `[[wish]]`: templates and the score of each, 0 to 1. `veto`: templates that take away a wish with which they share a word
("don't stop" from "stop texting"). `doubt`: words beside which nothing is meant so ("lol"). `[whole]`: a text of nothing but `core` words
and `filler` of one language is a wish, too.

Templates become plain phrases when they are loaded, and the phrases one Aho-Corasick automaton: it costs the same per character however
many there are and whatever the text is. No expression of any sort is tried against a text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from .words import BOUND, words_of

MOST_PHRASES = 60_000
PART = re.compile(r"[()\[\]|]|<\w+>|[^\s()\[\]<>|]+")
"""Applied to templates of ours, never to a text."""


class GrammarError(ValueError):
    """A file that cannot be used; the text says which and why."""


class Phrase(NamedTuple):
    """`score` is 0 for a veto and negative for a doubt: minus the factor that is left of the score."""

    text: str
    language: str
    score: float


@dataclass(frozen=True, slots=True)
class Grammar:
    """`finder` runs over words with blanks around; a pattern's number is its phrase's. `whole` maps a word to the languages (bits) in which
    it may stand in a wish that is nothing but such words; `core` to those in which it makes it one."""

    phrases: tuple[Phrase, ...]
    finder: AhoCorasick
    whole: Mapping[str, int]
    core: Mapping[str, int]
    languages: tuple[str, ...]


@dataclass(slots=True)
class _Loading:
    phrases: dict[str, Phrase] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)
    core: dict[str, int] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)


def load_grammar(texts: Iterable[tuple[str, str]]) -> Grammar:
    """From files given as name and TOML. GrammarError: not TOML, a field missing, a set that is not there, a score beyond 0 to 1, a
    template that cannot be read or that another has with another meaning."""
    loading = _Loading()
    shared: list[str] = []
    for name, text in texts:
        try:
            data = tomllib.loads(text)
            _load(data, loading)
        except (tomllib.TOMLDecodeError, GrammarError, KeyError, TypeError) as why:
            raise GrammarError(f"{name}: {why}") from why
        if data.get("everywhere"):
            shared.append(data["tag"])
    every = (1 << len(loading.languages)) - 1
    for table in (loading.whole, loading.core):
        for tag in shared:
            own = 1 << loading.languages.index(tag)
            for word, bits in table.items():
                if bits & own:
                    table[word] = every
    phrases = tuple(loading.phrases.values())
    if len(phrases) > MOST_PHRASES:
        raise GrammarError(f"{len(phrases)} phrases: more than {MOST_PHRASES}")
    return Grammar(phrases, AhoCorasick([p.text for p in phrases]), loading.whole, loading.core, tuple(loading.languages))


def _load(data: dict[str, Any], into: _Loading) -> None:
    tag, sets = data["tag"], data.get("sets", {})
    bit = 1 << len(into.languages)
    into.languages.append(tag)
    for word in data.get("whole", {}).get("core", ()):
        for one in words_of(word):
            into.core[one] = into.core.get(one, 0) | bit
            into.whole[one] = into.whole.get(one, 0) | bit
    for word in data.get("whole", {}).get("filler", ()):
        for one in words_of(word):
            into.whole[one] = into.whole.get(one, 0) | bit
    for wish in data.get("wish", ()):
        if not 0 < wish["score"] <= 1:
            raise GrammarError(f"score {wish['score']} is not between 0 and 1")
        for template in wish["phrases"]:
            _keep(template, sets, tag, float(wish["score"]), into)
    for template in data.get("veto", ()):
        _keep(template, sets, tag, 0.0, into)
    for template in data.get("doubt", ()):
        _keep(template, sets, tag, -0.7, into)


def _keep(template: str, sets: Mapping[str, list[str]], tag: str, score: float, into: _Loading) -> None:
    for phrase in expand(template, sets):
        text = _pattern(phrase)
        known = into.phrases.setdefault(text, Phrase(text, tag, score))
        if (known.score > 0) != (score > 0):
            raise GrammarError(f"{template!r} and another template of {known.language} mean different things by {phrase!r}")
        if score > known.score > 0:
            into.phrases[text] = Phrase(text, tag, score)


def expand(template: str, sets: Mapping[str, list[str]]) -> Iterator[str]:
    """All phrases that a template stands for. GrammarError where its brackets do not close or a set is not there."""
    parts = PART.findall(template)
    if "".join(parts) != template.replace(" ", "") or not parts:
        raise GrammarError(f"{template!r} cannot be read")
    parts.append("")  # the end
    phrases, at = _alternatives(parts, 0, "", sets)
    if at != len(parts):
        raise GrammarError(f"{template!r} has a bracket that was not opened")
    for words in phrases:
        # An open word says nothing of what follows it, so it stands last or the phrase is left out.
        if words and not any(word.endswith("*") for word in words[:-1]):
            yield " ".join(words)


def _alternatives(parts: list[str], at: int, closing: str, sets: Mapping[str, list[str]]) -> tuple[list[tuple[str, ...]], int]:
    """What stands from `at` to the part `closing`, which may be several sequences parted by |; and where it goes on."""
    done: list[tuple[str, ...]] = []
    row: list[tuple[str, ...]] = [()]
    while at < len(parts):
        part = parts[at]
        at += 1
        if part == closing:
            return done + row, at
        if part == "|":
            done += row
            row = [()]
            continue
        if part in ("(", "["):
            choices, at = _alternatives(parts, at, ")" if part == "(" else "]", sets)
            if part == "[":
                choices.append(())
        elif part.startswith("<"):
            if part[1:-1] not in sets:
                raise GrammarError(f"there is no set {part}")
            choices = [tuple(one.split()) for one in sets[part[1:-1]]]
        elif part in (")", "]", ""):
            break
        else:
            choices = [(part,)]
        row = [one + other for one in row for other in choices]
    raise GrammarError(f"a bracket does not close before {' '.join(parts[at:])!r}")


def _pattern(phrase: str) -> str:
    """How a phrase stands in the text that is searched: words with a blank before and after each."""
    parts: list[str] = []
    for word in phrase.split():
        parts += spelled(word)
    return f" {' '.join(parts)}{'' if phrase.endswith('*') else ' '}"


@cache
def spelled(word: str) -> tuple[str, ...]:
    """A word of a template as it stands in the words of a text; those of a language without blanks are several."""
    if word == "$":
        return (BOUND,)
    if not (found := tuple(words_of(word.rstrip("*")))):
        raise GrammarError(f"{word!r} has no letters")
    return found


def choices_of(part: str, sets: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    """What one part of a template may be: a word, a set, or a group in brackets."""
    return _alternatives([*PART.findall(part), ""], 0, "", sets)[0]


def own_files() -> list[tuple[str, str]]:
    """Name and text of those that come with the package; `any.toml` first."""
    folder = files(__package__).joinpath("data")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: (e.name != "any.toml", e.name))
    return [(entry.name, entry.read_text("utf-8")) for entry in found]


@cache
def own_grammar() -> Grammar:
    """That of the files that come with the package."""
    return load_grammar(own_files())

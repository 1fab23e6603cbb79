"""Does a text wish that the messages stop? The second tier, behind the keywords: inferred, scored, and taken back by START."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from .grammar import Grammar, Phrase, own_grammar
from .triggers import own_triggers
from .words import BOUND, sentence_words

CLEAR = 0.7
"""The least score of a wish that is obeyed. Set on the texts in `tests/corpus`, where no honest text comes near it."""
WHOLE = 0.9
"""Score of a text of nothing but such words: "please stop now thanks"."""
LONGEST_WHOLE = 12
"""Words that such a text may have."""
LONGEST = 1_600
"""Characters that are read: what follows does not change what was said."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`score` 0 to 1; `phrase` is what of the grammar was recognised, `language` (BCP 47) whose it is. `clear`: it is to be obeyed."""

    score: float
    phrase: str
    language: str

    @property
    def clear(self) -> bool:
        return self.score >= CLEAR


def read_wish(body: str, grammar: Grammar | None = None) -> Wish | None:
    """The wish that `body` expresses, clear or not; None where nothing in it is about stopping.

    What several phrases say adds up as independent evidence: 1 minus the product of what each leaves open.
    """
    words = sentence_words(body[:LONGEST])
    if grammar is None:
        if not own_triggers().are_in(words):
            return None
        grammar = own_grammar()
    text = f" {' '.join(words)} "
    wishes: list[tuple[int, int, Phrase]] = []
    vetoes: list[tuple[int, int]] = []
    doubt = 1.0
    for number, start, end in grammar.finder.find_matches_as_indexes(text, overlapping=True):
        phrase = grammar.phrases[number]
        if phrase.score > 0:
            wishes.append((start, end, phrase))
        elif phrase.score == 0:
            vetoes.append((start, end))
        else:
            doubt = min(doubt, -phrase.score)
    best: Phrase | None = None
    rest = 1.0
    for phrase in _apart(_unvetoed(wishes, vetoes)):
        rest *= 1 - phrase.score
        best = best or phrase
    said = Wish(round((1 - rest) * doubt, 3), _shown(best.text), best.language) if best is not None else None
    whole = _read_whole(words, grammar, doubt) if not vetoes else None
    return max((wish for wish in (said, whole) if wish is not None), key=lambda wish: wish.score, default=None)


def _unvetoed(wishes: list[tuple[int, int, Phrase]], vetoes: list[tuple[int, int]]) -> list[tuple[int, int, Phrase]]:
    """Wishes that share no word with a veto."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(vetoes):
        if spans and start < spans[-1][1] - 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    wishes.sort(key=lambda found: found[0])
    kept, at = [], 0
    for start, end, phrase in wishes:
        while at < len(spans) and spans[at][1] - 1 <= start:
            at += 1
        if at == len(spans) or spans[at][0] >= end - 1:
            kept.append((start, end, phrase))
    return kept


def _apart(wishes: list[tuple[int, int, Phrase]]) -> Iterator[Phrase]:
    """The strongest and longest first, and no two that share a word: the second would be a part, or another reading, of the first."""
    taken: list[tuple[int, int]] = []
    for start, end, phrase in sorted(wishes, key=lambda found: (-found[2].score, found[0] - found[1], found[0])):
        place = bisect(taken, (start, end))
        if (place and taken[place - 1][1] - 1 > start) or (place < len(taken) and taken[place][0] < end - 1):
            continue
        taken.insert(place, (start, end))
        yield phrase


def _read_whole(words: list[str], grammar: Grammar, doubt: float) -> Wish | None:
    said = [word for word in words if word != BOUND]
    if not 0 < len(said) <= LONGEST_WHOLE:
        return None
    languages, core, phrase = (1 << len(grammar.languages)) - 1, 0, ""
    for word in said:
        languages &= grammar.whole.get(word, 0)
        if not languages:
            return None
        if found := grammar.core.get(word, 0):
            core, phrase = core | found, phrase or word
    languages &= core
    if not languages:
        return None
    language = grammar.languages[(languages & -languages).bit_length() - 1]
    return Wish(round(WHOLE * doubt, 3), phrase, language)


def _shown(pattern: str) -> str:
    return pattern.replace(BOUND, "").strip()

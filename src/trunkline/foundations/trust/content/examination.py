"""Examine the text of a message: one call, no I/O, time linear in the length of the text.

The usual text costs one pass of the lexicon over its words, one look-up per word for classifier and template, and a glance for disguises.
Only a text that has something to hide behind is undone and searched a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from trunkline.foundations.trust.content.lexicon import TRIPLED, Kind, Term
from trunkline.foundations.trust.content.links import find_links, is_masked
from trunkline.foundations.trust.content.normalise import (
    count_invisible,
    covers,
    deep_form,
    deep_words,
    has_genuine_words,
    has_latin,
    mixed_words,
    only_twins,
    open_words,
    plain_text,
    plain_words,
    suspects,
    undisguise,
)
from trunkline.foundations.trust.content.pack import ContentPack, box_pack
from trunkline.foundations.trust.content.places import Places, find_words
from trunkline.foundations.trust.content.signals import ContentSignals, LexiconHit, Link
from trunkline.foundations.trust.content.suspicion import evasion_of, phishing_of
from trunkline.foundations.trust.content.wording import marks

MOST_TERMS = 12  # terms told by place; further ones count for their category all the same
MOST_RUNS = 4  # spelt-out words that are also tried without their first and without their last letter
MOST_DOUBTS = 24  # places looked at closely in a disguised text
_SPELT_OUT = re.compile(r" \w \w ")
_ANY_LETTER = re.compile(r"[^\W\d_]")


def examine(body: str, *, urls: Iterable[str] = (), pack: ContentPack | None = None, remember: bool = True) -> ContentSignals:
    """What stands in `body`, at most 1,600 characters as Messages have (longer texts work, in time that grows with them).

    `urls` are further addresses that belong to the message but not to its text: of media, buttons, or what a short link leads to.
    `pack` is the compiled lists, those of the package by default. `remember` False: nothing of the text is kept for the next one.
    Never raises for a text, whatever it holds.
    """
    pack = pack or box_pack()
    if urls or not remember:
        return _examined(body, tuple(urls), pack if remember else pack.forgetful())[0]
    signals, key = pack.memory.find(body)
    if signals is None:
        signals, places = _examined(body, (), pack)
        if key is not None:
            pack.memory.keep(key, signals, places)
    return signals


def _examined(body: str, urls: tuple[str, ...], pack: ContentPack) -> tuple[ContentSignals, list[tuple[int, int]]]:
    """The signals, and the places of the addresses."""
    lexicon = pack.lexicon
    places, text = find_links(body)
    plain = plain_text(text)
    words = plain_words(plain)
    joined = f" {' '.join(words)} "
    joined = joined.lower() if plain.isascii() else joined.casefold()
    collector = _Collector(body, plain, pack)
    tripled = False
    if found := lexicon.find(joined):
        tripled = collector.take_plain(found, joined)
    links: tuple[Link, ...] = ()
    addresses = 0
    if places or urls:
        written = [(body[start:end], (start, end)) for start, end in places]
        written += [(url, (0, min(len(url), len(body)))) for url in urls]
        addresses = len(written)
        links = pack.hosts.judge_links(url for url, _ in written)
        collector.take_addresses(written)
    spelt = _SPELT_OUT.search(joined) is not None
    if tripled or spelt or _may_hide(plain, pack):
        collector.take_deep(spelt=spelt)
    scores, template = pack.model.read(words, marks(text, addresses))
    wide = not body.isascii()
    features = collector.features
    evasion = evasion_of(
        body,
        mixed=mixed_words(text) if wide else (),
        invisible=count_invisible(body) if wide else 0,
        leet=tuple(collector.disguised),
        masked_link=is_masked(body) or "masked_link" in features,
        near_misses=collector.overrun,
    )
    categories, obfuscated = collector.categories()
    simulation = sorted(collector.simulation)
    if links:
        simulation = [f"host:{link.host}" for link in links if link.simulator] + simulation
    signals = ContentSignals(
        tuple(collector.hits),
        categories,
        obfuscated,
        evasion,
        links,
        addresses - len(links),
        scores,
        phishing_of(features, collector.brands, links, scores, evasion),
        tuple(simulation),
        template,
        pack.name,
    )
    return signals, places


def _may_hide(plain: str, pack: ContentPack) -> bool:
    """Whether something in the text looks odd, and would be a word of a term if disguises were undone."""
    pieces = suspects(plain)
    if pieces is None:
        return True
    harmless = pack.memory.harmless
    for piece in pieces:
        if piece in harmless:
            continue
        if pack.lexicon.may_hide(piece.lower()):
            return True
        pack.memory.note_harmless(piece)
    return False


class _Collector:
    """Gathers the hits of one text and weighs them by category."""

    __slots__ = (
        "_body",
        "_lexicon",
        "_names",
        "_places",
        "_plain",
        "_seen",
        "brands",
        "disguised",
        "features",
        "hits",
        "offer",
        "overrun",
        "simulation",
    )

    def __init__(self, body: str, plain: str, pack: ContentPack) -> None:
        self._body = body
        self._plain = plain
        self._lexicon = pack.lexicon
        self._names = pack.names
        self._places: Places | None = None
        self._seen: dict[int, bool] = {}  # category term to whether it came to light only after normalising
        self.hits: list[LexiconHit] = []
        self.features: set[str] = set()
        self.brands: set[str] = set()
        self.simulation: set[str] = set()
        self.disguised: list[str] = []
        self.offer = False
        self.overrun = False

    def take_plain(self, found: list[tuple[int, int, int]], joined: str) -> bool:
        """Terms that stand in the words of the text, from patterns with their places; and whether a letter stands there three times.

        One place per pattern is enough, the last: a text that repeats a term a hundred times is not examined a hundred times.
        """
        lexicon = self._lexicon
        tripled = False
        first: dict[int, tuple[int, int]] = {}  # a negative number is a misspelling of the term ~number
        for pattern, place in {pattern: (start, end) for pattern, start, end in found}.items():
            number, misspelt = lexicon.owners[pattern]
            if number == TRIPLED:
                tripled = True
            else:
                first.setdefault(~number if misspelt else number, place)
        for number, (start, end) in first.items():
            term = lexicon.terms[number if number >= 0 else ~number]
            if number >= 0 and term.kind is not Kind.CATEGORY:
                self._note(term)
            elif len(self.hits) >= MOST_TERMS:
                self._seen[number if number >= 0 else ~number] = number < 0
            elif number >= 0 or ~number not in first:
                span, words = self._place(joined, start, end)
                # In ASCII the words that were found are the words as written.
                hidden = number < 0 or (not self._body.isascii() and not _openly(words, term))
                if not hidden and self._names.is_name(self._body, *span):
                    continue
                self._add(number if number >= 0 else ~number, span, hidden, words)
        return tripled

    def take_addresses(self, addresses: list[tuple[str, tuple[int, int]]]) -> None:
        """Terms that stand in the addresses, such as "cheap-viagra.example"; each comes with the place that stands for it in the text."""
        for url, span in addresses[:8]:
            joined = f" {' '.join(plain_words(plain_text(url[:400])))} ".casefold()
            for pattern, _, _ in self._lexicon.find(joined)[:64]:
                number, misspelt = self._lexicon.owners[pattern]
                if number == TRIPLED or misspelt or self._lexicon.terms[number].kind is not Kind.CATEGORY or number in self._seen:
                    continue
                self._add(number, span, False, url)

    def take_deep(self, *, spelt: bool) -> None:
        """Terms that come to light when disguises are undone. `spelt`: the text has single letters in a row."""
        lower = self._plain.lower()
        if len(lower) != len(self._plain):  # one letter has a longer small form: İ
            lower = self._plain
        undone, runs = undisguise(lower, spelt=spelt)
        words = deep_words(undone)
        stretches: list[tuple[int, int]] = []
        for begin, stop, letters in runs[:MOST_RUNS]:
            if 3 < len(letters) <= 40:
                words += (letters[1:], letters[:-1])
                stretches += ((begin, stop), (begin, stop))
        own = len(words) - len(stretches)
        before = f" {' '.join(words)} "
        deep = deep_form(before)
        doubts = 0
        known = self._seen
        for pattern, start, _ in self._lexicon.find_deep(deep):
            number = self._lexicon.deep_owners[pattern]
            if number in known:
                continue
            term = self._lexicon.terms[number]
            if term.kind is not Kind.CATEGORY and term.category in self.features:
                continue
            doubts += 1
            if doubts > MOST_DOUBTS:
                # So many near misses are no accident, and looking at each would cost time without bound: let them count.
                self.overrun = True
                break
            index = deep.count(" ", 0, start + 1) - 1
            length = term.plain.count(" ") + 1
            hidden = " ".join(words[index : index + length])
            if not covers(hidden, term.folded, prefix=term.prefix):
                continue
            if len(self.hits) >= MOST_TERMS:
                known[number] = True
                continue
            at = find_words(undone, hidden) if index < own else -1
            if index >= own:
                span = self._span(*stretches[index - own])
            else:
                span = self._span(at, _padded(undone, at + len(hidden))) if at >= 0 else (0, len(self._body))
            written = self._body[span[0] : span[1]]
            if self._is_disguise(written, term, lower):
                if term.kind is Kind.CATEGORY:
                    self._add(number, span, True, written)
                else:
                    self._note(term)

    def categories(self) -> tuple[frozenset[str], frozenset[str]]:
        """Established categories, and those of them that would not stand without disguised terms."""
        if not self._seen:
            return frozenset(), frozenset()
        openly, all_told = self._established(False), self._established(True)
        return frozenset(all_told), frozenset(all_told - openly)

    def _established(self, with_hidden: bool) -> set[str]:
        counts: dict[str, int] = {}
        sure: set[str] = set()
        for number, hidden in self._seen.items():
            if hidden and not with_hidden:
                continue
            term = self._lexicon.terms[number]
            if term.alone:
                sure.add(term.category)
            else:
                counts[term.category] = counts.get(term.category, 0) + 1
        return sure | {category for category, count in counts.items() if count >= 2 or self.offer}

    def _note(self, term: Term) -> None:
        if term.kind is Kind.OFFER:
            self.offer = True
        elif term.kind is Kind.FEATURE:
            self.features.add(term.category)
        elif term.kind is Kind.BRAND:
            self.brands.add(term.category)
        else:
            self.simulation.add(f"words:{term.term}")

    def _add(self, number: int, span: tuple[int, int], hidden: bool, written: str) -> None:
        self._seen[number] = hidden
        term = self._lexicon.terms[number]
        if len(self.hits) < MOST_TERMS:
            self.hits.append(LexiconHit(term.category, term.term, span, hidden, term.alone))
        if hidden and len(self.disguised) < 16:
            self.disguised.append(written[:40])

    def _place(self, joined: str, start: int, end: int) -> tuple[tuple[int, int], str]:
        if self._places is None:
            self._places = Places(self._body, self._plain)
        span = self._places.of_words(joined, start, end)
        return span, self._body[span[0] : span[1]]

    def _span(self, start: int, end: int) -> tuple[int, int]:
        if self._places is None:
            self._places = Places(self._body, self._plain)
        return self._places.of_range(start, end)

    def _is_disguise(self, written: str, term: Term, lower: str) -> bool:
        """Whether `written` is a disguise of the term, and not an honest word or code that happens to fold into it."""
        if _ANY_LETTER.search(written) is None or _openly(written, term):
            return False
        if len(term.plain) <= 4 and written.isupper() and not written.isalpha() and written.isalnum() and not self._body.isupper():
            return False  # "S3XP0T" among small letters is a code
        if term.plain.isascii():
            if has_latin(written):
                return True
            word = written.strip("\"'“”«»().,!?:;").casefold()
            return only_twins(word) and (len(word) >= 5 or (has_latin(lower) and not has_genuine_words(lower.replace(word, " "))))
        return not _same_script(written, term.plain)


def _openly(written: str, term: Term) -> bool:
    """Whether the term stands in `written` as it is listed, give or take case, accents that its language writes, and punctuation."""
    words = open_words(written)
    if term.inside:
        return any(spelling in words for spelling in term.spellings)
    end = "" if term.prefix else " "
    return any(f" {spelling}{end}" in words for spelling in term.spellings)


def _same_script(written: str, term: str) -> bool:
    """Whether all letters of `written` are of the term's script (Cyrillic or Greek), with no repeats, signs or digits in between."""
    low, high = ("\u0370", "\u03ff") if term[0] < "\u0400" else ("\u0400", "\u052f")
    core = written.strip("\"'“”«»().,!?:;").casefold()
    same = all(low <= letter <= high for letter in core)
    return same and not any(core[at] == core[at + 1] == core[at + 2] for at in range(len(core) - 2))


def _padded(undone: str, end: int) -> int:
    """The end of a word with the filler behind it: what was drawn together stood there."""
    size = len(undone)
    while end < size and undone[end] == "\x01":
        end += 1
    return end

"""What an examination of a text finds: facts and scores, no verdict. Which of them refuses a message is the rules' business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec import Struct


class LexiconHit(NamedTuple):
    """A listed term in a text.

    `span` is the place in the body as it was handed in, from and to, of the words that hold the term. `alone` says whether the term
    is enough for its category, or needs a second one or words of an offer. `only_after_normalising`: the term as listed does not stand
    in the text; it came to light when look-alikes, digits for letters, separators or repeats were undone.
    """

    category: str
    term: str
    span: tuple[int, int]
    only_after_normalising: bool
    alone: bool


class Evasion(Struct, frozen=True):
    """Traits of a text that wants to pass a filter; each is harmless in small doses.

    `mixed_script_words` hold look-alike letters of two scripts. `invisible` counts characters that show nothing, where the script
    does not need them. `leet_words` are those whose term appeared only after normalising. `padding` is the longest run of blanks
    and `blank_lines` the longest run of line ends. `score` runs from 0 to 1.
    """

    mixed_script_words: tuple[str, ...] = ()
    invisible: int = 0
    leet_words: tuple[str, ...] = ()
    padding: int = 0
    blank_lines: int = 0
    masked_link: bool = False
    too_many_near_misses: bool = False
    score: float = 0.0


class Link(NamedTuple):
    """An address in a text. `host` is lower case, decoded from punycode. `imitates` is the brand whose name the host wears without
    being the brand's, None for most; `how` says by which trick: letters, spelling, subdomain, hyphen or script. `owner` is the brand
    whose own host it is, None where no listed one."""

    url: str
    host: str
    shortener: bool = False
    simulator: bool = False
    imitates: str | None = None
    how: str | None = None
    owner: str | None = None


class Scores(NamedTuple):
    """Probabilities from the classifier, which sum up to 1: `notice` is a receipt, code or reminder, `advocacy` a petition or a
    campaign for a cause or a candidate. `model` names the weights."""

    notice: float
    promotion: float
    advocacy: float
    phishing: float
    model: str


class Phishing(NamedTuple):
    """Traits that phishing texts have: named features, sorted, and a score from 0 to 1 that joins them with the classifier's."""

    features: tuple[str, ...] = ()
    score: float = 0.0


class ContentSignals(Struct, frozen=True):
    """All that an examination found; the text itself is not in it, but for terms, words that hide, and addresses.

    `categories` are those that the hits establish: one term that stands alone, two that do not, or one with words of an offer.
    `obfuscated` are the established categories that would not stand without terms found only after normalising. `template` is a
    64-bit SimHash of the text with numbers, names and links left out; 0 where fewer than four words remain, as so little tells nothing.
    """

    hits: tuple[LexiconHit, ...]
    categories: frozenset[str]
    obfuscated: frozenset[str]
    evasion: Evasion
    links: tuple[Link, ...]
    links_left_out: int
    scores: Scores
    phishing: Phishing
    simulation: tuple[str, ...]
    template: int
    pack: str

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses as written."""
        return tuple(link.url for link in self.links)

    @property
    def hosts(self) -> frozenset[str]:
        """Their hosts."""
        return frozenset(link.host for link in self.links)

    @property
    def shorteners(self) -> tuple[Link, ...]:
        """Links through a public shortener."""
        return tuple(link for link in self.links if link.shortener)

    @property
    def lookalikes(self) -> tuple[Link, ...]:
        """Links whose host imitates a brand's."""
        return tuple(link for link in self.links if link.imitates)

    def to_data(self) -> Mapping[str, Any]:
        """The signals as a Decision keeps them: without the text itself, with the terms that were found."""
        return {
            "pack": self.pack,
            "model": self.scores.model,
            "categories": sorted(self.categories),
            "obfuscated": sorted(self.obfuscated),
            "hits": [[hit.category, hit.term, list(hit.span), hit.only_after_normalising] for hit in self.hits],
            "hosts": sorted(self.hosts),
            "shorteners": sorted({link.host for link in self.shorteners}),
            "imitated": sorted({link.imitates for link in self.links if link.imitates}),
            "promotion": round(self.scores.promotion, 3),
            "advocacy": round(self.scores.advocacy, 3),
            "phishing": {"score": round(self.phishing.score, 3), "features": list(self.phishing.features)},
            "simulation": list(self.simulation),
            "evasion": {
                "score": round(self.evasion.score, 3),
                "mixed_script_words": len(self.evasion.mixed_script_words),
                "invisible": self.evasion.invisible,
                "leet_words": list(self.evasion.leet_words),
                "padding": self.evasion.padding,
                "blank_lines": self.evasion.blank_lines,
            },
            "template": f"{self.template:016x}",
        }

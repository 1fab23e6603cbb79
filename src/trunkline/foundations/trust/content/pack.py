"""Everything an examination consults, compiled once: the lexicon, the lists of hosts, the classifier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from trunkline.foundations.trust.content.lexicon import Kind, Lexicon, Term, compile_lexicon, load_terms, read_box
from trunkline.foundations.trust.content.links import HostJudge, HostLists, load_hosts
from trunkline.foundations.trust.content.names import Names, load_names
from trunkline.foundations.trust.content.normalise import plain_term
from trunkline.foundations.trust.content.recall import Memory
from trunkline.foundations.trust.content.wording import Model, load_model


@dataclass(frozen=True, slots=True)
class ContentPack:
    """Compiled lists. `name` tells their state: the latest review and the model. `memory` holds what was examined by them.
    `names` are surroundings in which a listed word is a name."""

    lexicon: Lexicon
    hosts: HostJudge
    model: Model
    name: str
    memory: Memory
    names: Names

    def forgetful(self) -> ContentPack:
        """The same lists with an empty memory, for one text of which nothing may be kept."""
        return replace(self, memory=Memory(frozenset()))


def compile_pack(*more: tuple[str, str], hosts: HostLists | None = None, model: Model | None = None) -> ContentPack:
    """The lists of the package and `more` lists, each a name and a TOML text in the same form.

    :raises LexiconError: a list cannot be read, or repeats a term.
    """
    lists = hosts or load_hosts()
    terms, version = load_terms((*read_box(), *more))
    terms += [_brand(name) for name in lists.brands if len(name) > 2]
    chosen = model or load_model()
    lexicon = compile_lexicon(terms, version)
    return ContentPack(lexicon, HostJudge(lists), chosen, f"content {version}, {chosen.name}", Memory(lexicon.numbers), load_names())


@cache
def box_pack() -> ContentPack:
    """The pack that comes with the package, compiled at first use (some tens of milliseconds)."""
    return compile_pack()


def _brand(name: str) -> Term:
    plain = plain_term(name)
    return Term(Kind.BRAND, name, name, plain, plain, (plain,), True, False, False, "")

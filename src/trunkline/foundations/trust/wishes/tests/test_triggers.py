"""What the triggers pass over has no phrase of a wish; and that they pass over most of what is honest."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from trunkline.foundations.trust.wishes.grammar import GrammarError, own_grammar
from trunkline.foundations.trust.wishes.read_wish import read_wish
from trunkline.foundations.trust.wishes.triggers import own_triggers, read_triggers
from trunkline.foundations.trust.wishes.words import words_of

CORPUS = Path(__file__).parent / "corpus"


def test_every_phrase_of_a_wish_has_a_trigger() -> None:
    triggers = own_triggers()
    wishes = [phrase for phrase in own_grammar().phrases if phrase.score > 0]
    assert len(wishes) > 1_000
    assert [p.text for p in wishes if not triggers.are_in(p.text.split())] == []


def test_every_core_word_is_one() -> None:
    triggers = own_triggers()
    assert [word for word in own_grammar().core if not triggers.are_in([word])] == []


def test_reading_with_and_without_them_is_the_same() -> None:
    corpora = (tomllib.loads(path.read_text("utf-8")) for path in sorted(CORPUS.glob("*.toml")))
    texts = [text for corpus in corpora for kind in corpus.values() for one in kind.values() for text in one]
    assert len(texts) > 400
    assert [text for text in texts if read_wish(text) != read_wish(text, own_grammar())] == []


@pytest.mark.parametrize("text", ["Hello yourself", "Your code is 1", "ok, see you at 5", "ありがとう", "Danke, bis morgen"])
def test_everyday_texts_need_no_grammar(text: str) -> None:
    assert not own_triggers().are_in(words_of(text))


def test_a_template_whose_parts_may_all_be_left_out_is_refused() -> None:
    with pytest.raises(GrammarError, match="no part"):
        read_triggers([("x.toml", 'tag = "en"\n[[wish]]\nscore = 0.9\nphrases = ["[stop] [it]"]\n')])

"""Wishes in free words (R28): recall and precision are measured on texts, and no text can make the reading slow or wrong by its form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.trust.wishes.grammar import GrammarError, expand, load_grammar, own_grammar
from trunkline.foundations.trust.wishes.read_wish import CLEAR, read_wish
from trunkline.foundations.trust.wishes.words import BOUND, sentence_words

_CORPUS = Path(__file__).parent / "corpus"
WISHES: dict[str, dict[str, list[str]]] = tomllib.loads((_CORPUS / "wishes.toml").read_text("utf-8"))
HONEST: dict[str, dict[str, list[str]]] = tomllib.loads((_CORPUS / "honest.toml").read_text("utf-8"))
LISTED = {"en", "fr", "es", "pt", "de", "it", "nl", "pl", "ja", "zh", "ko", "ar", "hi", "ru", "tr"}


def clear(text: str) -> bool:
    wish = read_wish(text)
    return wish is not None and wish.clear


def all_of(corpus: dict[str, list[str]]) -> list[str]:
    return [text for texts in corpus.values() for text in texts]


@pytest.mark.parametrize(("part", "least"), [("seen", 0.97), ("apart", 0.9)])
def test_r28_recall(part: str, least: float) -> None:
    assert set(WISHES[part]) == LISTED
    texts = all_of(WISHES[part])
    missed = [text for text in texts if not clear(text)]
    assert 1 - len(missed) / len(texts) >= least, missed


@pytest.mark.parametrize("part", ["seen", "apart"])
def test_r28_no_honest_text_opts_anybody_out(part: str) -> None:
    texts = all_of(HONEST[part])
    assert len(texts) >= {"seen": 260, "apart": 60}[part]
    assert [text for text in texts if clear(text)] == []


@pytest.mark.parametrize(
    "text", ["stop please", "no mas", "arrête stp", "remove me", "🛑", "🛑🛑🛑", "please unsubscribe me from this list"]
)
def test_r28_the_named_wishes(text: str) -> None:
    wish = read_wish(text)
    assert wish is not None and CLEAR <= wish.score <= 1 and wish.phrase and wish.language in own_grammar().languages


@pytest.mark.parametrize(
    "text", ["don't stop the order", "non-stop flight", "I can't stop laughing", "", " ", "?!", "😂", "a" * 5000, "stop by"]
)
def test_r28_the_named_others(text: str) -> None:
    assert not clear(text)


def test_a_doubt_weakens_and_a_second_hint_strengthens() -> None:
    sure, doubted = read_wish("please stop"), read_wish("please stop 😂😂")
    assert sure is not None and doubted is not None and doubted.score < CLEAR < sure.score
    one, two = read_wish("this is spam"), read_wish("this is spam and I am sick of your jokes")
    assert one is not None and two is not None and one.score < CLEAR < two.score


@given(
    st.sampled_from(all_of(WISHES["seen"])), st.sampled_from([str.upper, str.lower, lambda text: f"  {text}!! ", lambda text: f"“{text}”"])
)
def test_case_and_dress_do_not_hide_a_wish(text: str, dressed: Any) -> None:
    assert clear(dressed(text)) or not clear(text)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    wish = read_wish(text)
    assert wish is None or 0 < wish.score <= 1
    words = sentence_words(text)
    assert words[0] == words[-1] == BOUND


@pytest.mark.parametrize(
    "piece", ["stop ", "dont stop ", "remove me ", "🛑", "停止", "s", "stop texting me dont ", "no more of your texts "]
)
def test_hostile_texts_give_no_more_work_than_their_length(piece: str) -> None:
    """One pass finds all matches; what follows grows with their number, which no repetition drives beyond a few a word."""
    finder = own_grammar().finder
    for size in (200, 1_600, 12_800):
        words = sentence_words(piece * (size // len(piece)))
        found = finder.find_matches_as_indexes(f" {' '.join(words)} ", overlapping=True)
        assert len(found) <= 8 * len(words)
    read_wish(piece * 10_000)


def test_templates() -> None:
    sets = {"x": ["a", "b c"]}
    assert list(expand("(stop|quit) [all [of]] <x>", sets))[:3] == ["stop all of a", "stop all of b c", "stop all a"]
    assert list(expand("(x*|y) z", sets)) == ["y z"]
    for broken in ("(a", "a)", "[a|b", "<y>", ""):
        with pytest.raises(GrammarError):
            list(expand(broken, sets))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tag = 1 2", "x.toml"),
        ("", "tag"),
        ('tag = "xx"\n[[wish]]\nscore = 2\nphrases = ["a"]', "score"),
        ('tag = "xx"\nveto = ["a b"]\n[[wish]]\nscore = 0.9\nphrases = ["a b"]', "different things"),
        ('tag = "xx"\nveto = ["..."]', "no letters"),
    ],
)
def test_a_broken_file_says_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(GrammarError, match=why):
        load_grammar([("x.toml", text)])

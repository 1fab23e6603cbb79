"""The arithmetic in lanes equals the plain one, and the weights follow from the corpus."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.train_content_classifier import main, read_corpus
from trunkline.foundations.trust.content.wording import CLASSES, HEAD, TAIL, Model, grams, read_model, shape, weighed

WEIGHTS = {"<buy>": (-300, 900, 0, 7), "<sale>": (0, 400, -2, 1), "sale": (5, -5, 5, -5), "\x00d4": (800, -800, 3, 3)}
BIAS = (10, -20, 30, -40)
words = st.lists(
    st.one_of(st.sampled_from(["buy", "Buy", "sale", "SALE", "1234", "x9", "Anna", "other"]), st.text("abc", min_size=1, max_size=20)),
    max_size=90,
)


@given(words)
def test_scores_are_those_of_logistic_regression(text: list[str]) -> None:
    model = Model("test", BIAS, WEIGHTS, frozenset({"buy", "sale"}))
    scores, _ = model.read(text, [])
    values = [float(value) for value in BIAS]
    for word in weighed(text):
        for feature in grams(word.casefold()) if word.isalpha() else [shape(word)]:
            for lane, weight in enumerate(WEIGHTS.get(feature, ())):
                values[lane] += weight
    powers = [exp((value - max(values)) / 256) for value in values]
    expected = [power / sum(powers) for power in powers]
    assert [scores.notice, scores.promotion, scores.advocacy, scores.phishing] == pytest.approx(expected)


@given(words)
def test_names_and_numbers_leave_no_trace_in_the_template(text: list[str]) -> None:
    model = Model("test", BIAS, WEIGHTS, frozenset({"buy"}))
    dressed = [*text[: HEAD - 3], "Zoltan", "4410"]
    bare = text[: HEAD - 3]
    assert model.read(dressed, [])[1] == model.read(bare, [])[1]


def test_a_long_text_is_weighed_at_both_ends() -> None:
    text = [str(number) for number in range(200)]
    assert weighed(text) == text[:HEAD] + text[-TAIL:]
    assert len(grams("x" * 1_600)) < 20
    assert len(grams("大" * 1_600)) < 30


def test_a_file_for_other_classes_is_refused() -> None:
    with pytest.raises(ValueError, match="is for the classes"):
        read_model('{"classes": ["a"], "weights": [], "bias": [], "known": "", "model": "x"}')


def test_the_corpus_has_all_classes_in_several_languages() -> None:
    corpus = read_corpus()
    assert len(corpus) >= 600
    for label in range(len(CLASSES)):
        assert len({example.language for example in corpus if example.label == label}) >= 8


def test_the_weights_follow_from_the_corpus() -> None:
    assert main(["--check"]) == 0

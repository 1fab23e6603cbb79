"""False positives on honest texts and recall on disguised terms, by exact budgets: better results lower the budget, worse ones fail."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from trunkline.foundations.trust.content import ContentSignals, examine

DATA = Path(__file__).parent / "data"
HONEST = (DATA / "legitimate.txt").read_text("utf-8").splitlines()
DISGUISED = [line.split("\t") for line in (DATA / "obfuscated.tsv").read_text("utf-8").splitlines()]

# A street, a town and a name that are listed terms in another sense; nothing but the surroundings tells.
KNOWN_FALSE = [
    "Your table at Casino Street Grill for 6 pm is held for 15 minutes.",
    "Herr Wichser aus Fucking, Ihre Karte liegt bereit.",
    "Rendez-vous avec le Dr Salope-Martin annulé.",
]
MISSED_DISGUISES = ["в1агра вuагра виагрра"]
PROMOTIONAL_BY_MISTAKE = 10


def is_accused(signals: ContentSignals) -> bool:
    return bool(signals.categories or signals.simulation) or signals.phishing.score >= 0.5 or signals.evasion.score >= 0.5


def test_the_corpora_are_as_large_as_they_claim() -> None:
    assert len(set(HONEST)) == len(HONEST) >= 300
    assert len({text for _, text in DISGUISED}) == len(DISGUISED) >= 200


def test_honest_texts_are_not_accused() -> None:
    assert [text for text in HONEST if is_accused(examine(text))] == KNOWN_FALSE


def test_honest_texts_are_seldom_taken_for_promotions() -> None:
    assert sum(examine(text).scores.promotion >= 0.5 for text in HONEST) == PROMOTIONAL_BY_MISTAKE


def test_disguised_terms_come_to_light() -> None:
    def is_found(category: str, text: str) -> bool:
        signals = examine(text)
        return category in signals.categories and any(hit.category == category and hit.only_after_normalising for hit in signals.hits)

    assert [text for category, text in DISGUISED if not is_found(category, text)] == MISSED_DISGUISES


@pytest.mark.parametrize(("name", "least"), [("notice", 0.9), ("promotion", 0.8), ("advocacy", 0.75), ("phishing", 0.55)])
def test_measured_recall_is_in_the_file(name: str, least: float) -> None:
    data = json.loads(files("trunkline.foundations.trust.content").joinpath("data/classifier.json").read_text("utf-8"))
    measured = data["measured"]["held_out"]
    assert measured[name]["recall"] >= least
    assert measured["texts"] >= 100
    assert data["measured"]["trained_on"] + measured["texts"] >= 600


def test_phishing_texts_are_told_by_words_and_traits_together() -> None:
    corpus = files("trunkline.foundations.trust.content").joinpath("data/corpus/phishing.tsv").read_text("utf-8").splitlines()
    caught = sum(examine(line.partition("\t")[2]).phishing.score >= 0.5 for line in corpus)
    assert caught >= len(corpus) // 2

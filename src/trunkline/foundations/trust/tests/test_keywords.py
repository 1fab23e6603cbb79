"""Words that stop, start and ask, and who answers them (R23, R24)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.trust.content.examination import examine
from trunkline.foundations.trust.decisions.case import PROMOTIONAL_SCORE
from trunkline.foundations.trust.keywords import (
    Handler,
    Keyword,
    KeywordAction,
    SenderClass,
    default_reply,
    frequency_text,
    handler_of,
    language_names,
    listed_keywords,
    network_answer,
    read_keyword,
    reply_text,
    sender_class,
)
from trunkline.foundations.trust.spelling import spell

STOPS = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]
STARTS = ["START", "YES", "UNSTOP"]
HELPS = ["HELP", "INFO"]
TWILIOS = {
    **dict.fromkeys(STOPS, KeywordAction.STOP),
    **dict.fromkeys(STARTS, KeywordAction.START),
    **dict.fromkeys(HELPS, KeywordAction.HELP),
}
LISTED = listed_keywords()

# Widths, brackets, bullets, invisible characters, hearts with their selector, and a hand with a skin.
dress = st.text(st.sampled_from(" \t\n.!?\"'*“”…()\u200b\u00a0\u3000！。、✋🛑❤\ufe0f🏽<>$"), max_size=6)


def fullwidth(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


cases: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([str.upper, str.lower, str.title, str.swapcase, fullwidth, str.casefold])
forms = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])


@given(st.sampled_from(LISTED), dress, dress, cases, forms)
def test_r23_every_keyword_in_every_dress(listed: Keyword, before: str, after: str, case: Callable[[str], str], form: str) -> None:
    body = before + case(unicodedata.normalize(form, listed.word)) + after  # type: ignore[arg-type]  # four of the forms that there are
    found = read_keyword(body, everyday=True)
    assert found is not None
    assert (found.action, spell(found.word)) == (listed.action, spell(listed.word))


@pytest.mark.parametrize("word", TWILIOS)
def test_r23_twilios_own_words_count_for_everybody(word: str) -> None:
    assert read_keyword(word) == Keyword(word, TWILIOS[word], "en")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("fr", ["ARRET", "STOP", "DESABONNER"]), ("es", ["ALTO", "PARAR", "BAJA", "CANCELAR"]), ("pt", ["PARAR", "SAIR", "CANCELAR"]),
        ("de", ["STOPP", "ABMELDEN"]), ("it", ["FERMA", "CANCELLA"]), ("nl", ["STOP", "AFMELDEN"]), ("pl", ["STOP", "WYPISZ"]),
        ("ja", ["停止", "配信停止"]), ("zh", ["退订", "TD"]), ("ko", ["수신거부"]), ("ar", ["إيقاف", "توقف"]), ("hi", ["बंद"]),
        ("ru", ["СТОП"]),
        ("tr", ["IPTAL", "DUR"]), ("en", ["REMOVE", "OPT OUT", "OPT-OUT"]), ("fr-CA", ["ARRET", "ARRETE", "ARRETT"]),
    ],
)  # fmt: skip
def test_r23_the_lists_of_other_languages(tag: str, words: list[str]) -> None:
    for word in words:
        found = read_keyword(word, everyday=True)
        assert found is not None and found.action is KeywordAction.STOP, (tag, word)


def test_no_word_both_stops_and_starts() -> None:
    """Two languages may share a word, but not with two meanings: the table would keep one of them in silence."""
    actions: dict[str, set[KeywordAction]] = {}
    for listed in LISTED:
        actions.setdefault(spell(listed.word), set()).add(listed.action)
    assert [word for word, found in actions.items() if len(found) > 1] == []
    assert len(LISTED) > 400 and len(language_names()) > 35


def test_everyday_words_wait_for_a_stricter_policy() -> None:
    for word in ("CANCELAR", "oui", "FIN", "TD", "opt out", "stop all", "はい"):
        assert read_keyword(word) is None
        assert read_keyword(word, everyday=True) is not None
    for word in ("ARRET", "退订", "СТОП", "abmelden", "수신거부"):
        assert read_keyword(word) is not None


@given(st.sampled_from(sorted(TWILIOS)), st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=20))
def test_a_word_among_others_is_no_keyword(word: str, more: str) -> None:
    if more.strip():
        assert read_keyword(f"{word} {more}") is None


@pytest.mark.parametrize("body", ["", " ", "...", "🛑", "S T O P", "STOP" + "!" * 500, "stopping", "yes/no", "the end"])
def test_what_is_no_keyword(body: str) -> None:
    assert read_keyword(body, everyday=True) is None


@given(st.text(max_size=400))
def test_any_text_is_read_and_spelling_twice_changes_nothing(body: str) -> None:
    read_keyword(body, everyday=True)
    assert spell(spell(body)) == spell(body)


def test_who_handles_a_word() -> None:
    stop, yes, ask = (Keyword(word, TWILIOS[word], "en") for word in ("STOP", "YES", "HELP"))
    assert handler_of(stop, SenderClass.LONG_CODE) is Handler.PLATFORM
    assert [handler_of(word, SenderClass.TOLL_FREE) for word in (stop, yes, ask)] == [Handler.NETWORK, Handler.NETWORK, Handler.PLATFORM]
    assert handler_of(stop, SenderClass.SHORT_CODE) is Handler.APPLICATION
    assert handler_of(stop, SenderClass.SHORT_CODE, keeps_short_codes=True) is Handler.PLATFORM


def test_senders_are_told_apart_by_their_addresses() -> None:
    assert sender_class("+15551230001") is SenderClass.LONG_CODE
    assert sender_class("+18005550100") is SenderClass.TOLL_FREE
    assert sender_class("89890") is SenderClass.SHORT_CODE
    assert sender_class("whatsapp:+18005550100") is SenderClass.LONG_CODE


def test_r25_the_network_answers_for_toll_free_numbers() -> None:
    text = network_answer(" Stop. ", "+18005550100")
    assert text is not None and text.startswith('NETWORK MSG: You replied with the word "stop" which blocks')
    assert (
        network_answer("START", "+18005550100")
        == 'NETWORK MSG: You have replied "start" and will begin receiving messages again from this number.'
    )
    for body in ("YES", "CANCEL", "HELP", "hello"):
        assert network_answer(body, "+18005550100") is None
    assert network_answer("STOP", "+15551230001") is None


def test_answers_are_the_documented_texts_or_their_language() -> None:
    assert default_reply(KeywordAction.STOP) == (
        "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe."
    )
    assert default_reply(KeywordAction.HELP) == "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    assert "ARRET" in default_reply(KeywordAction.HELP, "fr-CA")
    assert default_reply(KeywordAction.HELP, "xx") == default_reply(KeywordAction.HELP, "en")


@pytest.mark.parametrize("tag", sorted(language_names()))
def test_every_answer_names_the_words_that_it_needs(tag: str) -> None:
    """A confirmation tells how to come back, HELP how to leave: with words that we obey."""
    assert "START" in reply_text("stop", tag) and "START" in reply_text("stop_program", tag)
    for name in ("help", "start", "help_program"):
        words = reply_text(name, tag).replace(",", " ").replace(".", " ").split()
        latin = [w for w in words if w.isupper() and (found := read_keyword(w)) is not None and found.action is KeywordAction.STOP]
        assert latin or "STOP" in reply_text(name, tag), name
    assert frequency_text(4, "month", tag).count("4") == 1
    assert frequency_text(0, "month", tag)


@pytest.mark.parametrize("tag", sorted(language_names()))
def test_r25_a_confirmation_promotes_nothing(tag: str) -> None:
    """By the classifier, and by what counts as promotion for the rules."""
    for name in ("stop", "stop_program"):
        scores = examine(reply_text(name, tag).replace("{program}", "Acme")).scores
        assert max(scores.promotion, scores.advocacy) < PROMOTIONAL_SCORE, (tag, name)

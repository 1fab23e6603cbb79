"""Words that stop, start and ask, and who answers them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.trust.keywords import (
    Handler,
    KeywordAction,
    SenderClass,
    Treatment,
    default_reply,
    read_keyword,
    treat,
)

STOPS = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]
STARTS = ["START", "YES", "UNSTOP"]
HELPS = ["HELP", "INFO"]
WORDS = [(word, KeywordAction.STOP) for word in STOPS]
WORDS += [(word, KeywordAction.START) for word in STARTS]
WORDS += [(word, KeywordAction.HELP) for word in HELPS]

dress = st.text(st.sampled_from(" \t\n.!?\"'*“”…()\u200b\u00a0"), max_size=6)
cases = st.sampled_from([str.upper, str.lower, str.title, str.swapcase])


@given(st.sampled_from(WORDS), dress, dress, cases)
def test_dress_does_not_hide_a_word(word: tuple[str, KeywordAction], before: str, after: str, case: object) -> None:
    assert callable(case)
    keyword = read_keyword(before + case(word[0]) + after)
    assert keyword is not None
    assert (keyword.word, keyword.action) == word


@given(st.sampled_from(WORDS), st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=20))
def test_a_word_among_others_is_no_keyword(word: tuple[str, KeywordAction], more: str) -> None:
    if more.strip():
        assert read_keyword(f"{word[0]} {more}") is None


@pytest.mark.parametrize("body", ["", " ", "...", "STOP ALL", "OPT OUT", "S T O P", "stop ✋", "STOP" + "!" * 500])
def test_what_is_no_keyword(body: str) -> None:
    assert read_keyword(body) is None


def test_width_and_punctuation() -> None:
    for body in ("ＳＴＯＰ", "Opt-Out", unicodedata.normalize("NFD", "stop"), "\nSTOP" + "\n" * 300):
        keyword = read_keyword(body)
        assert keyword is not None
        assert keyword.action is KeywordAction.STOP


def _treat(body: str, sender: SenderClass, opted_out: bool = False) -> Treatment:
    keyword = read_keyword(body)
    assert keyword is not None
    return treat(keyword, sender, opted_out=opted_out)


def test_long_codes_are_answered_with_the_documented_texts() -> None:
    stopped = _treat("stop", SenderClass.LONG_CODE)
    assert (stopped.handler, stopped.action) == (Handler.PLATFORM, KeywordAction.STOP)
    assert stopped.reply == (
        "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe."
    )
    started = _treat("yes", SenderClass.LONG_CODE, opted_out=True)
    assert started.action is KeywordAction.START
    assert started.reply == default_reply(KeywordAction.START)
    assert _treat("info", SenderClass.LONG_CODE).reply == "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


def test_whoever_has_left_hears_no_more() -> None:
    assert _treat("help", SenderClass.LONG_CODE, opted_out=True).reply is None
    assert _treat("stop", SenderClass.LONG_CODE, opted_out=True) == Treatment(Handler.PLATFORM, KeywordAction.STOP, None)


def test_the_network_answers_for_toll_free_numbers() -> None:
    stopped = _treat("Stop", SenderClass.TOLL_FREE)
    assert (stopped.handler, stopped.action) == (Handler.NETWORK, KeywordAction.STOP)
    assert stopped.reply is not None
    assert stopped.reply.startswith('NETWORK MSG: You replied with the word "stop"')
    restarted = _treat("START", SenderClass.TOLL_FREE)
    assert restarted.reply == ('NETWORK MSG: You have replied "start" and will begin receiving messages again from this number.')
    for word in ("YES", "CANCEL", "QUIT"):
        assert _treat(word, SenderClass.TOLL_FREE) == Treatment(Handler.NETWORK, None, None)
    assert _treat("HELP", SenderClass.TOLL_FREE).handler is Handler.PLATFORM


def test_short_codes_are_left_to_their_owner() -> None:
    assert _treat("STOP", SenderClass.SHORT_CODE) == Treatment(Handler.APPLICATION, None, None)


def test_a_language_without_a_text_answers_in_english() -> None:
    assert default_reply(KeywordAction.HELP, "xx") == default_reply(KeywordAction.HELP, "en")

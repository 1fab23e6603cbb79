"""Opt-out, opt-in and help words: what a handset's message asks for, who answers, and in which words.

The lists and the replies are data (`keywords.toml`). Which sender gets which treatment follows Twilio's support pages:
a long code is handled by the platform; a toll-free number's STOP, START and UNSTOP are handled by its network, HELP and
INFO by the platform; a short code outside a messaging service is left to its owner (Twilio: "does not handle HELP and
STOP keyword replies, or the opt-out list for standalone short codes").
"""

import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class KeywordAction(StrEnum):
    """What a keyword asks for; the values in capitals are Twilio's `OptOutType`."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


class SenderClass(StrEnum):
    """Sort of number that received the word, as far as it decides who handles it."""

    LONG_CODE = "long_code"
    TOLL_FREE = "toll_free"
    SHORT_CODE = "short_code"


class Handler(StrEnum):
    """Who keeps the block list and answers."""

    PLATFORM = "platform"
    NETWORK = "network"
    APPLICATION = "application"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A recognised word: as listed (upper case), what it asks for, and the BCP 47 tag of the list it stands in."""

    word: str
    action: KeywordAction
    language: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a keyword brings about at a sender.

    `handler` keeps the block. `action` changes the block list, or is HELP, which changes nothing; None where the word
    means nothing there. `reply` is the text that `handler` sends back, None for no answer.
    """

    handler: Handler
    action: KeywordAction | None
    reply: str | None


def read_keyword(body: str) -> Keyword | None:
    """The keyword that the whole of `body` is, or None.

    Case, width (NFKC), surrounding blanks, invisible characters and punctuation do not matter: "Stop.", "“STOP”" and
    "Opt-Out" count. Blanks between words do matter: "STOP ALL" is none, as with Twilio.
    """
    body = body.strip()
    if len(body) > _longest():
        return None
    return _words().get(_normal(body))


def treat(keyword: Keyword, sender: SenderClass, *, opted_out: bool) -> Treatment:
    """What `keyword` brings about when it reaches a sender of this class.

    `opted_out` says whether this handset has already stopped this sender. A handset that has gets no answer to HELP
    (Twilio's rule for toll-free numbers, kept for all) and none to a second STOP: one confirmation is enough.
    """
    action = keyword.action
    if sender is SenderClass.SHORT_CODE:
        return Treatment(Handler.APPLICATION, None, None)
    if sender is SenderClass.TOLL_FREE and action is not KeywordAction.HELP:
        network = _data()["toll_free"]
        if keyword.word not in network[action.value.lower()]:
            return Treatment(Handler.NETWORK, None, None)
        reply = network["replies"][action.value.lower()].format(word=keyword.word.lower())
        return Treatment(Handler.NETWORK, action, reply)
    silent = opted_out and action is not KeywordAction.START
    return Treatment(Handler.PLATFORM, action, None if silent else default_reply(action, keyword.language))


def default_reply(action: KeywordAction, language: str = "en") -> str:
    """The platform's answer to `action` in `language`, in English where that language has no text of its own."""
    replies = {entry["tag"]: entry["replies"] for entry in _data()["language"]}
    chosen: dict[str, str] = replies.get(language, {})
    return chosen.get(action.value.lower()) or str(replies["en"][action.value.lower()])


def _normal(body: str) -> str:
    """NFKC, case folded, without marks that only dress a word up, blanks at the ends dropped."""
    folded = unicodedata.normalize("NFKC", body).casefold()
    # P: punctuation, Cf: invisible format characters such as U+200B, Cc other than blanks: control characters.
    kept = (character for character in folded if character.isspace() or not unicodedata.category(character).startswith(("P", "Cf", "Cc")))
    return "".join(kept).strip()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("keywords.toml").read_text("utf-8"))


@cache
def _words() -> dict[str, Keyword]:
    table: dict[str, Keyword] = {}
    for entry in _data()["language"]:
        for action, words in entry["words"].items():
            for word in words:
                # The first list that names a word wins, so English keeps a word that another language shares.
                table.setdefault(_normal(word), Keyword(word, KeywordAction(action.upper()), entry["tag"]))
    return table


@cache
def _longest() -> int:
    """Characters beyond which no text is looked at, so that a long message costs nothing: room for dress is left."""
    return max(map(len, _words())) + 64

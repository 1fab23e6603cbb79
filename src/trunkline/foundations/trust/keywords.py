"""Opt-out, opt-in and help words: what a handset's message asks for, who answers, and in which words.

The lists and the replies are data (`keywords.toml`). Which sender gets which treatment follows Twilio's support pages:
a long code is handled by the platform; a toll-free number's STOP, START and UNSTOP are handled by its network, HELP and
INFO by the platform; a short code outside a messaging service is left to its owner (Twilio: "does not handle HELP and
STOP keyword replies, or the opt-out list for standalone short codes"), but for accounts whose policy is stricter.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from .rules.addresses import network_blocks, split_address
from .spelling import spell

ROOM = 64
"""Characters of dress that a keyword may have around it: a longer text is not looked at, so that it costs nothing."""


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
    """A recognised word: as listed (upper case), what it asks for, and the BCP 47 tag of the list it stands in.

    `everyday`: it is also said for other reasons, and counts under stricter policies only.
    """

    word: str
    action: KeywordAction
    language: str
    everyday: bool = False


def read_keyword(body: str, *, everyday: bool = False) -> Keyword | None:
    """The keyword that the whole of `body` is, or None; `everyday`: those among them that are said for other reasons, too.

    Case, width, accents, punctuation, emoji, invisible characters and the blanks around do not matter: "Stop.", "“ＳＴＯＰ” 🛑" and
    "Opt-Out" count. Blanks between words do: "OPT OUT" is an everyday keyword of its own.
    """
    body = body.strip()
    if len(body) > _longest():
        return None
    found = _words().get(spell(body))
    return found if found is not None and (everyday or not found.everyday) else None


def sender_class(address: str) -> SenderClass:
    """By the form of a sender's address; a channel address is handled as a long code is."""
    channel, bare = split_address(address)
    if not channel and bare.isdecimal():
        return SenderClass.SHORT_CODE
    return SenderClass.TOLL_FREE if not channel and network_blocks(bare) else SenderClass.LONG_CODE


def handler_of(keyword: Keyword, sender: SenderClass, *, keeps_short_codes: bool = False) -> Handler:
    """Who obeys this word at a sender of that class; `keeps_short_codes`: the platform does for short codes, as in a service."""
    if sender is SenderClass.SHORT_CODE and not keeps_short_codes:
        return Handler.APPLICATION
    toll_free = sender is SenderClass.TOLL_FREE and keyword.action is not KeywordAction.HELP
    return Handler.NETWORK if toll_free else Handler.PLATFORM


def network_answer(body: str, sender: str) -> str | None:
    """What a toll-free number's network itself sends back to `body`, which it obeys; None where it does nothing.

    The network's message is neither ours nor the account's: no carrier of ours sends it, and the simulated network plays it.
    """
    keyword = read_keyword(body)
    if keyword is None or sender_class(sender) is not SenderClass.TOLL_FREE or not network_obeys(keyword):
        return None
    replies: dict[str, str] = _data()["toll_free"]["replies"]
    return replies[keyword.action.lower()].format(word=keyword.word.lower())


def network_obeys(keyword: Keyword) -> bool:
    """Whether toll-free networks know the word: STOP, START and UNSTOP, but not YES or QUIT."""
    return keyword.word in _data()["toll_free"].get(keyword.action.lower(), ())


def default_reply(action: KeywordAction, language: str = "en") -> str:
    """The platform's answer to `action` in `language`, in English where that language has no text of its own."""
    return reply_text(action.lower(), language)


def reply_text(name: str, language: str) -> str:
    """A text of `keywords.toml` by its name; that of English where `language` (a BCP 47 tag) has none."""
    return own_reply_text(name, language) or own_reply_text(name, "en")


def own_reply_text(name: str, language: str) -> str:
    """The same, "" where the language has none."""
    entry: dict[str, Any] = _languages().get(language.partition("-")[0].lower(), {})
    return str(entry.get("replies", {}).get(name, ""))


def frequency_text(count: int, period: str, language: str) -> str:
    """ "Up to 4 msgs/month": how often a program writes, for its HELP answer; 0 is "varies"."""
    entry = _languages().get(language.partition("-")[0].lower(), {})
    if "frequency" not in entry:
        entry = _languages()["en"]
    template = entry["frequency"][period] if count else entry["replies"]["varies"]
    return str(template).format(count=count)


def language_names() -> dict[str, str]:
    """BCP 47 tag to the name in capitals by which Advanced Opt-Out knows the language."""
    return {tag: str(entry["name"]) for tag, entry in _languages().items()}


def listed_keywords() -> tuple[Keyword, ...]:
    """All of them, each under the first language that lists it."""
    return tuple(_words().values())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("keywords.toml").read_text("utf-8"))


@cache
def _languages() -> dict[str, dict[str, Any]]:
    return {entry["tag"]: entry for entry in _data()["language"]}


@cache
def _words() -> dict[str, Keyword]:
    """By spelling. The first list that names a word wins, so English keeps a word that another language shares; and a word that one
    language says for one reason only is everyday nowhere."""
    table: dict[str, Keyword] = {}
    for part in ("words", "everyday"):
        for tag, entry in _languages().items():
            for action, words in entry[part].items():
                for word in words:
                    table.setdefault(spell(word), Keyword(word, KeywordAction(action.upper()), tag, part == "everyday"))
    return table


@cache
def _longest() -> int:
    return max(map(len, _words())) + ROOM

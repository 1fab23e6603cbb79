"""Keywords and answers of Advanced Opt-Out: keyword types (STOP.FRENCH), message types (ALL or a country), and which of them a text meets.

Source: messaging_v3 (KeywordLocaleType, SupportedMessageTypes, OptOutKeywordsEntity, OptOutMessagesEntity).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import phonenumbers

from ..keywords import Keyword, KeywordAction, language_names
from ..spelling import spell

EVERYWHERE = "ALL"
"""The message type that is no country: what holds where a country has nothing of its own."""
_CONTRACTS = """
ALL AFRIKAANS ARABIC BENGALI CHINESE CROATIAN CZECH DANISH DUTCH ENGLISH ESTONIAN FINNISH FRENCH GERMAN GREEK HEBREW HINDI HUNGARIAN ITALIAN
JAPANESE KOREAN LATVIAN LITHUANIAN MALAY MALAYSIAN NORWEGIAN POLISH PORTUGUESE RUSSIAN SLOVAK SLOVENE SPANISH SOUTHERN_NDEBELE
SOUTHERN_SOTHO SWATI SWEDISH TAMIL TSWANA TSONGA VENDA XHOSA ZULU
"""
LANGUAGES: dict[str, str] = dict.fromkeys(_CONTRACTS.split(), "")
"""The contract's languages, to the BCP 47 tag of our own list of words; "" where we have none."""
LANGUAGES |= {name: tag for tag, name in language_names().items() if name in LANGUAGES} | {"MALAYSIAN": "ms"}
_KEYS = {tag: name for name, tag in LANGUAGES.items() if tag and name != "MALAYSIAN"}

RESERVED = frozenset(KeywordAction)
"""STOP, START and HELP can be removed from no service."""
LONGEST_KEYWORD = 34
LONGEST_MESSAGE = 320
COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)

Table = Mapping[str, Mapping[str, Any]]
"""Message type, keyword type, and what is set for them."""


def read_keyword_type(text: str) -> str:
    """`stop.french` as STOP.FRENCH; STOP alone is STOP.ALL. ValueError in words."""
    action, _, language = text.strip().upper().partition(".")
    language = language or "ALL"
    if action not in RESERVED or language not in LANGUAGES:
        raise ValueError("must be STOP, START or HELP, a full stop and a language, such as STOP.ENGLISH")
    return f"{action}.{language}"


def read_message_type(text: str) -> str:
    """ALL or a country by its two letters. ValueError in words."""
    found = text.strip().upper() or EVERYWHERE
    if found != EVERYWHERE and found not in COUNTRIES:
        raise ValueError("must be ALL or a country by its two letters (ISO 3166-1)")
    return found


def read_custom_keyword(text: str) -> str:
    """A keyword as it is kept: in upper case. ValueError where it has no letter or digit, or is longer than 34 characters."""
    found = re.sub(r"\s+", " ", text.strip()).upper()
    if not spell(found) or len(found) > LONGEST_KEYWORD:
        raise ValueError(f"must have letters or digits, {LONGEST_KEYWORD} characters at most")
    return found


def configured_keyword(keywords: Table, body: str, country: str) -> Keyword | None:
    """What `body` asks for by a service's own list: that of the recipient's country where it has one, else the list for all.

    STOP, START and HELP count in any case.
    """
    said = spell(body) if len(body) <= 4 * LONGEST_KEYWORD else ""
    if not said:
        return None
    if said.upper() in RESERVED:
        return Keyword(said.upper(), KeywordAction(said.upper()), "en")
    table = keywords.get(country) or keywords.get(EVERYWHERE) or {}
    for keyword_type, words in table.items():
        action, _, language = keyword_type.partition(".")
        for word in words:
            if spell(word) == said:
                return Keyword(word, KeywordAction(action), LANGUAGES.get(language) or "en")
    return None


def configured_message(messages: Table, keyword: Keyword, country: str) -> str:
    """The service's own answer: of the country before that for all, of the language before that for all languages; "" for none."""
    language = _KEYS.get(keyword.language, "ENGLISH")
    for message_type in (country, EVERYWHERE):
        table = messages.get(message_type, {})
        for key in (f"{keyword.action}.{language}", f"{keyword.action}.ALL"):
            if text := table.get(key):
                return str(text)
    return ""

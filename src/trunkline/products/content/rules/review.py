"""How a template is judged by the simulated reviewer: the reasons for which WhatsApp turns templates down, each with its remedy.

Facts from Meta's template guidelines and Twilio's page on rejections; the reasons' names are Meta's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .placeholders import places_of, texts_of

NAME = re.compile(r"[a-z0-9_]{1,512}")
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
_LEADS = re.compile(r"^\s*\{\{|\}\}\s*$")
_ADJACENT = re.compile(r"\}\}\s*\{\{")
_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)
_PROMOTES = 0.8
FEWEST_WORDS = 2
"""For each variable, beside one word: fewer, and the reviewer cannot tell what the text is about."""


def review(types: Mapping[str, Any], samples: Mapping[str, Any], category: str, promotion: float) -> tuple[str, str]:
    """(reason, remedy) of a rejection, or ("", ""). `promotion` is the classifier's probability that the text promotes something."""
    for name, content in types.items():
        body = str(content.get("body", ""))
        if _LEADS.search(body):
            return "INVALID_FORMAT", f"{name}: the body begins or ends with a variable; put words around it"
        if any(_ADJACENT.search(text) for text in texts_of(content)):
            return "INVALID_FORMAT", f"{name}: two variables stand side by side; put words between them"
        places = places_of(content)
        if places and len(_WORDS.findall(re.sub(r"\{\{[^{}]*\}\}", " ", body))) < FEWEST_WORDS * len(places) + 1:
            return "INVALID_FORMAT", f"{name}: too many variables for so short a text; write more of it out"
        if missing := [place for place in places if not str(samples.get(place, "")).strip()]:
            return "INVALID_FORMAT", f"{name}: variable {missing[0]} has no sample; give one in `variables`"
    if category == "AUTHENTICATION" and "whatsapp/authentication" not in types:
        return "INCORRECT_CATEGORY", "an authentication template has the type whatsapp/authentication, whose text is fixed"
    if category != "AUTHENTICATION" and "whatsapp/authentication" in types:
        return "INCORRECT_CATEGORY", "the type whatsapp/authentication belongs to the category AUTHENTICATION"
    if category == "UTILITY" and promotion >= _PROMOTES:
        return "INCORRECT_CATEGORY", "the text promotes something; ask for the category MARKETING, or allow the category to be changed"
    return "", ""

"""Whom a call goes to or comes from: a number in E.164, `client:name` or `sip:user@host`. Source: Twilio, Call resource, To and From."""

from __future__ import annotations

import re

_SEPARATORS = str.maketrans("", "", " ().-")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_CLIENT = re.compile(r"client:[\w.%+@=-]{1,121}", re.ASCII)
_SIP = re.compile(r"sips?:[^\s@<>]{1,128}@[^\s@<>]{1,255}", re.IGNORECASE)


def read_endpoint(given: str) -> str | None:
    """As it is stored, separators of a number left out and ten bare digits taken as North American; None where it is none of the three."""
    text = given.strip()
    if _CLIENT.fullmatch(text) or _SIP.fullmatch(text):
        return text
    bare = text.translate(_SEPARATORS)
    if bare.isascii() and bare.isdigit():
        bare = f"+1{bare}" if len(bare) == 10 else f"+{bare}"
    return bare if _E164.fullmatch(bare) else None


def for_people(endpoint: str) -> str:
    """North American numbers spelled out, "(415) 555-2671"; all others as they are."""
    if re.fullmatch(r"\+1[0-9]{10}", endpoint):
        return f"({endpoint[2:5]}) {endpoint[5:8]}-{endpoint[8:]}"
    return endpoint

"""The beginning of a text as it may be kept for a reviewer: enough to judge by, with nothing that names a person by number or address."""

from __future__ import annotations

import re

LONGEST = 160
"""Characters of an excerpt."""

_MAIL = re.compile(r"[^\s@<>]{1,64}@([^\s@<>/]{1,253})")
_PATH = re.compile(r"((?:https?://|\b)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?::\d+)?[/?#]\S*", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def mask_excerpt(body: str) -> str:
    """At most `LONGEST` characters: digits are `#`, of an e-mail address and of a link the host is left."""
    begun = body[: 4 * LONGEST]
    masked = _DIGIT.sub("#", _PATH.sub(r"\1/…", _MAIL.sub(r"…@\1", begun)))
    short = " ".join(masked.split())
    return short if len(short) <= LONGEST else short[: LONGEST - 1] + "…"

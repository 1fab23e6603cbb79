"""Values that only Sync has. Sources: Twilio's errors 54006, 54011, 54101 and 54302, and its page "Sync limits"."""

from __future__ import annotations

from dataclasses import replace

from trunkline.kernel.fields import COUNT, MAPPING, TEXT
from trunkline.kernel.identifiers import is_sid

LONGEST_NAME = 256
"""Characters of a unique name."""

LONGEST_DATA = 16 * 1024
"""Octets of UTF-8 of the JSON that one object holds."""

LONGEST_TTL = 31_536_000
"""Seconds: one year. 0 means no end."""


def _name(text: str) -> str:
    if not text or is_sid(text):
        raise ValueError(f"must be 1 to {LONGEST_NAME} characters and not look like a SID")
    return text


def _ttl(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > LONGEST_TTL or len(text) > 9:
        raise ValueError(f"must be empty or a whole number of seconds from 0 to {LONGEST_TTL}")
    return int(text)


def _window(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9) or not 1000 <= int(text) <= 30_000:
        raise ValueError("must be a whole number of milliseconds from 1000 to 30000")
    return int(text)


NAME = replace(TEXT, read=_name)
TTL = replace(COUNT, read=_ttl)
WINDOW = replace(COUNT, read=_window)
DATA = replace(MAPPING, measure=lambda text: len(text.encode()), unit="octets")

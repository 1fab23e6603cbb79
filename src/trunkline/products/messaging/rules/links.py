"""Find the web addresses in a text, and put others in their place."""

from __future__ import annotations

import re
from collections.abc import Callable

# What a person who reads aloud would not count to the address: punctuation at its end, and a bracket that opened before it.
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_TRAILING = ".,;:!?'\u2019\u201d"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def _end(found: str) -> int:
    end = len(found)
    while end > 0:
        last = found[end - 1]
        opens = _BRACKETS.get(last)
        loose = opens is not None and found.count(last, 0, end) > found.count(opens, 0, end)
        if last not in _TRAILING and not loose:
            break
        end -= 1
    return end


def links_of(text: str) -> list[str]:
    """Every http or https address, in order, each once."""
    return list(dict.fromkeys(link for one in _LINK.findall(text) if len(link := one[: _end(one)]) > len("https://")))


def replace_links(text: str, put: Callable[[str], str]) -> str:
    """The text with `put(link)` in the place of each link; all else as it was."""

    def exchange(match: re.Match[str]) -> str:
        found = match[0]
        end = _end(found)
        return (put(found[:end]) if end > len("https://") else found[:end]) + found[end:]

    return _LINK.sub(exchange, text)

"""Texts with places to fill in (`{to}`), and values inside JSON by a path (`result.id`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

PLACES = ("to", "to_digits", "from", "from_digits", "body", "reference", "media_url", "segments")
_PLACE = re.compile(r"\{([^{}]*)\}")


def check_template(text: str) -> str:
    """The template; ValueError when it has a place that nobody fills."""
    for name in _PLACE.findall(text):
        if name not in PLACES:
            raise ValueError(f"has a place {{{name}}}; there are {', '.join(PLACES)}")
    return text


def fill(template: str, values: Mapping[str, str], *, quoted: bool = False) -> str:
    """`quoted`: what is filled in is escaped for a URL. What a value itself looks like does not matter: it is not read again."""

    def put(found: re.Match[str]) -> str:
        value = values[found[1]]
        return quote(value, safe="") if quoted else value

    return _PLACE.sub(put, template)


def value_at(data: Any, path: str) -> str:
    """What stands at `a.b.0.c` in decoded JSON, as text; "" where there is nothing or it is not a single value."""
    for part in path.split(".") if path else ():
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and part.isascii() and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return ""
    if isinstance(data, bool) or data is None or isinstance(data, Mapping | list):
        return ""
    return str(data)

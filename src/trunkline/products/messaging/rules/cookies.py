"""Set-Cookie headers, as far as a conversation keeps them: name, value, and four hours at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from trunkline.kernel.clock import SECOND, from_datetime


def keep_cookies(kept: Mapping[str, Any], headers: Iterable[str], now: int, longest: int) -> dict[str, Any]:
    """What is kept after an answer with these Set-Cookie headers: name -> [value, expiry]; expired ones are gone."""
    jar = {name: entry for name, entry in kept.items() if entry[1] > now}
    for header in headers:
        first, *attributes = header.split(";")
        name, equals, value = first.strip().partition("=")
        if not equals or not name:
            continue
        expiry = min(_expiry(attributes, now), now + longest)
        if expiry <= now:
            jar.pop(name, None)
        else:
            jar[name] = [value, expiry]
    return jar


def cookie_header(kept: Mapping[str, Any], now: int) -> str:
    return "; ".join(f"{name}={value}" for name, (value, expiry) in kept.items() if expiry > now)


def _expiry(attributes: Iterable[str], now: int) -> int:
    """Max-Age wins over Expires (RFC 6265, 5.3); neither means a session, which lasts as long as we keep any."""
    expires = None
    for attribute in attributes:
        name, _, value = attribute.strip().partition("=")
        if name.lower() == "max-age" and value.lstrip("-").isdigit():
            return now + int(value) * SECOND
        if name.lower() == "expires":
            try:
                moment = parsedate_to_datetime(value)
            except (ValueError, TypeError):
                continue
            expires = from_datetime(moment.astimezone(UTC))
    return expires if expires is not None else 2**62

"""Settings of a carrier, held against what its kind knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_URL = re.compile(r"https?://[^\s/?#@]+[^\s?#]*", re.IGNORECASE)


def read_url(text: str) -> str:
    """An address without query, without a slash at its end; ValueError if it is none."""
    if not _URL.fullmatch(text):
        raise ValueError("must be an http or https URL without query")
    return text.rstrip("/")


def place_of(url: str) -> tuple[str, int]:
    """Host and port of an address; ValueError if it has none, or a port that cannot be."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme.lower() == "https" else 80)


@dataclass(frozen=True)
class Setting:
    """A text. `required` says what is missing where it is."""

    default: str = ""
    required: str = ""
    read: Callable[[str], str] = str


def read_known(settings: Mapping[str, Any], known: Mapping[str, Setting]) -> dict[str, Any]:
    """All known settings, with their defaults; ValueError at one that is unknown, missing, or not a text."""
    if unknown := sorted(set(settings) - set(known)):
        raise ValueError(f"there is no setting {unknown[0]!r}; there are {', '.join(sorted(known))}")
    found: dict[str, Any] = {}
    for name, setting in known.items():
        value = settings.get(name, setting.default)
        if not isinstance(value, str):
            raise ValueError(f"{name} must be a text")
        if setting.required and not value:
            raise ValueError(f"{name} is missing: {setting.required}")
        try:
            found[name] = setting.read(value) if value else value
        except ValueError as why:
            raise ValueError(f"{name} {why}") from None
    return found

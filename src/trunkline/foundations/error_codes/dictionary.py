"""The entries, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

LANGUAGES: Final = ("en", "ja")


@dataclass(frozen=True, slots=True)
class Explained:
    """A code in one language."""

    title: str
    meaning: str
    causes: str
    remedy: str


@cache
def entries() -> dict[int, dict[str, Explained]]:
    """Code -> language -> words. ValueError for an entry that is not whole."""
    found: dict[int, dict[str, Explained]] = {}
    folder = resources.files(__package__).joinpath("data")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        for code, words in tomllib.loads(file.read_text("utf-8")).items():
            if int(code) in found or set(words) != set(LANGUAGES) or any(len(w) != 4 or not all(w) for w in words.values()):
                raise ValueError(f"{file.name}: the entry of {code} is not whole, or there are two")
            found[int(code)] = {language: Explained(*w) for language, w in words.items()}
    return found


def explain(code: int, language: str) -> Explained | None:
    known = entries().get(code)
    return None if known is None else known[language if language in LANGUAGES else "en"]

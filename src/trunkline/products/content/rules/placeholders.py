"""Places to fill in: `{{1}}`, `{{name}}`. Source: Twilio, "Using variables with content templates", and error 21656."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_PLACE = re.compile(r"\{\{([^{}]*)\}\}")
_NAME = re.compile(r"[A-Za-z0-9_]{1,16}")
LONGEST_VALUE = 1600
MOST = 100


class WrongVariables(ValueError):
    """Its text is for people. `too_long`: a value is over 1,600 characters (21658)."""

    def __init__(self, words: str, *, too_long: bool = False) -> None:
        super().__init__(words)
        self.too_long = too_long


def texts_of(value: Any) -> Iterator[str]:
    """Every text inside a content type, in the order in which it is written."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


def places_of(value: Any) -> list[str]:
    """The names of all places, each once, in the order in which they are met. ValueError for one that is not well formed."""
    found: dict[str, None] = {}
    for text in texts_of(value):
        rest = _PLACE.sub("", text)
        if "{{" in rest or "}}" in rest:
            raise ValueError("has braces that do not fit: a variable is written {{1}} or {{name}}")
        for name in _PLACE.findall(text):
            if not _NAME.fullmatch(name.strip()):
                raise ValueError(f"{{{{{name}}}}} cannot be a variable: its name has 1 to 16 letters, digits or _")
            found[name.strip()] = None
    if len(found) > MOST:
        raise ValueError(f"has more than {MOST} variables")
    return list(found)


def settle_variables(places: list[str], given: Any, samples: Mapping[str, Any]) -> dict[str, str]:
    """A value for each place: what was given, else the template's sample. Raises WrongVariables where one is missing or cannot stand."""
    if not isinstance(given, Mapping):
        raise WrongVariables('must be a JSON object such as {"1": "Ada"}')
    values: dict[str, str] = {}
    for name in places:
        value = given.get(name, samples.get(name))
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value:
            raise WrongVariables(f"variable {name} has no value, and the template no sample for it")
        if len(value) > LONGEST_VALUE:
            raise WrongVariables(f"variable {name} is longer than {LONGEST_VALUE} characters", too_long=True)
        if "\n" in value or "\t" in value or "     " in value:
            raise WrongVariables(f"variable {name} has a line break, a tab or more than four spaces in a row")
        values[name] = value
    return values


def fill_in(value: Any, values: Mapping[str, str]) -> Any:
    """The same structure with its places filled. What is filled in is not read again."""

    def put(found: re.Match[str]) -> str:
        return values[found[1].strip()]

    def walk(inner: Any, fill: Callable[[str], str]) -> Any:
        if isinstance(inner, str):
            return fill(inner)
        if isinstance(inner, Mapping):
            return {key: walk(v, fill) for key, v in inner.items()}
        if isinstance(inner, list):
            return [walk(v, fill) for v in inner]
        return inner

    return walk(value, lambda text: _PLACE.sub(put, text))

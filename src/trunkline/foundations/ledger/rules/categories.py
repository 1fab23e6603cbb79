"""The tree of usage categories: what each is called, what it is counted in, and what lies below it. Source: `categories.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TOTAL = "totalprice"


@dataclass(frozen=True, slots=True)
class Category:
    """`above`: the categories that its usage counts towards, besides the total price of everything."""

    name: str
    title: str
    count_unit: str
    usage_unit: str
    above: tuple[str, ...]


@cache
def categories() -> dict[str, Category]:
    """By name, in the order of their names."""
    source = tomllib.loads(files(__package__).joinpath("categories.toml").read_text("utf-8"))
    units = {name: (group["count"], group["usage"]) for group in source["units"] for name in group["names"].split()}
    units[TOTAL] = ("", "")
    apart, titles = frozenset(source["apart"]), source["titles"]
    found = {}
    for name, (count, usage) in sorted(units.items()):
        above = () if name in apart else _above(name, units.keys())
        found[name] = Category(name, titles.get(name) or _title(name), count, usage, above)
    return found


def _above(name: str, known: Set[str]) -> tuple[str, ...]:
    parts = name.split("-")
    shorter = ("-".join(parts[:n]) for n in range(1, len(parts)))
    return tuple(one for one in shorter if one in known)


def _title(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split("-"))

"""From the leaves of the tree of categories, by day, to every category of each period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .categories import TOTAL, categories


@dataclass(slots=True)
class Tally:
    """Events, billed units, and micros paid."""

    count: int = 0
    usage: int = 0
    price: int = 0

    def add(self, count: int, usage: int, price: int) -> None:
        self.count, self.usage, self.price = self.count + count, self.usage + usage, self.price + price


def roll_up(found: Mapping[tuple[int, str], Tally], period: Callable[[int], int]) -> dict[int, dict[str, Tally]]:
    """`period` gives a day's period. What has a price counts towards the total price, whatever its category."""
    sums: dict[int, dict[str, Tally]] = {}
    tree = categories()
    for (day, name), tally in found.items():
        row = sums.setdefault(period(day), {})
        category = tree.get(name)
        for one in (name, *(category.above if category else ()), TOTAL):
            row.setdefault(one, Tally()).add(tally.count, tally.usage, tally.price)
    return sums

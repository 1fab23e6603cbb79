"""Search the stock of numbers on offer, less what somebody holds already."""

from __future__ import annotations

from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work

from ..queries import taken_among
from ..rules.contains_pattern import SearchError
from ..rules.countries import NumberType
from ..rules.inventory import LIMIT, AvailableNumber, Search, search_numbers

USUAL = 50
_AT_ONCE = 50  # numbers made between two looks at the record: about 5 ms of the processor
_ROUNDS = 60


async def find_available_numbers(
    work: Work, country: str, number_type: NumberType, search: Search | None = None, limit: int = USUAL
) -> list[AvailableNumber]:
    """Up to `limit` (1 to 1000) numbers. 20404 for a country or sort that is not on offer, 21451 and 20422 for a search that cannot be."""
    found: list[AvailableNumber] = []
    position: int | None = 0
    for _ in range(_ROUNDS):
        if position is None or len(found) >= limit:
            break
        try:
            page = search_numbers(country, number_type, search, start=position, limit=min(_AT_ONCE, limit, LIMIT))
        except SearchError as why:
            raise Problem(why.code, str(why), 404 if why.code == 20404 else 400) from None
        gone = await taken_among([one.phone_number for one in page.numbers], work)
        found += [one for one in page.numbers if one.phone_number not in gone]
        position = page.next_position
    return found[:limit]

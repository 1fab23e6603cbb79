"""The countries whose numbers are on offer and the sorts of number each has, from `countries.toml`."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class NumberType(StrEnum):
    """Sort of number; the value is the key in `subresource_uris` of a country."""

    LOCAL = "local"
    TOLL_FREE = "toll_free"
    MOBILE = "mobile"
    NATIONAL = "national"
    VOIP = "voip"
    SHARED_COST = "shared_cost"
    MACHINE_TO_MACHINE = "machine_to_machine"

    @property
    def subresource(self) -> str:
        """Last step of the path of its list: `TollFree` for toll_free."""
        return "".join(word.capitalize() for word in self.value.split("_"))


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a number can do."""

    voice: bool = False
    sms: bool = False
    mms: bool = False
    fax: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One sort of number in one country.

    `plan` names the range of libphonenumber's metadata that such numbers lie in; `address_requirements` is none, any,
    local or foreign.
    """

    plan: str
    capabilities: Capabilities
    address_requirements: str


@dataclass(frozen=True, slots=True)
class Country:
    """AvailablePhoneNumberCountry: `code` is ISO 3166-1 alpha-2, `beta` true where all its numbers are new."""

    code: str
    name: str
    beta: bool
    offers: dict[NumberType, Offer]


def countries() -> tuple[Country, ...]:
    """Every country with numbers on offer, by code."""
    return tuple(_catalogue().values())


def country_by_code(code: str) -> Country | None:
    """The country of an ISO 3166-1 alpha-2 code in any case, None where nothing is on offer."""
    return _catalogue().get(code.upper())


@cache
def _catalogue() -> dict[str, Country]:
    source = tomllib.loads(files(__package__).joinpath("countries.toml").read_text("utf-8"))
    return {code: _read(code, source[code]) for code in sorted(source)}


def _read(code: str, row: dict[str, Any]) -> Country:
    offers: dict[NumberType, Offer] = {}
    for number_type in NumberType:
        if (entry := row.get(number_type)) is not None:
            able = {name: bool(entry.get(name, False)) for name in ("voice", "sms", "mms", "fax")}
            offers[number_type] = Offer(entry["plan"], Capabilities(**able), entry.get("address", "none"))
    return Country(code, row["name"], bool(row.get("beta", False)), offers)

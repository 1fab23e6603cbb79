"""Where a North American number is: state or province and city, from the geographic data of libphonenumber.

Only the part of that data that begins with calling code 1 is read, straight from its files: importing the package
`phonenumbers.geodata` would load the whole world, about 95 MB, for one column of a search result.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from importlib.util import module_from_spec, spec_from_file_location

REGION_CODES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "Washington D.C.": "DC", "Florida": "FL", "Georgia": "GA", "Hawaii": "HI",
    "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY",
    "Louisiana": "LA", "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN",
    "Mississippi": "MS", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH",
    "New Jersey": "NJ", "New Mexico": "NM", "New York": "NY", "North Carolina": "NC", "North Dakota": "ND",
    "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA", "Rhode Island": "RI",
    "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT",
    "Virginia": "VA", "Washington State": "WA", "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
    "Alberta": "AB", "British Columbia": "BC", "Manitoba": "MB", "New Brunswick": "NB",
    "Newfoundland and Labrador": "NL", "Nova Scotia": "NS", "Northwest Territories": "NT", "Nunavut": "NU",
    "Ontario": "ON", "Prince Edward Island": "PE", "Quebec": "QC", "Saskatchewan": "SK", "Yukon": "YT",
    "Puerto Rico": "PR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """City and two-letter state or province; None where the data does not say."""

    locality: str | None
    region: str | None


_NOWHERE = Place(None, None)


def place_of(national: str) -> Place:
    """Place of a ten-digit national number, or of the first digits of one."""
    places = _places()
    for length in range(min(len(national), 10), 2, -1):
        if (found := places.get(national[:length])) is not None:
            if found.region is None or found.locality is None:
                return Place(found.locality, found.region or places.get(national[:3], _NOWHERE).region)
            return found
    return _NOWHERE


def area_codes_in(region: str) -> tuple[str, ...]:
    """Area codes of a state or province ("CA", any case), ascending; empty for one that is not known."""
    wanted = region.strip().upper()
    return tuple(sorted(code for code, place in _places().items() if len(code) == 3 and place.region == wanted))


def prefixes_in(locality: str) -> tuple[str, ...]:
    """National prefixes of a city ("San Francisco", any case), in every state that has one of the name."""
    return _prefixes_by_locality().get(locality.strip().casefold(), ())


@cache
def _places() -> dict[str, Place]:
    """National prefix to place."""
    places: dict[str, Place] = {}
    for part in range(1000):
        source = files("phonenumbers").joinpath("geodata", f"data{part}.py")
        if not source.is_file():
            break
        with as_file(source) as path:
            spec = spec_from_file_location(f"phonenumbers.geodata.data{part}", path)
            if spec is None or spec.loader is None:
                break
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
        last = "1"
        for prefix, names in module.data.items():
            last = prefix
            if prefix.startswith("1") and (name := names.get("en")):
                places[prefix[1:]] = _read(name)
        if not last.startswith("1"):  # the files are in ascending order of prefix
            break
    return places | _area_codes_told_by_exchanges(places)


def _area_codes_told_by_exchanges(places: dict[str, Place]) -> dict[str, Place]:
    """Area codes that the data knows only by their exchanges (203, 310, 713, 718, 905), all in one state."""
    regions: dict[str, set[str]] = {}
    for prefix, place in places.items():
        if place.region is not None and prefix[:3] not in places:
            regions.setdefault(prefix[:3], set()).add(place.region)
    return {code: Place(None, *found) for code, found in regions.items() if len(found) == 1}


def _read(name: str) -> Place:
    """Tell a city, "San Francisco, CA", from a state, "California", and from an area that has no two-letter code."""
    city, comma, code = name.rpartition(", ")
    if comma and len(code) == 2 and code.isupper():
        return Place(city, code)
    return Place(None, REGION_CODES.get(name))


@cache
def _prefixes_by_locality() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for prefix, place in _places().items():
        if place.locality is not None:
            found.setdefault(place.locality.casefold(), []).append(prefix)
    return {locality: tuple(sorted(prefixes)) for locality, prefixes in found.items()}

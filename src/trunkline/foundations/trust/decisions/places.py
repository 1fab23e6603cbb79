"""Where a recipient may be, from the number alone: candidate time zones and places.

An area code tells where a number was given out, not where the person is, so every candidate counts until a better source narrows them
(R72). Measured with libphonenumber: an Idaho number has 2 zones, a British mobile 4, a North American toll-free number 42.
"""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import timezone

from trunkline.foundations.numbering.nanp_places import place_of


@lru_cache(maxsize=65_536)
def zones_of(number: str) -> tuple[str, ...] | None:
    """IANA zones that an E.164 number may be in; None where it is none or nothing is known. 50 µs once, then a look-up."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    zones = tuple(zone for zone in timezone.time_zones_for_number(parsed) if zone != "Etc/Unknown")
    return zones or None


@lru_cache(maxsize=65_536)
def places_of(number: str, country: str) -> tuple[str, ...] | None:
    """ISO 3166-2 codes of the places an E.164 number of `country` may be in; None where that is not known.

    The state or province of a North American number, ("US-FL",), by the geographic data of its prefix, which the first call reads; the
    country itself elsewhere, as no rule in the box is narrower there.
    """
    if country not in ("US", "CA"):
        return (country,) if country else None
    region = place_of(number.removeprefix("+1")).region
    return None if region is None else (f"{country}-{region}",)

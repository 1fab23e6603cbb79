"""The time zones of a country, for a recipient of whom no more is known. Source: zone.tab of the time zone database."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


def zones_of_country(country: str) -> tuple[str, ...] | None:
    """Every IANA zone of an ISO 3166-1 country; None for one that the database does not have."""
    return _table().get(country)

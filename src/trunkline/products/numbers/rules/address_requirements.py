"""Whether an address is one that a number's regulator accepts. Source: Twilio, AvailablePhoneNumber, `address_requirements`."""

from __future__ import annotations


def satisfies(requirement: str, number_country: str, address_country: str) -> bool:
    """`requirement` is none, any, local (an address in the number's country) or foreign (one outside it)."""
    if requirement == "local":
        return address_country == number_country
    if requirement == "foreign":
        return address_country != number_country
    return True

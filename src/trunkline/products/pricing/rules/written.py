"""Rows of the price list as the Pricing API writes them. Prices are decimal texts. Sources: pricing_v1 and pricing_v2."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.ledger.prices.price_list import ELSEWHERE, CountryPrices, Destination, PriceList, Rate
from trunkline.foundations.ledger.rules.money import write_money

_SENDERS = ("local", "mobile", "toll free", "short code")
_WORDS = {"short code": "shortcode"}


def price(prices: PriceList, listed: int) -> dict[str, str]:
    return {"base_price": write_money(listed), "current_price": write_money(prices.current(listed))}


def number_type(word: str) -> str:
    """The wire's word for a type of number."""
    return _WORDS.get(word, word)


def message_prices(prices: PriceList, row: CountryPrices, direction: str) -> list[dict[str, Any]]:
    """One price for each type of our sender or number."""
    listed = row.messages.get(("sms", direction), {})
    known = {sender: listed.get(sender, listed.get(ELSEWHERE)) for sender in _SENDERS}
    return [{"number_type": number_type(sender), **price(prices, each)} for sender, each in known.items() if each is not None]


def network_prices(prices: PriceList, row: CountryPrices) -> list[dict[str, Any]]:
    """What texts to each mobile network cost; the list has one price for all of a country."""
    each = message_prices(prices, row, "outbound")
    return [{"carrier": network.name, "mcc": network.mcc, "mnc": network.mnc, "prices": each} for network in row.networks]


def number_prices(prices: PriceList, row: CountryPrices) -> list[dict[str, Any]]:
    """A month of a number, for each type on offer."""
    return [{"number_type": number_type(name), **price(prices, each)} for name, each in row.numbers.items()]


def inbound_prices(prices: PriceList, row: CountryPrices, trunk: bool = False) -> list[dict[str, Any]]:
    """A minute of a call to a number of ours, for each type."""
    return [{"number_type": number_type(name), **price(prices, minute(rate, trunk))} for name, rate in row.inbound.items()]


def minute(rate: Rate, trunk: bool) -> int:
    return rate.trunk if trunk else rate.call


def prefix_price(prices: PriceList, row: Destination) -> dict[str, Any]:
    """As v1 has it: by the called number alone."""
    return {"prefixes": list(row.prefixes), "friendly_name": row.name, **price(prices, row.rate.call)}


def prefix_price_with_origin(prices: PriceList, row: Destination, trunk: bool = False) -> dict[str, Any]:
    """As v2 has it: by the called and the calling number."""
    return {
        "destination_prefixes": list(row.prefixes),
        "origination_prefixes": list(row.origins),
        "friendly_name": row.name,
        **price(prices, minute(row.rate, trunk)),
    }

"""Prices by country. Sources: pricing_v1 (messaging, phone numbers, voice) and pricing_v2 (voice, trunking)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from trunkline.foundations.ledger.numbered_pages import read_page
from trunkline.foundations.ledger.prices.price_list import CountryPrices, PriceList, prices_of
from trunkline.kernel.clock import to_datetime
from trunkline.kernel.dialects import V
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..rules.written import inbound_prices, message_prices, network_prices, number_prices, prefix_price, prefix_price_with_origin

Writer = Callable[[PriceList, CountryPrices], Mapping[str, Any]]
Handler = Callable[[Request], Awaitable[Reply]]


def today(request: Request) -> date:
    return to_datetime(request.work.now).date()


def _messaging(prices: PriceList, row: CountryPrices) -> Mapping[str, Any]:
    return {"outbound_sms_prices": network_prices(prices, row), "inbound_sms_prices": message_prices(prices, row, "inbound")}


def _numbers(prices: PriceList, row: CountryPrices) -> Mapping[str, Any]:
    return {"phone_number_prices": number_prices(prices, row)}


def _voice(prices: PriceList, row: CountryPrices) -> Mapping[str, Any]:
    ordinary = [prefix_price(prices, one) for one in row.destinations if "ALL" in one.origins]
    return {"outbound_prefix_prices": ordinary, "inbound_call_prices": inbound_prices(prices, row)}


def _voice_with_origin(prices: PriceList, row: CountryPrices) -> Mapping[str, Any]:
    outbound = [prefix_price_with_origin(prices, one) for one in row.destinations]
    return {"outbound_prefix_prices": outbound, "inbound_call_prices": inbound_prices(prices, row)}


def _trunking(prices: PriceList, row: CountryPrices) -> Mapping[str, Any]:
    return {
        "terminating_prefix_prices": [prefix_price_with_origin(prices, one, trunk=True) for one in row.destinations],
        "originating_call_prices": inbound_prices(prices, row, trunk=True),
    }


_SHOWN: dict[tuple[int, str], Writer] = {
    (1, "Messaging"): _messaging,
    (1, "PhoneNumbers"): _numbers,
    (1, "Voice"): _voice,
    (2, "Voice"): _voice_with_origin,
    (2, "Trunking"): _trunking,
}


def _named(request: Request, row: CountryPrices, version: int, what: str) -> dict[str, Any]:
    return {"country": row.name, "iso_country": row.code, "url": f"{request.at}/v{version}/{what}/Countries/{quote(row.code)}"}


def _list(version: int, what: str) -> Handler:
    async def list_countries(request: Request) -> Reply:
        page, rows = read_page(request), prices_of(request.work).countries(today(request))
        shown = [_named(request, rows[i], version, what) for i in page.rows(len(rows))]
        return Reply(200, request.mount.dialect.page("countries", shown, page.size, page.number, page.links(request, len(rows))))

    return list_countries


def _fetch(version: int, what: str, write: Writer) -> Handler:
    async def fetch_country(request: Request) -> Reply:
        prices = prices_of(request.work)
        row = prices.country(request.path["iso_country"].upper(), today(request))
        if row is None or not row.code.isalpha():
            raise request.missing()
        return Reply(200, {**_named(request, row, version, what), **write(prices, row), "price_unit": prices.currency})

    return fetch_country


for (_version, _what), _write in _SHOWN.items():
    route("GET", V(_version, "pricing", f"/{_what}/Countries"))(_list(_version, _what))
    route("GET", V(_version, "pricing", f"/{_what}/Countries/{{iso_country}}"))(_fetch(_version, _what, _write))

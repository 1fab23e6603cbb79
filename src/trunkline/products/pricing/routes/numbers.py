"""What a call to a number costs, and a call from it to us if it is the account's own. Sources: pricing_v1, VoiceNumber; pricing_v2."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from trunkline.foundations.ledger.prices.price_list import CountryPrices, PriceList, prices_of
from trunkline.foundations.numbering.plan import LineType, country_of, line_type_of
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route
from trunkline.products.numbers.actions.find_sender import find_sender

from ..rules.written import minute, number_type, prefix_price_with_origin, price
from .countries import today

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_TYPES = {LineType.MOBILE: "mobile", LineType.TOLL_FREE: "toll free"}
_NOBODYS = {"base_price": None, "current_price": None, "number_type": None}


def _row(request: Request, number: str) -> tuple[PriceList, CountryPrices]:
    """404 for what is no number, and for one of a country without prices."""
    prices = prices_of(request.work)
    row = prices.country(country_of(number), today(request)) if _E164.fullmatch(number) else None
    if row is None:
        raise request.missing()
    return prices, row


def _origin(request: Request) -> str:
    text = request.text("OriginationNumber").strip()  # a plus sign that was not quoted arrives as a space
    if not text:
        return ""
    number = text if text.startswith("+") else f"+{text}"
    if not _E164.fullmatch(number):
        raise invalid("OriginationNumber", "must be a number in E.164")
    return number


async def _inbound(request: Request, prices: PriceList, row: CountryPrices, number: str, trunk: bool = False) -> dict[str, Any]:
    """Nulls unless the number is the account's own."""
    if await find_sender(request.work, request.account_sid, number) is None:
        return _NOBODYS
    word = _TYPES.get(line_type_of(number), "local")
    rate = row.inbound.get(word) or row.inbound.get("local")
    if rate is None:
        return {**_NOBODYS, "number_type": number_type(word)}
    return {"number_type": number_type(word), **price(prices, minute(rate, trunk))}


@route("GET", V(1, "pricing", "/Voice/Numbers/{number}"))
async def fetch_voice_number(request: Request) -> Reply:
    number = request.path["number"]
    prices, row = _row(request, number)
    found = row.destination(number)
    body = {
        "number": number,
        "country": row.name,
        "iso_country": row.code,
        "outbound_call_price": None if found is None else price(prices, found[0].rate.call),
        "inbound_call_price": await _inbound(request, prices, row, number),
        "price_unit": prices.currency,
        "url": f"{request.at}/v1/Voice/Numbers/{quote(number, '+')}",
    }
    return Reply(200, body)


async def _with_origin(request: Request, what: str) -> dict[str, Any]:
    number, origin = request.path["destination_number"], _origin(request)
    _, row = _row(request, number)
    return {
        "destination_number": number,
        "origination_number": origin or None,
        "country": row.name,
        "iso_country": row.code,
        "price_unit": prices_of(request.work).currency,
        "url": f"{request.at}/v2/{what}/Numbers/{quote(number, '+')}",
    }


@route("GET", V(2, "pricing", "/Voice/Numbers/{destination_number}"))
async def fetch_voice_number_with_origin(request: Request) -> Reply:
    number = request.path["destination_number"]
    body, (prices, row) = await _with_origin(request, "Voice"), _row(request, number)
    found = row.destination(number, _origin(request))
    outbound = [{"origination_prefixes": list(found[0].origins), **price(prices, found[0].rate.call)}] if found else []
    return Reply(200, {**body, "outbound_call_prices": outbound, "inbound_call_price": await _inbound(request, prices, row, number)})


@route("GET", V(2, "pricing", "/Trunking/Numbers/{destination_number}"))
async def fetch_trunking_number(request: Request) -> Reply:
    number = request.path["destination_number"]
    body, (prices, row) = await _with_origin(request, "Trunking"), _row(request, number)
    found = row.destination(number, _origin(request))
    terminating = [prefix_price_with_origin(prices, found[0], trunk=True)] if found else []
    own = await _inbound(request, prices, row, number, trunk=True)
    return Reply(200, {**body, "terminating_prefix_prices": terminating, "originating_call_price": own})

"""The stock of phone numbers on offer: generated, never stored, and true to each country's numbering plan.

Every number that the plan of its country and sort allows is in stock, less the ranges that may never be given to a
subscriber, less what is taken. A search lays a filter over that stock and reads it in a fixed shuffle that depends on
nothing but country and sort, so the same search shows the same numbers until somebody takes them. Nothing is ever
enumerated: see `digit_patterns`.

What a search shows of a place is what libphonenumber knows: state and city in North America, null elsewhere. LATA, rate
centre, coordinates and postal code are unknown here, hence null, and a search that insists on one of them finds
nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from trunkline.foundations.numbering.nanp_places import area_codes_in, place_of, prefixes_in
from trunkline.products.numbers.rules.contains_pattern import SearchError, contains_expression
from trunkline.products.numbers.rules.countries import Capabilities, Country, NumberType, Offer, country_by_code
from trunkline.products.numbers.rules.digit_patterns import CommonStrings, DigitPattern, scatter

LIMIT = 1000
"""Most numbers in one page, as Twilio's PageSize."""

_NANP = 1
# An exchange is NXX; N11 are service codes and 555 is kept for fiction and directory help, where the handsets live.
_NANP_SUBSCRIBER = r"1\d{3}(?:[2-46-9](?:[02-9]\d|1[02-9])|5(?:[02-46-9]\d|1[02-9]|5[0-46-9]))\d{4}"
_NOTHING = "0{20}"  # longer than any number: a filter that nothing passes
_TRIES = 40  # candidates looked at for each number wanted, before a page is given up as full enough

_FITTING: dict[str, frozenset[int]] = {
    "fixed_line": frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}),
    "mobile": frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}),
    "toll_free": frozenset({PhoneNumberType.TOLL_FREE}),
    "shared_cost": frozenset({PhoneNumberType.SHARED_COST}),
    "voip": frozenset({PhoneNumberType.VOIP}),
    "uan": frozenset({PhoneNumberType.UAN}),
}


@dataclass(frozen=True, slots=True)
class AvailableNumber:
    """One line of a search result, field by field as Twilio's AvailablePhoneNumber. None is unknown."""

    friendly_name: str
    phone_number: str
    lata: str | None
    locality: str | None
    rate_center: str | None
    latitude: str | None
    longitude: str | None
    region: str | None
    postal_code: str | None
    iso_country: str
    address_requirements: str
    beta: bool
    capabilities: Capabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Filters of a search, named as Twilio's parameters; None asks for nothing.

    `area_code`, `in_region` and `near_number` act in North America only and are ignored elsewhere. `near_number` means
    the same area code. A capability of False asks for numbers without it.
    """

    area_code: str | None = None
    contains: str | None = None
    in_region: str | None = None
    in_locality: str | None = None
    in_postal_code: str | None = None
    in_rate_center: str | None = None
    in_lata: str | None = None
    near_number: str | None = None
    near_lat_long: str | None = None
    voice_enabled: bool | None = None
    sms_enabled: bool | None = None
    mms_enabled: bool | None = None
    fax_enabled: bool | None = None
    exclude_all_address_required: bool = False
    exclude_local_address_required: bool = False
    exclude_foreign_address_required: bool = False
    beta: bool = True


@dataclass(frozen=True, slots=True)
class StockPage:
    """Numbers found, and the position at which the next page begins; None at the end of the stock."""

    numbers: tuple[AvailableNumber, ...]
    next_position: int | None


def search_numbers(
    country_code: str,
    number_type: NumberType,
    search: Search | None = None,
    *,
    taken: Callable[[str], bool] = lambda e164: False,
    start: int = 0,
    limit: int = 50,
) -> StockPage:
    """Numbers on offer that fit `search`, up to `limit` (1 to 1000), from position `start` on.

    `taken` tells for an E.164 number whether somebody has it already. Raises SearchError with Twilio's code: 20404 for
    a country or sort that is not on offer, 21451 for an impossible area code, 20422 for a bad `contains` or page.
    """
    if start < 0 or not 1 <= limit <= LIMIT:
        raise SearchError(20422, f"a page has 1 to {LIMIT} numbers and begins at 0 or later")
    country, offer = _offer(country_code, number_type)
    search = search or Search()
    filters = tuple(_filters(country, search))
    if not _suits(search, country, offer):
        return StockPage((), None)
    stock = _stock(country.code, offer.plan, filters)
    seed = crc32(f"{country.code}/{number_type}".encode())
    found: list[AvailableNumber] = []
    position = start
    last = min(stock.size, start + limit * _TRIES)
    while position < last and len(found) < limit:
        e164 = "+" + stock.at(scatter(position, stock.size, seed))
        position += 1
        if not taken(e164) and _fits(e164, country.code, offer.plan):
            found.append(_describe(e164, country, offer))
    return StockPage(tuple(found), position if position < stock.size else None)


def find_number(e164: str) -> tuple[NumberType, AvailableNumber] | None:
    """The number as it is on offer, with its sort, or None where the stock does not hold it (taken or not)."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return None
    if phonenumbers.format_number(number, PhoneNumberFormat.E164) != e164:
        return None
    country = country_by_code(phonenumbers.region_code_for_number(number) or "")
    if country is None:
        return None
    for number_type, offer in country.offers.items():
        if _in_stock(e164, country.code, offer.plan):
            return number_type, _describe(e164, country, offer)
    return None


def _offer(country_code: str, number_type: NumberType) -> tuple[Country, Offer]:
    country = country_by_code(country_code)
    if country is None:
        raise SearchError(20404, f"no numbers are on offer in {country_code!r}")
    offer = country.offers.get(number_type)
    if offer is None:
        raise SearchError(20404, f"no numbers of the sort {number_type.subresource} are on offer in {country.name}")
    return country, offer


def _suits(search: Search, country: Country, offer: Offer) -> bool:
    """Whether the whole sort passes the filters that do not look at the digits."""
    able = offer.capabilities
    wanted = (
        (search.voice_enabled, able.voice),
        (search.sms_enabled, able.sms),
        (search.mms_enabled, able.mms),
        (search.fax_enabled, able.fax),
    )
    refused = {
        "none": False,
        "any": search.exclude_all_address_required,
        "local": search.exclude_all_address_required or search.exclude_local_address_required,
        "foreign": search.exclude_all_address_required or search.exclude_foreign_address_required,
    }[offer.address_requirements]
    unknown = (search.in_postal_code, search.in_rate_center, search.in_lata, search.near_lat_long)
    return (
        all(asked is None or asked is has for asked, has in wanted)
        and not refused
        and (search.beta or not country.beta)
        and all(asked is None for asked in unknown)
    )


def _filters(country: Country, search: Search) -> list[str]:
    """Expressions over the digits of the E.164 number that all have to match."""
    filters: list[str] = []
    if search.contains is not None:
        filters.append(contains_expression(search.contains))
    calling_code = phonenumbers.country_code_for_region(country.code)
    if calling_code == _NANP:
        if search.area_code is not None:
            filters.append(_beginning([_area_code(search.area_code)]))
        if search.near_number is not None:
            digits = "".join(character for character in search.near_number if character in "0123456789")
            near = digits[-10:-7] if len(digits) in (10, 11) else ""
            filters.append(_beginning([near] if near else []))
        if search.in_region is not None:
            filters.append(_beginning(area_codes_in(search.in_region)))
    if search.in_locality is not None:
        # Outside North America no locality is known, so none can match.
        filters.append(_beginning(prefixes_in(search.in_locality)) if calling_code == _NANP else _NOTHING)
    return filters


def _area_code(given: str) -> str:
    code = given.strip()
    if len(code) != 3 or not code.isascii() or not code.isdigit() or code[0] in "01":
        raise SearchError(21451, f"{given!r} is not a North American area code")
    return code


def _beginning(prefixes: list[str] | tuple[str, ...]) -> str:
    return rf"1(?:{'|'.join(prefixes)})\d*" if prefixes else _NOTHING


@cache
def _plan(country_code: str, plan: str) -> tuple[DigitPattern, ...]:
    """Patterns that every number of the sort matches, kept for good: there are no more than the catalogue lists."""
    ranges = getattr(PhoneMetadata.metadata_for_region(country_code, None), plan)
    calling_code = phonenumbers.country_code_for_region(country_code)
    patterns = [DigitPattern(f"{calling_code}(?:{ranges.national_number_pattern})")]
    if calling_code == _NANP:
        patterns.append(DigitPattern(_NANP_SUBSCRIBER))
    return tuple(patterns)


# Kept small: a search is up to a megabyte of counts, and its filters come from outside.
@lru_cache(maxsize=32)
def _stock(country_code: str, plan: str, filters: tuple[str, ...]) -> CommonStrings:
    ranges = getattr(PhoneMetadata.metadata_for_region(country_code, None), plan)
    # Some plans allow many lengths; that of libphonenumber's example is the usual one of the country.
    length = len(str(phonenumbers.country_code_for_region(country_code))) + len(ranges.example_number)
    return CommonStrings([*_plan(country_code, plan), *map(DigitPattern, filters)], length)


def _fits(e164: str, country_code: str, plan: str) -> bool:
    """Whether the country's whole plan agrees that the number is its own and of this sort."""
    # Parsing is half of the work; a North American number has a shape that needs none.
    number = PhoneNumber(_NANP, int(e164[2:])) if e164.startswith("+1") else phonenumbers.parse(e164)
    return phonenumbers.number_type(number) in _FITTING[plan] and phonenumbers.is_valid_number_for_region(number, country_code)


def _in_stock(e164: str, country_code: str, plan: str) -> bool:
    stock = _stock(country_code, plan, ())
    return stock.holds(e164[1:]) and _fits(e164, country_code, plan)


def _describe(e164: str, country: Country, offer: Offer) -> AvailableNumber:
    north_american = e164.startswith("+1")
    place = place_of(e164[2:]) if north_american and offer.plan == "fixed_line" else None
    # Twilio spells North American numbers out, "(808) 925-1571", and repeats all others in E.164.
    friendly = f"({e164[2:5]}) {e164[5:8]}-{e164[8:]}" if north_american else e164
    return AvailableNumber(
        friendly_name=friendly,
        phone_number=e164,
        lata=None,
        locality=place.locality if place else None,
        rate_center=None,
        latitude=None,
        longitude=None,
        region=place.region if place else None,
        postal_code=None,
        iso_country=country.code,
        address_requirements=offer.address_requirements,
        beta=country.beta,
        capabilities=offer.capabilities,
    )

"""The price list in force, read once when the platform starts, from the operator's own file or the one that comes with Trunkline."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from trunkline.foundations.ledger.rules.money import read_money

if TYPE_CHECKING:
    from trunkline.kernel.work import Work

Direction = Literal["outbound", "inbound"]
Service = Literal["sms", "mms"]
ELSEWHERE = "*"
NUMBER_TYPES = ("local", "mobile", "national", "toll free", "short code")


class WrongPrices(Exception):
    """Its text says what in which price file is wrong."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Micros for a minute: `call` of an ordinary call, `trunk` of one that a SIP trunk makes or takes."""

    call: int
    trunk: int


@dataclass(frozen=True, slots=True)
class Destination:
    """Numbers that begin with one of `prefixes` (digits, no plus), called from numbers that begin with one of `origins` ("ALL": any)."""

    name: str
    prefixes: tuple[str, ...]
    origins: tuple[str, ...]
    rate: Rate


@dataclass(frozen=True, slots=True)
class Network:
    """A mobile network: E.212 country and network code, and its name."""

    mcc: str
    mnc: str
    name: str


@dataclass(frozen=True, slots=True)
class CountryPrices:
    """What one country costs from the day `since` on; prices are listed ones, in micros.

    `messages`: by service, direction and type of our number ("*" is any other). `numbers`: a month, by type. `inbound`: a minute, by type.
    """

    code: str
    name: str
    since: date
    networks: tuple[Network, ...]
    messages: Mapping[tuple[str, str], Mapping[str, int]]
    numbers: Mapping[str, int]
    inbound: Mapping[str, Rate]
    destinations: tuple[Destination, ...]

    def destination(self, number: str, origin: str = "") -> tuple[Destination, str] | None:
        """The row with the longest prefix that `number` (E.164) begins with, and that prefix.

        Of rows equally long, the one with the longest fitting origin counts; rows for special origins do not fit without one.
        """
        digits, caller = number.lstrip("+"), origin.lstrip("+")
        found: tuple[int, int, Destination, str] | None = None
        for row in self.destinations:
            fit = max((len(o) if o != "ALL" else 0 for o in row.origins if o == "ALL" or (caller and caller.startswith(o))), default=-1)
            for prefix in row.prefixes if fit >= 0 else ():
                if digits.startswith(prefix) and (found is None or (len(prefix), fit) > found[:2]):
                    found = (len(prefix), fit, row, prefix)
        return None if found is None else (found[2], found[3])


class PriceList:
    """Prices by country and day. `currency` is ISO 4217; `discount` is the part of the listed price that is not charged, in millionths."""

    def __init__(self, currency: str, opening_balance: int, failed_message: int, discount: int, countries: Iterable[CountryPrices]) -> None:
        self.currency, self.opening_balance, self.failed_message, self.discount = currency, opening_balance, failed_message, discount
        self._rows: dict[str, list[CountryPrices]] = {}
        for row in sorted(countries, key=lambda r: r.since, reverse=True):
            self._rows.setdefault(row.code, []).append(row)
        self.message_price = lru_cache(maxsize=4096)(self._message_price)

    def current(self, listed: int) -> int:
        """What is charged for a listed price, in micros, rounded down."""
        return listed - listed * self.discount // 1_000_000

    def country(self, code: str | None, on: date) -> CountryPrices | None:
        """The row of a country of its own; None for one without, and before its first day."""
        return next((row for row in self._rows.get(code or "", ()) if row.since <= on), None)

    def countries(self, on: date) -> list[CountryPrices]:
        """Every country with a row of its own, by name."""
        rows = (self.country(code, on) for code in self._rows if code != ELSEWHERE)
        return sorted((row for row in rows if row is not None), key=lambda row: row.name)

    def _message_price(self, country: str | None, direction: Direction, service: Service, on: date, number_type: str = "local") -> int:
        """Micros charged for one segment of an SMS or for one MMS on the day `on` (UTC).

        `country` is the far end's, ISO 3166-1 alpha-2; `number_type` is that of our own sender or number. A country without a row, and a
        service that its row leaves out, costs the row "*". ValueError for a day before that begins.
        """
        for row in (self.country(country, on), self.country(ELSEWHERE, on)):
            prices = row.messages.get((service, direction)) if row is not None else None
            if prices:
                listed = prices.get(number_type, prices.get(ELSEWHERE))
                if listed is not None:
                    return self.current(listed)
        raise ValueError(f"the price list begins after {on.isoformat()}")

    def number_price(self, country: str | None, number_type: str, on: date) -> int:
        """Micros charged for a month of a number of ours; the row "*" counts where the country has no such type."""
        for row in (self.country(country, on), self.country(ELSEWHERE, on)):
            if row is not None and (listed := row.numbers.get(number_type)) is not None:
                return self.current(listed)
        return 0


def prices_of(work: Work) -> PriceList:
    """The list that the wiring put on the platform, else the one that comes with Trunkline."""
    found: PriceList | None = work.platform.ports.get(PriceList)
    return found if found is not None else usual_prices()


@cache
def usual_prices() -> PriceList:
    return read_prices(files(__package__).joinpath("prices.toml").read_text("utf-8"), "the price file of Trunkline")


def load_prices(own: Path) -> PriceList:
    """The operator's file where there is one, else the one that comes with Trunkline. Raises WrongPrices."""
    if not own.is_file():
        return usual_prices()
    try:
        text = own.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as why:
        raise WrongPrices(f"{own} cannot be read: {why}") from None
    return read_prices(text, str(own))


def read_prices(text: str, name: str) -> PriceList:
    """A price file; its own head says what may stand in it. Raises WrongPrices."""
    try:
        source = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise WrongPrices(f"{name} is not TOML: {why}") from None
    place = "its head"
    try:
        currency = source["currency"]
        if not (isinstance(currency, str) and len(currency) == 3 and currency.isascii() and currency.isupper()):
            raise ValueError(f"currency is {currency!r}, not three capital letters")
        discount = read_money(source.get("discount", "0"))
        if discount > 1_000_000:
            raise ValueError("discount is above 1")
        opening, failed = read_money(source.get("opening_balance", "0")), read_money(source.get("failed_message", "0"))
        rows = []
        for entry in source["country"]:
            place = f"country {entry.get('code', '?')}"
            rows.append(_read_country(entry))
        place = "its rows"
        if not any(row.code == ELSEWHERE and {("sms", "outbound"), ("sms", "inbound")} <= row.messages.keys() for row in rows):
            raise ValueError('a row "*" with outbound and inbound prices of sms is needed')
    except KeyError as why:
        raise WrongPrices(f"{name}, {place}: {why} is missing") from None
    except (ValueError, TypeError, AttributeError) as why:
        raise WrongPrices(f"{name}, {place}: {why}") from None
    return PriceList(currency, opening, failed, discount, rows)


def _read_country(entry: Mapping[str, Any]) -> CountryPrices:
    messages: dict[tuple[str, str], Mapping[str, int]] = {}
    for service in ("sms", "mms"):
        for direction, given in entry.get(service, {}).items():
            if direction not in ("outbound", "inbound"):
                raise ValueError(f"{service} has prices outbound and inbound, not {direction}")
            messages[service, direction] = _by_type(given)
    since = entry["since"]
    if type(since) is not date:
        raise ValueError("since must be a date like 2024-01-01")
    return CountryPrices(
        code=entry["code"],
        name=entry["name"],
        since=since,
        networks=tuple(Network(*map(str, network)) for network in entry.get("networks", ())),
        messages=messages,
        numbers=_by_type(entry.get("number", {})),
        inbound={_known_type(t): _rate(given) for t, given in entry.get("inbound", {}).items()},
        destinations=tuple(
            Destination(row["name"], tuple(map(str, row["prefixes"])), tuple(map(str, row.get("origins", ("ALL",)))), _rate(row))
            for row in entry.get("destination", ())
        ),
    )


def _by_type(given: str | Mapping[str, str]) -> dict[str, int]:
    if isinstance(given, str):
        return {ELSEWHERE: read_money(given)}
    return {_known_type(t): read_money(price) for t, price in given.items()}


def _known_type(text: str) -> str:
    if text not in (*NUMBER_TYPES, ELSEWHERE):
        raise ValueError(f"there is no type of number {text!r}; there are {', '.join(NUMBER_TYPES)}")
    return text


def _rate(given: Mapping[str, str]) -> Rate:
    return Rate(read_money(given["call"]), read_money(given["trunk"]))

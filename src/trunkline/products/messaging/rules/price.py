"""What a message costs: segments times the price of the far end's country, from the dated table `prices.toml`.

On the wire a price is what the account pays, so it is negative, a string with five decimals, and null until the message
has been charged (Twilio's Message resource, `price` and `price_unit`).
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

Direction = Literal["outbound", "inbound"]
Service = Literal["sms", "mms"]

_DEFAULT = "*"
_CENT_OF_MILLE = Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Price:
    """An amount the account pays, zero or more, exact to five decimals, and its ISO 4217 currency."""

    amount: Decimal
    currency: str

    def as_wire(self) -> str:
        """As Twilio shows it: `-0.00750`; `0.00000` for nothing."""
        amount = self.amount.quantize(_CENT_OF_MILLE, ROUND_HALF_UP)
        return str(-amount) if amount else "0.00000"


@lru_cache(maxsize=4096)
def price_of(country: str | None, direction: Direction, *, on: date, segments: int = 1, service: Service = "sms") -> Price:
    """Price of a message on the day `on` (UTC).

    `country` is the far end's, ISO 3166-1 alpha-2; one that the table does not name, or None, costs the default row, as
    does a service that the country's row leaves out. An SMS costs each of its `segments`, an MMS counts as one. Raises
    ValueError for fewer than one segment and for a day before the table begins.
    """
    if segments < 1:
        raise ValueError(f"a message has at least one segment, not {segments}")
    table = _table()
    for wanted in (country, _DEFAULT):
        rows = table.rows.get((wanted or _DEFAULT, service, direction), ())
        for since, each in rows:
            if since <= on:
                return Price(each * (segments if service == "sms" else 1), table.currency)
    raise ValueError(f"the price table begins after {on.isoformat()}")


@dataclass(frozen=True, slots=True)
class _Table:
    currency: str
    rows: dict[tuple[str, str, str], tuple[tuple[date, Decimal], ...]]
    """By country, service and direction: first day and price, the latest first."""


@cache
def _table() -> _Table:
    source = tomllib.loads(files(__package__).joinpath("prices.toml").read_text("utf-8"))
    rows: dict[tuple[str, str, str], list[tuple[date, Decimal]]] = {}
    for entry in source["price"]:
        for service in ("sms", "mms"):
            for direction, each in entry.get(service, {}).items():
                rows.setdefault((entry["country"], service, direction), []).append((entry["since"], Decimal(each)))
    ordered = {key: tuple(sorted(dated, reverse=True)) for key, dated in rows.items()}
    return _Table(currency=source["currency"], rows=ordered)

"""What a message will cost its account, from the price list."""

from __future__ import annotations

from datetime import date

from trunkline.foundations.ledger.prices.price_list import prices_of
from trunkline.foundations.numbering.plan import LineType, line_type_of
from trunkline.kernel.clock import DAY, to_datetime
from trunkline.kernel.work import Work

from ..resources.message import Message

_TYPES = {LineType.MOBILE: "mobile", LineType.TOLL_FREE: "toll free"}


def price_message(message: Message, country: str | None, work: Work) -> None:
    """Set `cost` and `price_unit`; call it once the segments and files are counted.

    `country` is the far end's, ISO 3166-1 alpha-2, None where it has none. It is charged, and shown, once the message has been sent or
    received: see charges.py.
    """
    inbound, prices = message.direction == "inbound", prices_of(work)
    ours = message.to if inbound else message.from_ or ""
    service = "mms" if message.num_media else "sms"
    each = prices.message_price(country, "inbound" if inbound else "outbound", service, _day(work.now), number_type(ours))
    message.cost, message.price_unit = each * (1 if message.num_media else message.num_segments), prices.currency


def number_type(address: str) -> str:
    """The price list's word for what sort of sender or number an address of ours is."""
    if address.startswith("+"):
        return _TYPES.get(line_type_of(address), "local")
    return "short code" if address.isdigit() else "local"


_day_cache: dict[int, date] = {}


def _day(moment: int) -> date:
    number = moment // DAY
    if number not in _day_cache:
        _day_cache.clear()
        _day_cache[number] = to_datetime(moment).date()
    return _day_cache[number]

"""What a carrier takes for a segment."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Form, Moment, Privacy, Sid, Update
from trunkline.kernel.resource import Resource

from ..rules.money import read_price

_PRICE = Form({"type": "string"}, read=read_price)


class CarrierPrice(
    Resource,
    sid="CP",
    mounts=[V(1, "network", "/Prices")],
    title="Price",
    indexes=[("account_sid", "carrier_sid", "sid")],
):
    """`price` is a decimal, a segment, in `currency` (ISO 4217), for destinations that begin with `destination`; the longest counts.

    In force from `effective_from` (0: always) until `effective_to` (not included; none: for good).
    """

    carrier_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    destination: Annotated[str, Create(longest=(32, 20001)), Filter(), Privacy.KEEP] = ""
    price: Annotated[str, _PRICE, Create(required=20001), Update, Privacy.KEEP] = "0"
    currency: Annotated[str, Create(longest=(3, 20001)), Privacy.KEEP] = "USD"
    effective_from: Annotated[Moment, Create, Update] = 0
    effective_to: Annotated[Moment | None, Create, Update] = None

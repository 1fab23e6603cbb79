"""A short code that an account holds. Source: api_v2010, api.v2010.account.short_code.

Twilio leases short codes by contract, so its API cannot make one; here the simulated network does, at /network/v1/ShortCodes.
"""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V2010, V
from trunkline.kernel.fields import Create, Filter, Form, Privacy, Update
from trunkline.kernel.resource import Resource

from .application import ApiVersion, GivenMethod, GivenUrl, Name

_TAKEN = 21422


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise ValueError("must be a country of two letters (ISO 3166-1 alpha-2)")
    return text.upper()


_COUNTRY = Form({"type": "string"}, read=_country)


class ShortCode(
    Resource,
    sid="SC",
    mounts=[
        V2010("/Accounts/{account_sid}/SMS/ShortCodes", "list fetch update", without=frozenset({"iso_country"})),
        V(1, "network", "/ShortCodes", "list create fetch delete"),
    ],
    unique={("short_code",): _TAKEN},
):
    """`iso_country` is where it is leased: a short code reaches nobody elsewhere."""

    friendly_name: Name = ""
    short_code: Annotated[str, Create(required=20001), Filter(), Privacy.KEEP]
    iso_country: Annotated[str, _COUNTRY, Create(), Privacy.KEEP] = "US"
    api_version: Annotated[ApiVersion, Create(), Update()] = "2010-04-01"
    sms_url: GivenUrl = None
    sms_method: GivenMethod = "POST"
    sms_fallback_url: GivenUrl = None
    sms_fallback_method: GivenMethod = "POST"

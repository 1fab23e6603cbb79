"""Where somebody is, for regulators and emergency services. Source: api_v2010, CreateAddress and api.v2010.account.address."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import Create, Filter, Form, Privacy, Unstored, Update, Word
from trunkline.kernel.resource import Resource

from ..rules.postal_address import read_country

# "16 4-byte characters, or 21 3-byte characters": 64 octets.
_NAME = Form({"type": "string"}, measure=lambda text: len(text.encode()), unit="octets")
_COUNTRY = Form({"type": "string", "format": "iso-country-code"}, read=read_country)
_REQUIRED = 20001


class Address(Resource, sid="AD", mounts=[V2010("/Accounts/{account_sid}/Addresses")]):
    """`validated` and `verified` are false: no service is asked whether the address exists (see rules/postal_address.py)."""

    customer_name: Annotated[
        str, _NAME, Create(required=_REQUIRED, longest=(64, 20001)), Update(longest=(64, 20001)), Filter(), Privacy.CONTENT
    ]
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Filter(), Privacy.CONTENT] = ""
    street: Annotated[str, Create(required=_REQUIRED, longest=(256, 20001)), Update(longest=(256, 20001)), Privacy.CONTENT]
    street_secondary: Annotated[str | None, Create(longest=(256, 20001)), Update(longest=(256, 20001)), Privacy.CONTENT] = None
    city: Annotated[str, Create(required=_REQUIRED, longest=(128, 20001)), Update(longest=(128, 20001)), Privacy.CONTENT]
    region: Annotated[str, Create(required=_REQUIRED, longest=(128, 20001)), Update(longest=(128, 20001)), Privacy.CONTENT]
    postal_code: Annotated[str, Create(required=_REQUIRED, longest=(32, 20001)), Update(longest=(32, 20001)), Privacy.CONTENT]
    iso_country: Annotated[Word, _COUNTRY, Create(required=_REQUIRED), Filter()]
    emergency_enabled: Annotated[bool, Create(), Update(), Filter()] = False
    validated: bool = False
    verified: bool = False
    auto_correct_address: Annotated[bool, Create(), Update(), Unstored] = True

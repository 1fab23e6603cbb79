"""A name that stands in a sender's place, for one country or for all that take names.

Sources: messaging_v1, messaging.v1.service.alpha_sender and messaging.v1.service.destination_alpha_sender: two views of one thing, the
default one being for no country in particular.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Form, Parent, Privacy, Sid
from trunkline.kernel.resource import Resource

from ..rules.addresses import AddressKind, parse_from
from .service import Service

_MISSING, INVALID, ALREADY_THERE = 21708, 21709, 21710


def _name(text: str) -> str:
    if text.strip() and parse_from(text).kind is not AddressKind.ALPHANUMERIC:
        raise ValueError("must be 1 to 11 letters, digits, spaces and + - _ &, with at least one letter")
    return text.strip()


def _country(text: str) -> str:
    if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise ValueError("must be a country of two letters (ISO 3166-1 alpha-2)")
    return text.upper()


_NAME = Form({"type": "string"}, read=_name)
_COUNTRY = Form({"type": "string"}, read=_country)


class AlphaSender(
    Resource,
    sid="AI",
    mounts=[
        V(
            1,
            "messaging",
            "/Services/{service_sid}/AlphaSenders",
            "list create fetch delete",
            fixed={"iso_country_code": ""},
            without=frozenset({"iso_country_code"}),
        ),
        V(1, "messaging", "/Services/{service_sid}/DestinationAlphaSenders", "list create fetch delete", list_key="alpha_senders"),
    ],
    unique={("service_sid", "iso_country_code"): ALREADY_THERE},
):
    """A service has one for each country, and one (`iso_country_code` empty) for the rest."""

    service_sid: Annotated[Sid, Parent(Service)]
    alpha_sender: Annotated[str, _NAME, Create(required=_MISSING, invalid=INVALID), Privacy.KEEP]
    capabilities: list[Any] = field(default_factory=lambda: ["SMS"])
    iso_country_code: Annotated[str, _COUNTRY, Create(), Filter(), Privacy.KEEP] = ""

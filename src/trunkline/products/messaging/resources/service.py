"""A Messaging Service: a pool of senders and how texts leave and reach it. Source: messaging_v1, messaging.v1.service."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Form, Hidden, Method, Privacy, Sid, Update, Url, choice
from trunkline.kernel.resource import Resource

LONGEST_VALIDITY = 36000
"""Seconds for which a text may wait at most (error 90007)."""
USECASES = ("notifications", "marketing", "verification", "discussion", "poll", "undeclared")
_BAD_USECASE, _BAD_VALIDITY = 21713, 90007
_LINKS = {
    "phone_numbers": "/PhoneNumbers",
    "short_codes": "/ShortCodes",
    "alpha_senders": "/AlphaSenders",
    "messages": "/Messages",
    "us_app_to_person": "/Compliance/Usa2p",
    "us_app_to_person_usecases": "/Compliance/Usa2p/Usecases",
    "channel_senders": "/ChannelSenders",
    "destination_alpha_senders": "/DestinationAlphaSenders",
}


def _validity(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= LONGEST_VALIDITY:
        raise ValueError(f"must be a whole number from 1 to {LONGEST_VALIDITY} seconds")
    return int(text)


_VALIDITY = Form({"type": "integer", "minimum": 1, "maximum": LONGEST_VALIDITY}, "integer", _validity)
_Switch = Annotated[bool, Create(), Update()]
_OwnUrl = Annotated[Url | None, Create(invalid=21402), Update(invalid=21402)]
_OwnMethod = Annotated[Method, Create(invalid=21403), Update(invalid=21403)]


class Service(Resource, sid="MG", mounts=[V(1, "messaging", "/Services", links=_LINKS)]):
    """`validity_period` is in seconds. With `use_inbound_webhook_on_number` a number's own URLs are asked, not the service's.

    `us_app_to_person_registered` is written by whoever registers campaigns. `fallback_to_long_code`, `scan_message_content` and
    `synchronous_validation` are obsolete or reserved at Twilio; what they do here stands in the README.
    """

    friendly_name: Annotated[str, Create(required=20001, longest=(64, 20001)), Update(longest=(64, 20001)), Privacy.KEEP]
    inbound_request_url: _OwnUrl = None
    inbound_method: _OwnMethod = "POST"
    fallback_url: _OwnUrl = None
    fallback_method: _OwnMethod = "POST"
    status_callback: _OwnUrl = None
    sticky_sender: _Switch = True
    mms_converter: _Switch = True
    smart_encoding: _Switch = True
    scan_message_content: Annotated[str, choice("inherit", "enable", "disable"), Create(), Update(), Privacy.KEEP] = "inherit"
    fallback_to_long_code: _Switch = True
    area_code_geomatch: _Switch = True
    synchronous_validation: _Switch = False
    validity_period: Annotated[int, _VALIDITY, Create(invalid=_BAD_VALIDITY), Update(invalid=_BAD_VALIDITY)] = LONGEST_VALIDITY
    usecase: Annotated[str, choice(*USECASES), Create(invalid=_BAD_USECASE), Update(invalid=_BAD_USECASE), Privacy.KEEP] = "undeclared"
    us_app_to_person_registered: bool = False
    use_inbound_webhook_on_number: _Switch = False
    link_domain_sid: Annotated[Sid | None, Hidden] = None

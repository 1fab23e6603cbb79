"""A phone number in the pool of a Messaging Service. Source: messaging_v1, messaging.v1.service.phone_number."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Parent, Privacy, Sid, Unstored, Word
from trunkline.kernel.resource import Resource

from .service import Service


class ServiceNumber(
    Resource,
    sid="PN",
    title="PhoneNumber",
    mounts=[V(1, "messaging", "/Services/{service_sid}/PhoneNumbers", "list create fetch delete")],
    indexes=[("phone_number",)],
):
    """Its SID is the number's own, so a number stands in one pool at most. `capabilities` are words: Voice, SMS, MMS."""

    service_sid: Annotated[Sid, Parent(Service)]
    phone_number: Annotated[str, Privacy.KEEP] = ""
    country_code: Word = ""
    capabilities: list[Any] = field(default_factory=list)
    phone_number_sid: Annotated[str, Create(required=20001), Unstored, Privacy.KEEP] = ""

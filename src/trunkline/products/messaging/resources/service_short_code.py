"""A short code in the pool of a Messaging Service. Source: messaging_v1, messaging.v1.service.short_code."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Parent, Privacy, Sid, Unstored, Word
from trunkline.kernel.resource import Resource

from .service import Service


class ServiceShortCode(
    Resource,
    sid="SC",
    title="ShortCode",
    mounts=[V(1, "messaging", "/Services/{service_sid}/ShortCodes", "list create fetch delete")],
    indexes=[("short_code",)],
):
    """Its SID is the short code's own, so a code stands in one pool at most."""

    service_sid: Annotated[Sid, Parent(Service)]
    short_code: Annotated[str, Privacy.KEEP] = ""
    country_code: Word = ""
    capabilities: list[Any] = field(default_factory=list)
    short_code_sid: Annotated[str, Create(required=20001), Unstored, Privacy.KEEP] = ""

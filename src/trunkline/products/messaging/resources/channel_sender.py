"""A sender of WhatsApp, RCS or another channel in the pool of a Messaging Service.

Source: messaging_v1, messaging.v1.service.channel_sender.
"""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Parent, Privacy, Sid, Unstored
from trunkline.kernel.resource import Resource

from .service import Service


class ChannelSender(
    Resource,
    sid="XE",
    mounts=[V(1, "messaging", "/Services/{messaging_service_sid}/ChannelSenders", "list create fetch delete", list_key="senders")],
    indexes=[("sender",)],
):
    """Its SID is that of the channel's sender. `sender` is the address with its prefix, e.g. whatsapp:+15557770001."""

    messaging_service_sid: Annotated[Sid, Parent(Service)]
    sender: Annotated[str, Privacy.KEEP] = ""
    sender_type: Annotated[str, Privacy.KEEP] = ""
    country_code: Annotated[str | None, Privacy.KEEP] = None
    channel_sender_sid: Annotated[str, Create(required=20001, name="Sid"), Unstored, Privacy.KEEP] = ""

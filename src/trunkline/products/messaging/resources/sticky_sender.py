"""Which sender of a service a recipient knows. Source: Twilio, Messaging Services, "Sticky Sender"."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Hidden, Privacy, Sid
from trunkline.kernel.resource import Resource


class StickySender(Resource, sid="ZS", unique={("service_sid", "recipient"): 20409}, indexes=[("service_sid", "sender")], clustered=True):
    """`recipient` is a keyed digest of the address: it outlives the redaction of every message and tells nobody who it is."""

    service_sid: Sid
    recipient: Annotated[str, Hidden, Privacy.KEEP]
    sender: Annotated[str, Privacy.KEEP]

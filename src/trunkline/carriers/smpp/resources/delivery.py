"""What waits for a customer's system: a receipt or a text, until it was acknowledged."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import JSON, Privacy, Sid, Word
from trunkline.kernel.resource import Resource


class Delivery(Resource, sid="ED", indexes=[("credential_sid", "sid")], clustered=True):
    """`kind`: receipt or message. `pdus` are deliver_sm, whole but for their sequence numbers, in base64."""

    credential_sid: Sid = ""
    kind: Word = ""
    message_sid: Sid = ""
    pdus: Annotated[list[str], JSON, Privacy.CONTENT]

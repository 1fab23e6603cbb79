"""A submit_sm of a customer's system that is owed a receipt, or is a part of a text: what its receipt must say."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Privacy, Sid
from trunkline.kernel.ports import Condition, Index
from trunkline.kernel.resource import Resource


class Submission(Resource, sid="EB", indexes=[Index(("message_sid",), only=Condition("message_sid", "absent", False))], clustered=True):
    """A part is known to the customer by this row's SID, a text of one part by its message's. Addresses are as the customer wrote them.

    `wanted` is registered_delivery; `message_sid` is empty (None) until all parts are there.
    """

    credential_sid: Sid = ""
    message_sid: Annotated[Sid | None, Privacy.KEEP] = None
    message_id: Annotated[str, Privacy.KEEP] = ""
    source_ton: int = 0
    source_npi: int = 0
    source: Annotated[str, Privacy.CONTACT] = ""
    destination_ton: int = 0
    destination_npi: int = 0
    destination: Annotated[str, Privacy.CONTACT] = ""
    wanted: int = 0

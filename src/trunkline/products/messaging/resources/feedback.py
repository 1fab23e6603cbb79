"""What the sender learned of a message's effect. Source: api_v2010, CreateMessageFeedback."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import Create, Hidden, Parent, Privacy, Sid, choice
from trunkline.kernel.resource import Resource

from .message import Message

_AT = V2010("/Accounts/{account_sid}/Messages/{message_sid}/Feedback", "create", key="", created=200)


class Feedback(Resource, sid="MF", mounts=[_AT]):
    sid: Annotated[str, Hidden, Privacy.KEEP] = ""
    message_sid: Annotated[Sid, Parent(Message)]
    outcome: Annotated[str, choice("confirmed", "unconfirmed"), Create(), Privacy.KEEP] = "confirmed"

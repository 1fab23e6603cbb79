"""Why a message of a Messaging Service went out from the sender that it went out from. Ours: Twilio does not tell."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Privacy, Sid, Word
from trunkline.kernel.resource import Resource


class SenderChoice(
    Resource,
    sid="ZC",
    mounts=[V(1, "network", "/SenderChoices", "list fetch", key="message_sid")],
    unique={("message_sid",): 20409},
    also=("message_sid",),
    clustered=True,
):
    """`reasons` say in order what decided; `passed_over` has {sender, why} for the rest; `tried` are senders that failed with it before."""

    message_sid: Annotated[Sid, Filter()]
    service_sid: Annotated[Sid, Filter()]
    sender: Annotated[str | None, Filter(), Privacy.KEEP] = None
    sender_type: Annotated[Word | None, Privacy.KEEP] = None
    reasons: list[Any] = field(default_factory=list)
    passed_over: list[Any] = field(default_factory=list)
    tried: list[Any] = field(default_factory=list)
    media_as_links: bool = False

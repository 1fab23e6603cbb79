"""A text as a virtual phone holds it."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Parent, Privacy, Sid, Texts, Update, choice
from trunkline.kernel.resource import Resource

from .handset import Handset


class HandsetMessage(
    Resource,
    sid="HM",
    mounts=[V(1, "network", "/Handsets/{handset_sid}/Messages", "list fetch update delete")],
    indexes=[("handset_sid", "message_sid")],
):
    """`state`: received by the phone, or sent from it. `message_sid` is the platform's Message.

    `buttons` are what a template offers to press: each has kind, title, and payload or url.

    `read`: its owner has looked at it; the apps of channels tell the sender so, text messages do not. `possible_duplicate`: the platform
    died between hand-over and settlement, so that the phone may have had this text before.
    """

    handset_sid: Annotated[Sid, Parent(Handset)]
    message_sid: Annotated[Sid, Filter()] = ""
    state: Annotated[str, choice("received", "sent"), Filter(), Privacy.KEEP] = "received"
    from_: Annotated[str, Filter(), Privacy.CONTACT] = ""
    to: Annotated[str, Filter(), Privacy.CONTACT] = ""
    body: Annotated[str, Privacy.CONTENT] = ""
    num_segments: int = 1
    media: Texts = field(default_factory=list)
    buttons: list[Any] = field(default_factory=list)
    possible_duplicate: bool = False
    read: Annotated[bool, Update(), Filter()] = False

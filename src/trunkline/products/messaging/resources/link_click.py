"""One click on a short link. Source: Twilio, Event Streams, `link-clicked`."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Parent, Privacy, Sid
from trunkline.kernel.resource import Resource

from .short_link import ShortLink


class LinkClick(
    Expiring,
    Resource,
    sid="ZV",
    title="Click",
    mounts=[V(1, "network", "/ShortLinks/{short_link_sid}/Clicks", "list")],
    clustered=True,
):
    """`date_created` is the moment of the click."""

    short_link_sid: Annotated[Sid, Parent(ShortLink)]
    user_agent: Annotated[str, Privacy.CONTENT] = ""

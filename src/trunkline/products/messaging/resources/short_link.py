"""A short link in a message, and where it leads. Source: Twilio, "Link Shortening": ten letters and digits, kept for 90 days."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.clock import DAY
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Privacy, Sid
from trunkline.kernel.resource import Resource

LIFE = 90 * DAY
CODE_LENGTH = 10


class ShortLink(
    Expiring,
    Resource,
    sid="ZU",
    mounts=[V(1, "network", "/ShortLinks", "list fetch", links={"clicks": "/Clicks"})],
    unique={("code",): 20409},
    indexes=[("account_sid", "message_sid")],
):
    """`short_url` as it stands in the text; `clicks` counts the requests for it."""

    code: Annotated[str, Privacy.KEEP]
    short_url: Annotated[str, Privacy.KEEP]
    link: Annotated[str, Privacy.CONTENT]
    domain_sid: Annotated[Sid, Filter()]
    service_sid: Annotated[Sid, Filter()]
    message_sid: Annotated[Sid, Filter()]
    clicks: int = 0

"""A file that came or went with a message. Source: api_v2010, api.v2010.account.message.media."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import Filter, Hidden, Moment, Parent, Privacy, Sid
from trunkline.kernel.resource import Resource

from .message import Message


class Media(
    Resource,
    sid="ME",
    mounts=[V2010("/Accounts/{account_sid}/Messages/{parent_sid}/Media", "list fetch delete", list_key="media_list")],
    newest_first=False,
):
    """`source` is where it is fetched from; until `stored`, there is no content."""

    date_created: Annotated[Moment, Filter()] = 0
    parent_sid: Annotated[Sid, Parent(Message)]
    content_type: Annotated[str, Privacy.KEEP] = ""
    source: Annotated[str, Hidden, Privacy.KEEP] = ""
    stored: Annotated[bool, Hidden] = False
    size: Annotated[int, Hidden] = 0

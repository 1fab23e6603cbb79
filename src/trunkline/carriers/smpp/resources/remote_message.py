"""Under which id a carrier knows a message, or a part of one: what its receipts are matched by, also after a restart."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Privacy, Sid, Word
from trunkline.kernel.ports import Condition, Index
from trunkline.kernel.resource import Resource

DELIVERED = "delivered"


class RemoteMessage(
    Resource,
    sid="RM",
    indexes=[Index(("carrier", "remote_key")), Index(("group_sid",), only=Condition("group_sid", "absent", False))],
    clustered=True,
):
    """`remote_id` as the carrier wrote it, `remote_key` as it is looked for (rules/message_ids.py).

    A message in several parts has a row for each: `part` from 1 to `parts`, `group_sid` is the message, and `sender` who sent them: one
    that goes out again from another sender goes out whole. In the row of the first
    part, `arrived` has a bit for each part that was delivered; every receipt of the message changes that row, so none is overlooked.
    """

    carrier: Word = ""
    remote_id: Annotated[str, Privacy.KEEP] = ""
    remote_key: Word = ""
    message_sid: Sid = ""
    group_sid: Annotated[Sid | None, Privacy.KEEP] = None
    first_sid: Annotated[Sid | None, Privacy.KEEP] = None
    sender: Annotated[str, Privacy.KEEP] = ""
    part: int = 1
    parts: int = 1
    arrived: int = 0

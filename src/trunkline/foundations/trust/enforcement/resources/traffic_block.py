"""That messages of an account to one prefix are held to be paid fraud and blocked for a while (30450)."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Moment, Privacy
from trunkline.kernel.ports import Index


class TrafficBlock(
    Expiring, sid="TB", mounts=[V(1, "compliance", "/TrafficBlocks", "list fetch delete")], indexes=[Index(("until", "sid"))]
):
    """`number_prefix` is the number without its last three digits. In `window_seconds` the account wrote to `recipients` different
    numbers of the thousand behind it, out of `messages` to anybody. Deleting it lets the messages pass at once; by itself the row goes a
    month later.
    """

    number_prefix: Annotated[str, Filter(), Privacy.KEEP] = ""
    until: Moment = 0
    recipients: int = 0
    messages: int = 0
    window_seconds: int = 0

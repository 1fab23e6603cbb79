"""The owner of a virtual phone looks at a text."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.reactions import updates
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.record_delivery import record_delivery

from ..resources.handset_message import HandsetMessage


@updates(HandsetMessage)
async def read_text(row: HandsetMessage, changes: dict[str, Any], work: Work) -> HandsetMessage:
    """Where it came by a channel, the sender's message becomes `read`."""
    if changes.get("read") and not row.read and row.state == "received" and row.message_sid and ":" in row.from_:
        await record_delivery(work, row.message_sid, "read")
    return work.change(row, **changes) if changes else row

"""Change a document's data, its end, or both."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.retention.expiry import plan_removal
from trunkline.kernel.clock import SECOND
from trunkline.kernel.reactions import updates
from trunkline.kernel.work import Work

from ..resources.document import Document


@updates(Document)
async def update_document(row: Document, changes: dict[str, Any], work: Work) -> Document:
    """54010 when nothing is given. An empty TTL, or 0, takes the end away."""
    if not changes:
        raise work.refuse(54010, "Expected at least one of Data and Ttl")
    formerly = row.date_expires
    if "ttl" in changes:
        ttl = changes.pop("ttl")
        changes["date_expires"] = work.now + ttl * SECOND if ttl else None
    work.change(row, **changes)
    plan_removal(row, work, formerly=formerly)
    return row

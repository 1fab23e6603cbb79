"""Create a document."""

from __future__ import annotations

from trunkline.foundations.retention.expiry import make_room, plan_removal
from trunkline.kernel.clock import SECOND
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..resources.document import Document


@creates(Document)
async def create_document(draft: Document, work: Work) -> Document:
    """A name that an expired document still holds is free. Refused at commit with 54301 when the name is taken."""
    if draft.unique_name is not None:
        await make_room(Document, work, service_sid=draft.service_sid, unique_name=draft.unique_name)
    if draft.ttl:
        draft.date_expires = work.now + draft.ttl * SECOND
    work.add(draft)
    plan_removal(draft, work)
    return draft

"""People and papers are of a known type."""

from __future__ import annotations

from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..resources.entity import EndUser, SupportingDocument
from ..rules.policies import own_policies


@creates(EndUser)
async def create_end_user(draft: EndUser, work: Work) -> EndUser:
    if draft.type not in own_policies().end_user_types:
        raise invalid("Type", f"must be one of {', '.join(own_policies().end_user_types)}")
    return work.add(draft)


@creates(SupportingDocument)
async def create_document(draft: SupportingDocument, work: Work) -> SupportingDocument:
    if draft.type not in own_policies().document_types:
        raise invalid("Type", f"must be one of {', '.join(own_policies().document_types)}")
    return work.add(draft, state="DRAFT")

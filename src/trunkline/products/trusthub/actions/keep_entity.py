"""People and papers are of a known type."""

from __future__ import annotations

from typing import TypeVar

from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..resources.entity import Document, EndUser, Person, RegulatoryDocument, RegulatoryEndUser, SupportingDocument
from ..rules.policies import Policies, own_policies
from ..rules.regulations import own_regulations

P = TypeVar("P", bound=Person)
D = TypeVar("D", bound=Document)


def _known(row: Person | Document) -> Policies:
    return own_regulations().known if isinstance(row, RegulatoryEndUser | RegulatoryDocument) else own_policies()


async def _create_end_user(draft: P, work: Work) -> P:
    if draft.type not in (types := _known(draft).end_user_types):
        raise invalid("Type", f"must be one of {', '.join(types)}")
    return work.add(draft)


async def _create_document(draft: D, work: Work) -> D:
    if draft.type not in (types := _known(draft).document_types):
        raise invalid("Type", f"must be one of {', '.join(types)}")
    assert draft.lifecycle is not None
    return work.add(draft, state=draft.lifecycle.begins)


creates(EndUser)(_create_end_user)
creates(RegulatoryEndUser)(_create_end_user)
creates(SupportingDocument)(_create_document)
creates(RegulatoryDocument)(_create_document)

"""What one identity may do with one document. Source: sync_v1, sync.v1.service.document.document_permission."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Hidden, Moment, Parent, Privacy, Sid
from trunkline.kernel.resource import Resource

from .document import Document
from .service import Service


class DocumentPermission(
    Resource,
    sid="DP",
    mounts=[V(1, "sync", "/Services/{service_sid}/Documents/{document_sid}/Permissions", "list fetch delete", key="identity")],
    unique={("document_sid", "identity"): 54301},
    indexes=[("service_sid",)],
    also=("identity",),
    newest_first=False,
):
    """Identified by document and identity; its own SID never shows. The three rights say nothing of the account's own requests."""

    sid: Annotated[str, Hidden, Privacy.KEEP] = ""
    date_created: Annotated[Moment, Hidden] = 0
    date_updated: Annotated[Moment, Hidden] = 0
    service_sid: Annotated[Sid, Parent(Service)]
    document_sid: Annotated[Sid, Parent(Document)]
    identity: Annotated[str, Privacy.CONTACT]
    read: Annotated[bool, Create(required=20001)] = False
    write: Annotated[bool, Create(required=20001)] = False
    manage: Annotated[bool, Create(required=20001)] = False

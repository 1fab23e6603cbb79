"""Say what an identity may do with a document."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..resources.document_permission import DocumentPermission


async def set_permission(wanted: DocumentPermission, work: Work) -> DocumentPermission:
    """Stage the rights of an identity, new or changed. Duplicate or Stale at commit when another request set them meanwhile."""
    held = await work.find(DocumentPermission, account_sid=wanted.account_sid, document_sid=wanted.document_sid, identity=wanted.identity)
    if held is None:
        return work.add(wanted)
    return work.change(held, read=wanted.read, write=wanted.write, manage=wanted.manage)

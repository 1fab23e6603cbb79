"""What goes with a thing that goes."""

from __future__ import annotations

from trunkline.kernel.reactions import alongside
from trunkline.kernel.work import Work

from .resources.document import Document
from .resources.document_permission import DocumentPermission
from .resources.service import Service


@alongside(Document, enters="removed")
def remove_permissions(row: Document, state: str, work: Work) -> None:
    work.sweep(DocumentPermission, document_sid=row.sid)


@alongside(Service, enters="removed")
def remove_contents(row: Service, state: str, work: Work) -> None:
    work.sweep(DocumentPermission, service_sid=row.sid)
    work.sweep(Document, service_sid=row.sid)

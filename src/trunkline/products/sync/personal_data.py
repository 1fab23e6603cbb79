"""What Sync does when somebody asks for their data to be moved; what a document holds of a person is taken out of it by erasure."""

from __future__ import annotations

from trunkline.foundations.privacy.answers import REMOVE, answer

from .resources.document import Document
from .resources.document_permission import DocumentPermission
from .resources.service import Service

answer(Service, carried="quietly")
answer(Document, carried="quietly")
answer(DocumentPermission, erase=REMOVE, carried="quietly")

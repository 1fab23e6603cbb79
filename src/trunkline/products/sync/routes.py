"""POST to a permission that may not be there yet: Sync's one operation that is none of the five verbs."""

from __future__ import annotations

from trunkline.kernel.codec import draft, encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale
from trunkline.kernel.finding import require_parents
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from .actions.set_permission import set_permission
from .resources.document_permission import DocumentPermission

TRIES = 8


@route("POST", V(1, "sync", "/Services/{service_sid}/Documents/{document_sid}/Permissions/{identity}"))
async def update_document_permission(request: Request) -> Reply:
    await require_parents(DocumentPermission, request)
    for _ in range(TRIES):
        row = await set_permission(draft(DocumentPermission, request.form, account_sid=request.account_sid, **request.path), request.work)
        try:
            await request.work.commit()
        except (Duplicate, Stale):
            continue  # set by another request meanwhile: the last writer wins
        return Reply(200, encoder(DocumentPermission, DocumentPermission.mounts[0])(row, request.at), title=row.title)
    raise Problem(20409, "The resource was changed by another request: fetch it and try again", 409)

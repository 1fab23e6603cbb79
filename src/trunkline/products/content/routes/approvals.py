"""What WhatsApp makes of a template: to be asked for, and to be read."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.request_approval import request_approval
from ..resources.approval import Approval
from .templates import content_of


def written(approval: Approval | None) -> dict[str, Any]:
    """As answers show it; `unsubmitted` where nobody has asked."""
    row = approval or Approval()
    return {
        "type": "whatsapp",
        "name": row.name,
        "category": row.category,
        "content_type": row.content_type,
        "status": row.status if approval else "unsubmitted",
        "rejection_reason": row.rejection_reason,
        "allow_category_change": row.allow_category_change,
    }


@route("POST", V(1, "content", "/Content/{sid}/ApprovalRequests/whatsapp"))
async def create(request: Request) -> Reply:
    approval = await request_approval(await content_of(request), request.json, request.work)
    try:
        await request.work.commit()
    except (Duplicate, Stale):
        raise Problem(20409, "The approval was asked for by another request", 409) from None
    told = {name: value for name, value in written(approval).items() if name != "type"}
    return Reply(201, {**told, "send_ttl_seconds": None}, title="Approval")


@route("GET", V(1, "content", "/Content/{sid}/ApprovalRequests"))
async def fetch(request: Request) -> Reply:
    content = await content_of(request)
    approval = await request.work.find(Approval, account_sid=content.account_sid, content_sid=content.sid)
    url = f"{request.at}/v1/Content/{content.sid}/ApprovalRequests"
    body = {"sid": content.sid, "account_sid": content.account_sid, "whatsapp": written(approval), "url": url}
    return Reply(200, body, title="ApprovalFetch")

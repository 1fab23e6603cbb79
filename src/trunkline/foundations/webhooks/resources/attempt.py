"""One HTTP call to an account's application, as it was made and as it ended. Trunkline's own resource."""

from __future__ import annotations

from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Method, Moment, Privacy, Sid, Url, Word, choice
from trunkline.kernel.ports import Condition, Index
from trunkline.kernel.resource import Resource


class WebhookAttempt(
    Resource,
    sid="WB",
    mounts=[V(1, "webhooks", "/Attempts", "list fetch")],
    indexes=[("resource_sid", "sid"), Index(("account_sid", "error_code", "sid"), Condition("error_code", "absent", False))],
):
    """`signed_text` is what the signature covers, to be laid beside what the application reckoned.

    `attempt` counts from 1 within one event; `sequence` is the version of the resource that a callback tells. Without an answer
    `http_status` is None and `error_kind` says why: url, refused (by our guard), dns, connect, tls, timeout, protocol, redirects or
    too_large. `response_body` holds the first 64 KiB. `answered_by` is address and port. `replays` is the attempt that a person had made
    once more.
    """

    date_created: Annotated[Moment, Filter()] = 0
    kind: Annotated[str, choice("document", "callback"), Filter(), Privacy.KEEP] = "document"
    resource_sid: Annotated[Sid, Filter()] = ""
    url: Annotated[Url, Filter()]
    method: Method = "POST"
    attempt: int = 1
    sequence: int = 0
    idempotency_token: Annotated[Word, Filter()] = ""
    parameters: Annotated[dict[str, Any], Privacy.CONTENT]
    request_headers: Annotated[dict[str, Any], Privacy.CONTENT]
    signed_text: Annotated[str, Privacy.CONTENT] = ""
    http_status: Annotated[int | None, Filter()] = None
    duration_ms: int = 0
    error_code: Annotated[int | None, Filter()] = None
    error_kind: Annotated[str | None, Privacy.KEEP] = None
    error_message: Annotated[str | None, Privacy.KEEP] = None
    response_headers: Annotated[list[Any], Privacy.CONTENT]
    response_body: Annotated[str, Privacy.CONTENT] = ""
    response_truncated: bool = False
    answered_by: Word = ""
    redirects: int = 0
    replays: Annotated[Sid | None, Filter()] = None

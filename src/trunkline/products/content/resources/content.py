"""A content template. Source: content_v1, content.v1.content."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Privacy, Word
from trunkline.kernel.resource import Resource

_LINKS = {"approval_create": "/ApprovalRequests/whatsapp", "approval_fetch": "/ApprovalRequests"}


class Content(
    Resource,
    sid="HX",
    mounts=[V(1, "content", "/Content", "list fetch delete", list_key="contents", links=_LINKS)],
    indexes=[("account_sid", "friendly_name", "sid")],
):
    """`types` maps a content type (`twilio/text`) to what it holds; the first that a channel can show is used there. `variables` are the
    samples by the names of the places (`{"1": "Ada"}`), used where a send leaves one out. `language` is a tag such as en or en_US.

    Created and updated by routes of their own: their body is JSON.
    """

    friendly_name: Annotated[str, Privacy.KEEP] = ""
    language: Word = ""
    variables: dict[str, Any] = field(default_factory=dict)
    types: dict[str, Any] = field(default_factory=dict)

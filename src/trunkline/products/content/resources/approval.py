"""The request that WhatsApp approve a template, and what became of it."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Privacy, Sid, Word
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

APPROVAL = Lifecycle(
    begins="received",
    moves={
        "submit": ("received", "pending"),
        "approve": ("received pending paused", "approved"),
        "reject": ("received pending", "rejected"),
        "pause": ("approved", "paused"),
        "disable": ("approved paused", "disabled"),
        "resubmit": ("rejected", "received"),
    },
)


class Approval(
    Resource,
    sid="XA",
    table="content_approval",
    lifecycle=APPROVAL,
    unique={("content_sid",): 20409},
    indexes=[("account_sid", "name", "sid")],
):
    """`name` is the template's at WhatsApp. `allow_category_change`: the reviewer may move it into the category that fits, as Meta does."""

    content_sid: Sid = ""
    name: Annotated[str, Privacy.KEEP] = ""
    category: Word = ""
    content_type: Word = ""
    language: Word = ""
    rejection_reason: Annotated[str, Privacy.KEEP] = ""
    allow_category_change: bool = True

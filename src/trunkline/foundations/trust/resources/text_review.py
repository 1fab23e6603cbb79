"""A text about which the rules are in doubt, and what a person said of it (R39)."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Hidden, Moment, Privacy, Sid, Word, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

TEXT_REVIEW = Lifecycle(begins="open", moves={"clear": ("open", "harmless"), "condemn": ("open", "violation")})


class TextReview(
    Resource,
    sid="TR",
    mounts=[V(1, "compliance", "/TextReviews", "list fetch")],
    lifecycle=TEXT_REVIEW,
    indexes=[("status", "sid"), ("account_sid", "template", "status")],
):
    """The account sees it once a person has decided. Texts that differ in numbers and names only are one review, `count` of them.

    `template` is the hash by which they are one ("" for a text too short to have one); the text itself stays with `message_sid`.
    """

    status: Annotated[str, choice("open", "harmless", "violation"), Filter({"Status": "="}), Privacy.KEEP] = ""
    message_sid: Annotated[Sid, Filter()] = ""
    sender: Annotated[str, Filter(), Privacy.KEEP] = ""
    program_sid: Sid | None = None
    template: Annotated[Word, Hidden] = ""
    reason: Annotated[str, Privacy.KEEP] = ""
    count: int = 1
    category: Annotated[str, Privacy.KEEP] = ""
    reasons: Annotated[str, Privacy.KEEP] = ""
    decided_at: Moment | None = None
    reviewer_sid: Annotated[Sid, Hidden] = ""
    enforcement_sid: Sid | None = None

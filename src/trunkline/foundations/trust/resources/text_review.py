"""A text about which the rules are in doubt, and what a person said of it (R39)."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.clock import DAY
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Hidden, Moment, Privacy, Sid, Word, choice
from trunkline.kernel.lifecycle import Lifecycle

from ..rules.withheld_signals import SIGNALS

KEPT = 400 * DAY
"""As long as sends are remembered. What was found harmless is not asked about again for so long."""
TEXT_REVIEW = Lifecycle(begins="open", moves={"clear": ("open", "harmless"), "condemn": ("open", "violation")})


class TextReview(
    Expiring,
    sid="TR",
    mounts=[V(1, "compliance", "/TextReviews", "list fetch")],
    lifecycle=TEXT_REVIEW,
    indexes=[("status", "sid"), ("account_sid", "template", "status")],
):
    """The account sees it once a person has decided. Texts that differ in numbers and names only are one review, `count` of them.

    `template` is the hash by which they are one. The text itself stays with `message_sid`, and may be gone: kept are a masked `excerpt` and
    the `features` that raised the doubt (none where the account's texts are not read). `reports` are those of recipients; `left_out` is how
    many doubtful texts of the account were put before nobody since the review before, as its hour was full.
    """

    status: Annotated[str, choice("open", "harmless", "violation"), Filter({"Status": "="}), Privacy.KEEP] = ""
    message_sid: Annotated[Sid, Filter()] = ""
    sender: Annotated[str, Filter(), Privacy.KEEP] = ""
    program_sid: Sid | None = None
    template: Annotated[Word, Hidden] = ""
    reason: Annotated[str, Privacy.KEEP] = ""
    count: int = 1
    reports: int = 0
    left_out: Annotated[int, Hidden] = 0
    excerpt: Annotated[str, Hidden, Privacy.CONTENT] = ""
    features: Annotated[dict[str, Any], SIGNALS] = field(default_factory=dict)
    category: Annotated[str, Privacy.KEEP] = ""
    reasons: Annotated[str, Privacy.KEEP] = ""
    decided_at: Moment | None = None
    reviewer_sid: Annotated[Sid, Hidden] = ""
    enforcement_sid: Sid | None = None

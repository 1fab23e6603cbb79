"""That somebody who got a text complains of it (R39): what they say was wrong with it."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.clock import DAY
from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Privacy, Sid, choice

from ..rules.policy_categories import CATEGORIES

KEPT = 400 * DAY


class TextReport(
    Expiring,
    sid="TQ",
    mounts=[V(1, "compliance", "/Reports", "list create fetch", list_key="reports")],
    unique={("account_sid", "message_sid"): 20409},
):
    """Made by the account that got the text, about its inbound `message_sid`; or by the platform's operator, about any message that was
    sent, for a recipient who complained in another way. One report for a message; the review that it leads to is the reviewers' alone.
    """

    message_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    category: Annotated[str, choice(*CATEGORIES), Create(required=20001), Filter(), Privacy.KEEP] = ""
    statement: Annotated[str, Create(longest=(4000, 20001)), Privacy.CONTENT] = ""
    review_sid: Annotated[Sid, Hidden] = ""

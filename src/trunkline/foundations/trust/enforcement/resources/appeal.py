"""The request that a person looks at a case again (R56)."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Moment, Privacy, Sid, Word, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.ports import Index
from trunkline.kernel.resource import Resource

APPEAL = Lifecycle(begins="open", moves={"uphold": ("open", "upheld"), "overturn": ("open", "overturned")})
"""Upheld: the measure stands. Only a reviewer's decision moves it; no job and no route of the account does."""


class Appeal(
    Resource,
    sid="AA",
    mounts=[V(1, "compliance", "/Appeals", "list create fetch")],
    lifecycle=APPEAL,
    unique={("account_sid", "open_mark"): 99131},
    indexes=[("account_sid", "enforcement_sid", "sid"), Index(("status", "sid"))],
):
    """`ground`: the step was a `mistake`, or what was wrong is `remedied`. `step` is the one appealed against.

    `due_at` is when a decision was promised, and `overdue` that it did not come. `outcome` are the reviewer's reasons.
    """

    enforcement_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    ground: Annotated[str, choice("mistake", "remedied"), Create, Privacy.KEEP] = "mistake"
    statement: Annotated[str, Create(required=20001, longest=(4000, 20001)), Privacy.CONTENT] = ""
    status: Annotated[str, Filter(), Privacy.KEEP] = ""
    step: Annotated[str, Privacy.KEEP] = ""
    due_at: Moment = 0
    overdue: bool = False
    reviewer_sid: Sid = ""
    decided_at: Moment | None = None
    outcome: Annotated[str, Privacy.KEEP] = ""
    open_mark: Annotated[Word, Hidden] = ""

"""A case: which rule an account breaks, how often, and what was done about it."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Hidden, Moment, Privacy, Sid, Texts, Word, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.ports import Index
from trunkline.kernel.resource import Resource

from ...rules.withheld_signals import SIGNALS

MEASURED = ("throttled", "program_blocked", "sender_suspended", "account_suspended")
"""States in which something is withheld from a target."""
OPEN = ("observed", "warned", *MEASURED)
_OPEN = " ".join(OPEN)

ENFORCEMENT = Lifecycle(
    begins=_OPEN,
    moves={
        "warn": ("observed", "warned"),
        "throttle": ("observed warned", "throttled"),
        "block-program": ("observed warned throttled", "program_blocked"),
        "suspend-sender": ("observed warned throttled program_blocked", "sender_suspended"),
        "suspend-account": ("observed warned throttled program_blocked sender_suspended", "account_suspended"),
        "cure": (_OPEN, "cured"),
        "overturn": (_OPEN, "overturned"),
    },
)
"""The moves have the names of the ladder's steps; a case only climbs, and begins anew when it was cured."""

TARGETS = ("account", "subaccount", "brand", "program", "sender")


class Enforcement(
    Resource,
    sid="EF",
    mounts=[V(1, "compliance", "/Enforcements", "list fetch", links={"notices": "/Notices"})],
    lifecycle=ENFORCEMENT,
    unique={("account_sid", "rule", "open_mark"): 20409},
    indexes=[("account_sid", "status", "sid"), Index(("status", "sid"))],
):
    """`target_type` and `target` are what the present step is about; `measures` all that the case withholds, as
    {"measure", "target_type", "target"}.

    `reasons` is the statement of reasons, `remedy` what would mend it, `due_at` until when. `evidence` are SIDs of decisions (the newest
    50), `violations` counts all. `opened_by` is `automation` or a reviewer's SID. `brand_sid`, `program_sid` and `sender` are those of
    the violation that brought the step about.
    """

    rule: Annotated[str, Filter(), Privacy.KEEP] = ""
    clause: Annotated[str, Privacy.KEEP] = ""
    code: int = 0
    severity: Annotated[str, choice("minor", "low", "medium", "high", "critical"), Filter(), Privacy.KEEP] = "low"
    status: Annotated[str, Filter(), Privacy.KEEP] = ""
    step: Annotated[str, Privacy.KEEP] = ""
    target_type: Annotated[str, choice(*TARGETS), Filter(), Privacy.KEEP] = "account"
    target: Annotated[str, Filter(), Privacy.KEEP] = ""
    brand_sid: Sid = ""
    program_sid: Sid = ""
    sender: Annotated[str, Privacy.KEEP] = ""
    measures: Annotated[list[Any], Privacy.KEEP] = field(default_factory=list)
    points: int = 0
    violations: int = 0
    evidence: Annotated[Texts, Privacy.KEEP] = field(default_factory=list)
    signals: Annotated[dict[str, Any], SIGNALS] = field(default_factory=dict)
    reasons: Annotated[str, Privacy.KEEP] = ""
    remedy: Annotated[str, Privacy.KEEP] = ""
    opened_by: Word = "automation"
    first_violation_at: Moment = 0
    last_violation_at: Moment = 0
    step_at: Moment = 0
    due_at: Moment | None = None
    closed_at: Moment | None = None
    closed_by: Word = ""
    outcome: Annotated[str, Privacy.KEEP] = ""
    open_mark: Annotated[Word, Hidden] = "open"

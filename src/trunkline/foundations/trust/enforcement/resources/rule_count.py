"""How often each rule found something on a day, over all accounts: for whoever runs the platform (R57)."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Privacy
from trunkline.kernel.resource import Resource


class RuleCount(
    Resource,
    sid="RK",
    mounts=[V(1, "compliance", "/RuleCounts", "list fetch")],
    unique={("account_sid", "day", "rule", "outcome"): 20409},
):
    """Stands in the operator's account, so nobody else sees it. `day` is UTC, as 2026-11-22; `outcome` is the verdict of a decision that
    the rule brought about (refuse, fail), or the mode in which it merely found something (observe, warn, repair)."""

    day: Annotated[str, Filter(), Privacy.KEEP] = ""
    rule: Annotated[str, Filter(), Privacy.KEEP] = ""
    outcome: Annotated[str, Filter(), Privacy.KEEP] = ""
    count: int = 0

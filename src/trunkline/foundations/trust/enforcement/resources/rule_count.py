"""How often each rule found something on a day, in one account or over all of them (R6, R57)."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Privacy, choice
from trunkline.kernel.resource import Resource


class RuleCount(
    Resource,
    sid="RK",
    mounts=[V(1, "compliance", "/RuleCounts", "list fetch")],
    unique={("account_sid", "day", "rule", "outcome", "scope"): 20409},
):
    """`scope`: `account`, of the account's own messages; or `platform`, of everybody's, which stand in the operator's account alone.

    `day` is UTC, as 2026-11-22; `outcome` is the verdict of a decision that the rule brought about (refuse, fail), or the mode in which
    it merely found something (observe, warn, repair).
    """

    scope: Annotated[str, choice("account", "platform"), Filter(), Privacy.KEEP] = "account"
    day: Annotated[str, Filter({"Day": "=", "Day<": "<=", "Day>": ">="}), Privacy.KEEP] = ""
    rule: Annotated[str, Filter(), Privacy.KEEP] = ""
    outcome: Annotated[str, Filter(), Privacy.KEEP] = ""
    count: int = 0

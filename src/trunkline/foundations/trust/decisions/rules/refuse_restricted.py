"""What somebody has had restricted is kept and not used: nothing is sent to them, or by the account (R94)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule

_WHAT = {
    "account": "The data of this account are restricted to being kept: it does not send.",
    "contact": "The recipient has had the use of their data restricted.",
    "message": "The use of this message is restricted.",
}


def _check(case: Case) -> Finding | None:
    subject = case.facts.restricted
    return Finding(_WHAT[subject], "Delete the restriction (privacy/v1/Restrictions) when its reason is gone.") if subject else None


RULE = Rule(id="restriction", clause="R94: restrict the use of your data", code=99118, check=_check, modes=(Mode.BLOCK,) * 3)

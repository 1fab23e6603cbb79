"""Nobody is written to who said stop (R13, R20, R23 to R28): "any subsequent messages are not allowed"."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_FINDING = Finding(
    "Attempt to send to unsubscribed recipient",
    "The recipient must reply START, or give a new consent that is proven and dated after the opt-out.",
)
_OBJECTED = Finding(
    "Attempt to send to a recipient who objected to messages",
    "The person must give a new consent that is proven and dated after the objection.",
)
_UNKNOWN = missing("whether the recipient has opted out")


def _check(case: Case) -> Finding | None:
    facts = case.facts
    if facts.opted_out:
        return _FINDING
    if facts.objected:
        # A reply in an open conversation is what the person asked for itself, and the objection does not reach it.
        replies = case.request.in_reply_to and case.basis.kind == "conversation"
        return None if replies else _OBJECTED
    return _UNKNOWN if facts.opted_out is None else None


RULE = Rule(id="opt-out", clause="R13, R23: any subsequent messages are not allowed", code=21610, check=_check, modes=(Mode.BLOCK,) * 3)

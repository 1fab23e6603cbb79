"""A reply stays with the sender that was written to, and within the conversation's window (R10)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule


def _check(case: Case) -> Finding | None:
    basis = case.basis
    if basis.lack != "outside-conversation":
        return None
    return Finding(
        basis.detail,
        "Wait for the person to write again, or obtain consent.",
        code=63016 if case.request.channel == "whatsapp" else None,
        asynchronous=True if case.request.channel == "whatsapp" else None,
        signals=(("inbound", basis.reference),),
    )


RULE = Rule(
    id="conversation-window",
    clause="R10: consent is limited only to that particular conversation",
    code=99105,
    check=_check,
    modes=(Mode.OFF, Mode.BLOCK, Mode.BLOCK),
)

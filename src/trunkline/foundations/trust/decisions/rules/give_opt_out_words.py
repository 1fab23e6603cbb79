"""The first message says how to leave, in standard words; one from a sender that hears no reply says so in each (R18)."""

from __future__ import annotations

from ..case import Case
from ..mend import append
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("whether this is the first message to the recipient")
_NO_ROUTE = Finding(
    "The sender cannot receive a reply, and the text shows no other way to unsubscribe.",
    "Put a link or a number for unsubscribing into the text.",
)


def carries_opt_out_words(case: Case) -> bool:
    return case.law.tells_to_leave(case.body)


def _check(case: Case) -> Finding | None:
    if case.request.intent == "otp" or case.basis.kind == "conversation":
        # A code that was asked for, or an answer: not the beginning of a program's messages.
        return None
    if case.request.sender_class == "alphanumeric":
        lowered = case.body.lower()
        return None if "http" in lowered or "www." in lowered or carries_opt_out_words(case) else _NO_ROUTE
    first = case.facts.first_message
    if first is False:
        return None
    if first is None:
        return _UNKNOWN
    if carries_opt_out_words(case):
        return None
    words = case.law.words_for(case.request.language)
    return Finding(
        "The first message to this recipient does not say how to unsubscribe.",
        'Add a standard phrase such as "Reply STOP to unsubscribe."',
        body=append(case.body, words.sentence) if words is not None else None,
    )


RULE = Rule(
    id="first-message",
    clause="R18: initial message needs to include Reply STOP to unsubscribe, or the equivalent",
    code=99107,
    check=_check,
    modes=(Mode.OFF, Mode.REPAIR, Mode.REPAIR),
)

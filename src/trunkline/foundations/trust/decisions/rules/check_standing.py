"""Who is suspended does not send: account, program or sender (R54, R58)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("how the account stands")
_STOPPED = frozenset({"suspended", "closed"})
_APPEAL = "Read the notice of the suspension; it can be appealed."


def _check(case: Case) -> Finding | None:
    facts = case.facts
    if facts.account_standing in _STOPPED:
        if case.request.stage == "dispatch":
            return Finding("The account was suspended after the message was accepted.", _APPEAL, code=30002, asynchronous=True)
        return Finding(f"The account is {facts.account_standing}.", _APPEAL)
    if facts.program_standing in _STOPPED:
        return Finding("The program that the sender belongs to is suspended.", _APPEAL, code=30033, asynchronous=True)
    if facts.sender_standing in _STOPPED:
        return Finding(f"The sender {case.request.sender} is suspended.", _APPEAL, code=21606)
    return _UNKNOWN if facts.account_standing is None else None


RULE = Rule(id="standing", clause="R54: suspend or remove access", code=20005, check=_check, modes=(Mode.BLOCK,) * 3)

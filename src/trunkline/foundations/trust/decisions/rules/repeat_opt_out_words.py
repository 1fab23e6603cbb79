"""A recurring program repeats how to leave, at least once a month (R15)."""

from __future__ import annotations

from trunkline.kernel.clock import DAY

from ..case import Case
from ..mend import append
from ..presets import Mode
from ..rule import Finding, Rule, missing
from .give_opt_out_words import carries_opt_out_words

_UNKNOWN = missing("when the recipient was last told how to unsubscribe")


def _check(case: Case) -> Finding | None:
    facts = case.facts
    program = facts.program
    # Where the sender's program is not known, the rules on consent and on the first message have said so.
    if program is None or not program.recurring or facts.first_message:
        return None
    if facts.last_reminder_at is None:
        return _UNKNOWN
    # A day early rather than late: tomorrow's message may not come.
    if case.now - facts.last_reminder_at < (case.law.reminder_days - 1) * DAY or carries_opt_out_words(case):
        return None
    words = case.law.words_for(case.request.language)
    return Finding(
        f"The recipient was not told for {case.law.reminder_days - 1} days how to unsubscribe.",
        'Add a standard phrase such as "Reply STOP to unsubscribe."',
        body=append(case.body, words.sentence) if words is not None else None,
    )


RULE = Rule(
    id="recurring-reminder",
    clause="R15: clear reminder of how to unsubscribe, using standard opt-out language",
    code=99107,
    check=_check,
    modes=(Mode.OFF, Mode.REPAIR, Mode.REPAIR),
)

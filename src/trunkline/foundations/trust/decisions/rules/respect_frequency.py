"""No more messages than the recipient wished, or than the law of the place allows (R16, R151)."""

from __future__ import annotations

from bisect import bisect_right

from trunkline.kernel.clock import HOUR

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("how many messages the recipient has had")


def _check(case: Case) -> Finding | None:
    facts, law = case.facts, case.law
    if not facts.limits and not law.frequency:
        return None
    caps = [(limit.at_most, limit.hours, limit.source, limit.sent) for limit in facts.limits]
    if law.frequency:
        intent = case.intent
        for place in (law.country, *(facts.places or ())):
            caps += [(row.at_most, row.hours, place, None) for row in law.frequency.get(place, ()) if intent in row.intents]
    if not caps:
        return None
    free: int | None = 0
    over = None
    for at_most, hours, source, own in caps:
        sent = facts.sent if own is None else own
        if sent is None:
            return _UNKNOWN
        window = hours * HOUR
        counted = len(sent) - bisect_right(sent, case.now - window)
        if counted >= at_most:
            # The slot is free when the message leaves the window that now is one too many.
            slot = sent[len(sent) - at_most] + window if at_most > 0 else None
            free = None if slot is None or free is None else max(free, slot)
            over = over or (at_most, hours, source)
    if over is None:
        return None
    expires = case.request.expires_at
    return Finding(
        f"The recipient is to get at most {over[0]} messages in {over[1]} hours ({over[2]}).",
        "Wait for the next free slot, or send fewer messages.",
        signals=(("limit", f"{over[0]} in {over[1]} hours"), ("source", over[2])),
        at=None if free is None or (expires is not None and free > expires) else free,
    )


RULE = Rule(
    id="frequency",
    clause="R16: respect the message recipient's preferences in terms of frequency of contact",
    code=99108,
    check=_check,
    modes=(Mode.OFF, Mode.BLOCK, Mode.BLOCK),
)

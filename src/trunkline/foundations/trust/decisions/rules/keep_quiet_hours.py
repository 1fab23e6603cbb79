"""What can wait is not sent at night, on a closed day, or where it may be night (R20, R41, R72).

Essential intents are never held back. The others leave at the first minute at which every candidate zone and place is open.
"""

from __future__ import annotations

from trunkline.kernel.clock import MINUTE

from ..case import Case
from ..find_open_time import calendar_of, next_open
from ..presets import Mode, Preset
from ..request import ESSENTIAL
from ..rule import Finding, Rule, missing

_UNKNOWN_ZONE = missing("in which time zones the recipient may be")
_UNKNOWN_INTENT = missing("whether the message can wait: it names no MessageIntent")


def _check(case: Case) -> Finding | None:
    law, facts = case.law, case.facts
    if not law.hours:
        return None
    if case.request.intent in ESSENTIAL:
        return None
    strict = facts.preset is Preset.STRICT
    calendar = calendar_of(law, facts.places, every_place=strict)
    if not calendar.weeks:
        return None
    zones = facts.zones
    if not zones:
        return None if case.intent in ESSENTIAL else _UNKNOWN_ZONE
    moment = case.request.moment
    leaves = case.now if moment is None or moment < case.now else moment
    minute = leaves // MINUTE
    opening = next_open(calendar, zones, minute)
    if opening == minute:
        return None
    intent = case.intent
    if intent in ESSENTIAL:
        return None
    if intent is None and not strict:
        return _UNKNOWN_INTENT
    at = None if opening is None else opening * MINUTE
    expires = case.request.expires_at
    if at is not None and expires is not None and at > expires:
        at = None
    return Finding(
        "Messages that are not essential may not be sent to the recipient at this hour.",
        "Send it in the allowed hours, or declare the MessageIntent if it is essential.",
        signals=(("zones", " ".join(zones[:8])), ("places", " ".join(facts.places or ())), ("intent", intent or "")),
        at=at,
    )


RULE = Rule(
    id="quiet-hours",
    clause="R20, R41: hours at the recipient's place",
    code=30610,
    check=_check,
    modes=(Mode.OFF, Mode.REPAIR, Mode.REPAIR),
    asynchronous=True,
)

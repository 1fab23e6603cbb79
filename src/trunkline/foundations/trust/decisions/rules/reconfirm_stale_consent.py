"""A consent that waited too long for its first message, or was not affirmed for long, is reconfirmed first (R7, R8)."""

from __future__ import annotations

from trunkline.kernel.clock import DAY

from ..case import Case
from ..mend import append
from ..presets import Mode
from ..rule import Finding, Rule

_TEXT = "You agreed earlier to receive these messages. Reply YES to go on receiving them."


def _check(case: Case) -> Finding | None:
    basis = case.basis
    if basis.lack == "lapsed":
        return Finding(basis.detail, "Obtain consent anew.", signals=(("consent", basis.reference),))
    consent = basis.consent
    if consent is None:
        return None
    signals = (("consent", consent.sid),)
    if consent.awaiting_reconfirmation:
        return Finding("The recipient was asked to reconfirm and has not answered.", "Wait for a YES or START.", signals=signals)
    affirmed = max(consent.captured_at, consent.last_affirmed_at)
    days = case.law.first_message_days
    first = not consent.first_message_at and case.facts.first_message is not False
    if first and case.now - affirmed > days * DAY:
        why = f"The first message comes more than {days} days after consent."
    elif case.now - affirmed > case.law.reaffirm_days * DAY:
        why = f"The consent was not affirmed for more than {case.law.reaffirm_days} days."
        # The question of the reconfirmation is a message of its own, not a line under another text.
        return Finding(why, "Ask the person to reconfirm.", signals=signals)
    else:
        return None
    return Finding(why, "Ask the person to reconfirm in this first message.", signals=signals, body=append(case.body, _TEXT))


RULE = Rule(
    id="consent-stale",
    clause="R7, R8: you will need to reconfirm consent in the first message",
    code=99103,
    check=_check,
    modes=(Mode.OFF, Mode.REPAIR, Mode.REPAIR),
)

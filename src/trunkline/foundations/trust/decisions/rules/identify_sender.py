"""A message says who sends it, except a follow-up in an ongoing conversation (R17)."""

from __future__ import annotations

from ..case import Case
from ..mend import prepend
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("which brand sends")


def _check(case: Case) -> Finding | None:
    brand = case.facts.brand
    if brand is None:
        return _UNKNOWN
    # The text is compared as written: a name in look-alike letters identifies nobody.
    body = case.body.casefold()
    for name in brand.names:
        if name.casefold() in body:
            return None
    if case.request.sender_class == "alphanumeric":
        sender = case.request.sender.casefold()
        if any(sender == name.casefold() or sender == name.casefold().replace(" ", "")[:11] for name in brand.names):
            return None
    if case.basis.kind == "conversation":
        return None
    return Finding(
        "The message does not say who sends it.",
        f"Name the sender in the text: {', '.join(brand.names) or 'the brand has no display name yet'}.",
        body=prepend(case.body, f"{brand.names[0]}: ") if brand.names else None,
    )


RULE = Rule(
    id="sender-identification",
    clause="R17: must clearly identify you as the sender",
    code=99106,
    check=_check,
    modes=(Mode.OFF, Mode.REPAIR, Mode.REPAIR),
)

"""A country must be switched on before messages go there (R41)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule, missing

_UNKNOWN = missing("for which countries the account may send")
_NOWHERE = missing("in which country the recipient is")


def _check(case: Case) -> Finding | None:
    permitted, country = case.facts.geo_permissions, case.request.country
    if permitted is None:
        return _UNKNOWN
    if country in permitted:
        return None
    if not country:
        return _NOWHERE
    return Finding(
        f"Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {case.request.recipient}.",
        f"Switch {country} on among the account's messaging geo permissions.",
        signals=(("country", country),),
    )


RULE = Rule(
    id="geo-permission", clause="R41: rules applicable to the country of the recipient", code=21408, check=_check, modes=(Mode.BLOCK,) * 3
)

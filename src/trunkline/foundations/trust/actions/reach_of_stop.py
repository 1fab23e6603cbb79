"""How far an opt-out by reply or by voice reaches (R31)."""

from __future__ import annotations

from trunkline.foundations.numbering.plan import country_of
from trunkline.kernel.work import Work

from ..decisions.presets import Preset
from ..rule_packs import rule_packs
from ..rules.addresses import bare_address
from .settle_contradictions import Target
from .settle_terms import preset_of

_RANK = {"sender": 0, "program": 1, "brand": 2}
_OF_PRESET = {Preset.TWILIO: "sender", Preset.POLICY: "program", Preset.STRICT: "brand"}


async def reach_of_stop(work: Work, account_sid: str, recipient: str, target: Target, *, everything: bool = False) -> tuple[str, str]:
    """Scope and target: the sender or its service under `twilio`, its program under `policy`, its brand under `strict`.

    But under `twilio`, the law of the recipient's country may make it wider (47 CFR 64.1200(a)(10) from 2027-01-31 on); `everything`
    (STOPALL) makes it the brand wherever there is one.
    """
    preset = await preset_of(work, account_sid)
    wanted = "brand" if everything else _OF_PRESET[preset]
    if preset is not Preset.TWILIO and (country := country_of_recipient(recipient)):
        law = rule_packs(work).current.law(country, work.now, strict=preset is Preset.STRICT).opt_out_scope
        wanted = max(wanted, law, key=_RANK.__getitem__)
    if target.program is not None and wanted != "sender":
        return (wanted, target.program.brand_sid) if wanted == "brand" else (wanted, target.program.sid)
    return ("service", target.service_sid) if target.service_sid else ("sender", target.sender)


def country_of_recipient(recipient: str) -> str:
    """By the numbering plan; "" where the address does not tell."""
    address = bare_address(recipient)
    return (country_of(address) if address.startswith("+") else None) or ""

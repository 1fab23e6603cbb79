"""What a number may be set to: its applications, addresses and fallback URLs, judged together."""

from __future__ import annotations

import re
from typing import Any

from trunkline.kernel.errors import invalid
from trunkline.kernel.work import Work

from ..errors import address_does_not_fit, address_not_for_emergencies, address_required, no_primary_url, unknown_sid
from ..resources.address import Address
from ..resources.application import Application
from ..resources.incoming_phone_number import IncomingPhoneNumber
from ..rules.address_requirements import satisfies

_ELSEWHERE = {"trunk_sid": "TK", "bundle_sid": "BU", "identity_sid": "RI"}
_MAY_BE_ABSENT = (*_ELSEWHERE, "address_sid", "emergency_address_sid")


async def judge_settings(number: IncomingPhoneNumber, given: dict[str, Any], account_sid: str, work: Work) -> dict[str, Any]:
    """The changes that follow from what was given, for a number that belongs to `account_sid` then; raises the fitting problem."""
    changes = {name: None if value == "" and name in _MAY_BE_ABSENT else value for name, value in given.items()}
    for name, prefix in _ELSEWHERE.items():
        if (sid := changes.get(name)) and re.fullmatch(prefix + "[0-9a-fA-F]{32}", sid) is None:
            raise invalid(f"{name.removesuffix('_sid').capitalize()}Sid", f"is not a SID that begins with {prefix}")
    for name, parameter in (("voice_application_sid", "VoiceApplicationSid"), ("sms_application_sid", "SmsApplicationSid")):
        if (sid := changes.get(name)) and await work.fetch(Application, sid, account_sid) is None:
            raise unknown_sid(parameter, sid, account_sid)
    if changes.get("trunk_sid"):
        changes["voice_application_sid"] = ""
    elif changes.get("voice_application_sid"):
        changes["trunk_sid"] = None
    await _judge_address(number, changes, account_sid, work)
    await _judge_emergency_address(changes, account_sid, work)
    for kind in ("voice", "sms"):
        if changes.get(f"{kind}_fallback_url") and not any(
            changes.get(name, getattr(number, name)) for name in (f"{kind}_url", f"{kind}_application_sid")
        ):
            raise no_primary_url(kind)
    return changes


async def _judge_address(number: IncomingPhoneNumber, changes: dict[str, Any], account_sid: str, work: Work) -> None:
    if "address_sid" not in changes:
        return
    requirement = number.address_requirements
    sid = changes["address_sid"]
    if sid is None:
        if requirement != "none":
            raise address_required(number.phone_number, requirement)
        return
    address = await work.fetch(Address, sid, account_sid)
    if address is None or not satisfies(requirement, number.country, address.iso_country):
        raise address_does_not_fit(sid, account_sid, requirement)


async def _judge_emergency_address(changes: dict[str, Any], account_sid: str, work: Work) -> None:
    """The simulated network registers an address at once; there is no emergency service behind it."""
    if "emergency_address_sid" not in changes:
        return
    sid = changes["emergency_address_sid"]
    if sid is not None:
        address = await work.fetch(Address, sid, account_sid)
        if address is None:
            raise unknown_sid("EmergencyAddressSid", sid, account_sid)
        if not address.emergency_enabled:
            raise address_not_for_emergencies(sid)
    changes["emergency_address_status"] = "registered" if sid else "unregistered"

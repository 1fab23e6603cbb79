"""Change a number's settings, or hand it over between a main account and its subaccounts.

Source: Twilio, IncomingPhoneNumber, "Update"; Subaccounts, "Exchanging phone numbers"; errors 21470 to 21474.
"""

from __future__ import annotations

from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.reactions import updates
from trunkline.kernel.work import Work

from ..errors import account_not_active, account_not_related, address_required_to_move, invalid_account_sid, not_the_parent
from ..resources.address import Address
from ..resources.incoming_phone_number import IncomingPhoneNumber
from ..rules.address_requirements import satisfies
from .judge_settings import judge_settings

# What belongs to the losing account does not go along.
_LEFT_BEHIND: dict[str, Any] = {
    "sms_application_sid": "", "voice_application_sid": "", "trunk_sid": None, "address_sid": None, "bundle_sid": None,
    "identity_sid": None, "emergency_address_sid": None, "emergency_address_status": "unregistered", "emergency_status": "Inactive",
}  # fmt: skip


@updates(IncomingPhoneNumber)
async def update_number(number: IncomingPhoneNumber, given: dict[str, Any], work: Work) -> IncomingPhoneNumber:
    target = given.pop("new_account_sid", "")
    if not target or target == number.account_sid:
        changes = await judge_settings(number, given, number.account_sid, work)
        return work.change(number, **changes) if changes else number
    await _require_related(target, work)
    changes = {**_LEFT_BEHIND, **await judge_settings(number, given, target, work)}
    if number.address_requirements != "none" and not changes["address_sid"]:
        changes["address_sid"] = await _fitting_address(number, target, work)
    return work.change(number, account_sid=target, **changes)


async def _require_related(target: str, work: Work) -> None:
    """The caller is the main account; the gaining one is it or an active subaccount of it."""
    if not is_sid(target, "AC"):
        raise invalid_account_sid(target)
    caller_sid = work.caller.account_sid if work.caller is not None else ""
    caller = await work.fetch(Account, caller_sid)  # any account: the caller's own
    if caller is None or not caller.is_main:
        raise not_the_parent()
    gaining = await work.fetch(Account, target)  # any account: compared in the next line
    if gaining is None or gaining.owner_account_sid != caller.sid:
        raise account_not_related(target)
    if gaining.status != "active":
        raise account_not_active(target)


async def _fitting_address(number: IncomingPhoneNumber, account_sid: str, work: Work) -> str:
    for address in await work.select(Address, account_sid=account_sid):
        if satisfies(number.address_requirements, number.country, address.iso_country):
            return address.sid
    raise address_required_to_move(number.phone_number, number.address_requirements)

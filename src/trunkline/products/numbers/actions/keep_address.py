"""Make, change and remove an address. Source: Twilio, Addresses; errors 21628 and 21629."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.reactions import creates, deletes, updates
from trunkline.kernel.work import Work

from ..errors import address_in_use, address_not_valid, address_suggestion
from ..resources.address import Address
from ..resources.incoming_phone_number import IncomingPhoneNumber
from ..rules.postal_address import correct

_WRITTEN = ("street", "street_secondary", "city", "region", "postal_code", "iso_country")


@creates(Address)
async def make_address(draft: Address, work: Work) -> Address:
    draft.__dict__.update(_corrected({name: getattr(draft, name) or "" for name in _WRITTEN}, draft.auto_correct_address))
    return work.add(draft)


@updates(Address)
async def change_address(address: Address, given: dict[str, Any], work: Work) -> Address:
    may_correct = given.pop("auto_correct_address", True)
    if not given:
        return address
    if any(name in given for name in _WRITTEN):
        written = {name: given.get(name, getattr(address, name)) or "" for name in _WRITTEN}
        given |= _corrected(written, may_correct)
    return work.change(address, **given)


@deletes(Address)
async def remove_address(address: Address, work: Work) -> None:
    """409 while a number needs it."""
    for column in ("address_sid", "emergency_address_sid"):
        if await work.count(IncomingPhoneNumber, account_sid=address.account_sid, **{column: address.sid}):
            raise address_in_use(address.sid)
    work.remove(address)


def _corrected(written: dict[str, str], may_correct: bool) -> dict[str, str]:
    try:
        corrections = correct(written)
    except ValueError as why:
        raise address_not_valid(str(why)) from None
    if corrections and not may_correct:
        raise address_suggestion({**written, **corrections})
    return corrections

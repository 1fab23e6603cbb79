"""Buy a phone number: the one that is named, or any of an area code. Source: Twilio, IncomingPhoneNumber, "Provision a phone number"."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..errors import (
    address_required,
    area_code_not_supported,
    invalid_area_code,
    invalid_number,
    none_in_area_code,
    not_available,
    nothing_named,
)
from ..queries import taken_among
from ..resources.incoming_phone_number import IncomingPhoneNumber
from ..rules.contains_pattern import SearchError
from ..rules.countries import NumberType
from ..rules.inventory import AvailableNumber, Search, find_number, search_numbers
from ..rules.magic_numbers import rehearse_purchase
from ..rules.phone_number import for_people
from .judge_settings import judge_settings

_CHOICE = 20  # numbers of which one is drawn, so that buyers at the same moment seldom want the same
_WITH_AREA_CODE = (("US", NumberType.LOCAL), ("CA", NumberType.LOCAL), ("US", NumberType.TOLL_FREE), ("PR", NumberType.LOCAL))


@creates(IncomingPhoneNumber)
async def buy_number(draft: IncomingPhoneNumber, work: Work) -> IncomingPhoneNumber:
    """`draft.type` is set where the address asked names a sort (…/Local): then only a PhoneNumber of that sort will do."""
    if draft.type and not draft.wanted_number and draft.area_code:
        raise area_code_not_supported()
    if not draft.wanted_number and (draft.type or not draft.area_code):
        raise nothing_named()
    if work.caller is not None and work.caller.rehearsal:
        return _rehearse(draft, work)
    wanted = draft.type
    number_type, offer = await (_named(draft.wanted_number, work) if draft.wanted_number else _of_area_code(draft.area_code, work))
    if wanted and wanted != number_type:
        raise not_available(offer.phone_number)
    describe(draft, number_type.value, offer)
    if draft.address_requirements != "none" and not draft.address_sid:
        raise address_required(draft.phone_number, draft.address_requirements)
    settings = await judge_settings(draft, given_settings(draft), draft.account_sid, work)
    draft.__dict__.update(settings)
    return work.add(draft)


def describe(number: IncomingPhoneNumber, number_type: str, offer: AvailableNumber) -> None:
    """Write what the stock knows of a number into its row."""
    number.phone_number, number.type, number.country = offer.phone_number, number_type, offer.iso_country
    number.friendly_name = number.friendly_name or offer.friendly_name
    number.capabilities, number.beta = asdict(offer.capabilities), offer.beta
    number.address_requirements = offer.address_requirements


def given_settings(number: IncomingPhoneNumber) -> dict[str, Any]:
    """What was given of the settings that are judged."""
    names = (
        "voice_application_sid", "sms_application_sid", "trunk_sid", "bundle_sid", "identity_sid", "address_sid", "emergency_address_sid",
        "voice_fallback_url", "sms_fallback_url",
    )  # fmt: skip
    return {name: value for name in names if (value := getattr(number, name)) is not None and value != ""}


async def _named(given: str, work: Work) -> tuple[NumberType, AvailableNumber]:
    e164 = to_e164(given)
    if e164 is None:
        raise invalid_number(given)
    found = find_number(e164)
    if found is None or await taken_among([e164], work):
        raise not_available(e164)
    return found


async def _of_area_code(given: str, work: Work) -> tuple[NumberType, AvailableNumber]:
    for country, number_type in _WITH_AREA_CODE:
        position: int | None = 0
        while position is not None:
            try:
                page = search_numbers(country, number_type, Search(area_code=given), start=position, limit=_CHOICE)
            except SearchError as why:
                raise invalid_area_code(given) if why.code == 21451 else Problem(why.code, str(why)) from None
            gone = await taken_among([one.phone_number for one in page.numbers], work)
            if free := [one for one in page.numbers if one.phone_number not in gone]:
                return number_type, free[int(work.platform.dice.fraction() * len(free))]
            position = page.next_position
    raise none_in_area_code(given)


def _rehearse(draft: IncomingPhoneNumber, work: Work) -> IncomingPhoneNumber:
    """Under test credentials: answered as it would be, nothing is stored or bought."""
    named = to_e164(draft.wanted_number) or draft.wanted_number
    outcome = rehearse_purchase(phone_number=named or None, area_code=draft.area_code or None)
    if outcome.number is None:
        refusals = {21421: invalid_number(named), 21452: none_in_area_code(draft.area_code)}
        raise refusals.get(outcome.code or 0, not_available(named))
    draft.sid, draft.phone_number, draft.type, draft.country = work.sid("PN"), outcome.number, "local", "US"
    draft.friendly_name = draft.friendly_name or for_people(outcome.number)
    draft.capabilities = {"voice": True, "sms": True, "mms": True, "fax": False}
    draft.date_created = draft.date_updated = work.now
    return draft

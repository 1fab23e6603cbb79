"""Give an account a number without buying it: for a new data folder, and for numbers of fiction (+1 555 …) that no stock holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.foundations.numbering.plan import country_of
from trunkline.kernel.work import Work

from ..errors import invalid_number, not_available
from ..queries import taken_among
from ..resources.incoming_phone_number import IncomingPhoneNumber
from ..rules.countries import Capabilities
from ..rules.inventory import find_number
from ..rules.phone_number import for_people
from .buy_number import describe

_ALL = Capabilities(voice=True, sms=True, mms=True, fax=True)


async def provision_number(work: Work, account_sid: str, phone_number: str, **settings: Any) -> IncomingPhoneNumber:
    """Stage the number, with settings by field name (`sms_url`, `friendly_name` …). The caller commits.

    A number that the stock holds is described as there; any other is local and can do everything. No address is asked for. Raises
    21421 for what is no number and 21422 for one that somebody holds.
    """
    e164 = to_e164(phone_number)
    if e164 is None:
        raise invalid_number(phone_number)
    if await taken_among([e164], work):
        raise not_available(e164)
    number = IncomingPhoneNumber(account_sid=account_sid, **settings)
    found = find_number(e164)
    if found is not None:
        describe(number, found[0].value, found[1])
    else:
        number.phone_number, number.type, number.country = e164, "local", country_of(e164) or ""
        number.friendly_name = number.friendly_name or for_people(e164)
        number.capabilities = asdict(_ALL)
    return work.add(number)

"""Ask whether a number may be an account's caller ID: the number is called and must enter a code. Source: Twilio, OutgoingCallerIds."""

from __future__ import annotations

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.foundations.retention.expiry import plan_removal
from trunkline.kernel.clock import MINUTE, SECOND
from trunkline.kernel.work import Work

from ..errors import already_validated, not_callable
from ..resources.outgoing_caller_id import OutgoingCallerId
from ..resources.validation_request import ValidationRequest
from ..rules.phone_number import for_people

PATIENCE = 10 * MINUTE
"""How long the code holds after the call begins."""


async def request_validation(draft: ValidationRequest, work: Work) -> ValidationRequest:
    """Stage the request with a new code of six digits; one before it for the same number is void.

    21217 for what is no number, 21450 when it is the account's caller ID already. The caller commits.
    """
    number = to_e164(draft.phone_number)
    if number is None:
        raise not_callable(draft.phone_number)
    if await work.find(OutgoingCallerId, account_sid=draft.account_sid, phone_number=number) is not None:
        raise already_validated(number)
    work.sweep(ValidationRequest, account_sid=draft.account_sid, phone_number=number)
    draft.phone_number = number
    draft.friendly_name = draft.friendly_name or for_people(number)
    draft.validation_code = f"{int.from_bytes(work.platform.dice.bytes(8), 'big') % 1_000_000:06d}"
    draft.date_expires = work.now + draft.call_delay * SECOND + PATIENCE
    work.add(draft)
    plan_removal(draft, work)
    return draft

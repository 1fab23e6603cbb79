"""The called number answers a validation call and enters a code: what the simulated network does for whoever holds the phone."""

from __future__ import annotations

import hmac

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.foundations.webhooks.callbacks import Callback, send_callback
from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work

from ..resources.outgoing_caller_id import OutgoingCallerId
from ..resources.validation_request import ValidationRequest

TRIES = 3


async def confirm_caller_id(work: Work, account_sid: str, phone_number: str, code: str) -> OutgoingCallerId | None:
    """Stage the caller ID, or, for a wrong code, None; the third wrong code ends the call. The caller commits in either case.

    404 when no validation of this number is under way.
    """
    number = to_e164(phone_number) or phone_number
    request = await work.find(ValidationRequest, account_sid=account_sid, phone_number=number)
    if request is None or (request.date_expires or 0) <= work.now:
        raise Problem(20404, f"No validation of {number} is under way", 404)
    if not hmac.compare_digest(request.validation_code.encode(), code.strip().encode()):
        if request.attempts + 1 >= TRIES:
            work.remove(request)
            _tell(request, "failed", "", work)
        else:
            work.change(request, attempts=request.attempts + 1)
        return None
    work.remove(request)
    made = work.add(OutgoingCallerId(account_sid=account_sid, phone_number=number, friendly_name=request.friendly_name))
    _tell(request, "success", made.sid, work)
    return made


def _tell(request: ValidationRequest, status: str, caller_id_sid: str, work: Work) -> None:
    """The parameters that Twilio adds for a validation call are VerificationStatus and OutgoingCallerIdSid."""
    if not request.status_callback:
        return
    parameters = {
        "AccountSid": request.account_sid,
        "CallSid": request.sid,
        "To": request.phone_number,
        "Called": request.phone_number,
        "CallStatus": "completed",
        "Direction": "outbound-api",
        "ApiVersion": "2010-04-01",
        "VerificationStatus": status,
    }
    if caller_id_sid:
        parameters["OutgoingCallerIdSid"] = caller_id_sid
    send_callback(work, request, "completed", Callback(request.status_callback, request.status_callback_method, parameters))

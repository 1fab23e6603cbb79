"""A caller ID that waits for its code. Source: api_v2010, CreateValidationRequest and api.v2010.account.validation_request."""

from __future__ import annotations

import re
from typing import Annotated

from trunkline.foundations.retention.expiry import Expiring
from trunkline.kernel.fields import Create, Form, Method, Privacy, Url

from ..errors import INVALID_CALL_DELAY, INVALID_METHOD, INVALID_URL


def _delay(text: str) -> int:
    if re.fullmatch(r"\d{1,2}", text, re.ASCII) is None or int(text) > 60:
        raise ValueError("must be a whole number of seconds, 0 to 60")
    return int(text)


def _extension(text: str) -> str:
    if re.fullmatch(r"[0-9wW*#]{0,32}", text) is None:
        raise ValueError("must be digits to dial (also w, * and #)")
    return text


class ValidationRequest(Expiring, sid="CA", unique={("account_sid", "phone_number"): 20409}):
    """Its SID is that of the call which asks for the code: that call is the simulated network's (see `confirm_caller_id`)."""

    phone_number: Annotated[str, Create(required=21201), Privacy.CONTACT]
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Privacy.CONTACT] = ""
    call_delay: Annotated[int, Form({"type": "integer"}, "integer", _delay), Create(invalid=INVALID_CALL_DELAY)] = 0
    extension: Annotated[str, Form({"type": "string"}, read=_extension), Create(), Privacy.KEEP] = ""
    status_callback: Annotated[Url | None, Create(invalid=INVALID_URL)] = None
    status_callback_method: Annotated[Method, Create(invalid=INVALID_METHOD)] = "POST"
    validation_code: Annotated[str, Privacy.KEEP] = ""
    attempts: int = 0

"""A number of somebody else's that an account has shown to be its own. Source: api_v2010, api.v2010.account.outgoing_caller_id."""

from __future__ import annotations

from typing import Annotated

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import Filter, Form, Privacy, Update
from trunkline.kernel.resource import Resource

from ..errors import ALREADY_VALIDATED

_NUMBER = Form({"type": "string", "format": "phone-number"}, read=lambda text: to_e164(text) or text)


class OutgoingCallerId(
    Resource,
    sid="PN",
    mounts=[V2010("/Accounts/{account_sid}/OutgoingCallerIds", "list fetch update delete")],
    unique={("account_sid", "phone_number"): ALREADY_VALIDATED},
):
    """Made by `confirm_caller_id` only: when whoever answered the validation call entered its code."""

    phone_number: Annotated[str, _NUMBER, Filter(), Privacy.CONTACT]
    friendly_name: Annotated[str, Update(longest=(64, 20001)), Filter(), Privacy.CONTACT] = ""

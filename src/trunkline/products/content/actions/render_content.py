"""A template becomes a message: what other products ask for."""

from __future__ import annotations

from typing import Any

import msgspec

from trunkline.kernel.errors import Problem
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.work import Work

from ..errors import SID_REQUIRED, TOO_LONG, WRONG_SID, WRONG_VARIABLES
from ..resources.approval import Approval
from ..resources.content import Content
from ..rules.placeholders import WrongVariables, fill_in, places_of, settle_variables
from ..rules.render import Rendered, render


async def render_content(work: Work, account_sid: str, content_sid: str, variables: str, channel: str = "sms") -> Rendered:
    """`variables` is the JSON of ContentVariables, "" for none. 21654 without a SID, 21655, 21656 and 21658 as in the dictionary."""
    if not content_sid:
        raise Problem(SID_REQUIRED, "ContentVariables without ContentSid: name the template", 400)
    content = await work.fetch(Content, content_sid, account_sid) if is_sid(content_sid, Content.prefix) else None
    if content is None:
        raise Problem(WRONG_SID, f"The ContentSid {content_sid} is not a template of this account", 400)
    try:
        given: Any = msgspec.json.decode(variables) if variables else {}
    except (msgspec.DecodeError, RecursionError):
        raise Problem(WRONG_VARIABLES, "The ContentVariables parameter is not JSON", 400) from None
    try:
        values = settle_variables(places_of(content.types), given, content.variables)
    except WrongVariables as why:
        raise Problem(TOO_LONG if why.too_long else WRONG_VARIABLES, f"The ContentVariables parameter is invalid: {why}", 400) from None
    return render(fill_in(content.types, values), channel)


async def is_approved(work: Work, account_sid: str, content_sid: str) -> bool:
    """Whether WhatsApp's (simulated) reviewer lets this template begin a conversation."""
    return await work.find(Approval, account_sid=account_sid, content_sid=content_sid, status="approved") is not None

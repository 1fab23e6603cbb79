"""Place a call: as far as that goes without media."""

from __future__ import annotations

from trunkline.kernel.errors import Problem
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..errors import refusal
from ..resources.call import Call
from ..rules.endpoint import read_endpoint
from ..rules.magic_numbers import rehearse_call


@creates(Call)
async def place_call(draft: Call, work: Work) -> Call:
    """Under test credentials the call that would be placed, neither stored nor placed. For real, what is wrong is refused, and what is
    right answers 501: nothing carries a call yet. (Whether From is the account's own is asked when something does.)
    """
    to, from_ = read_endpoint(draft.to), read_endpoint(draft.from_)
    rehearsal = work.caller is not None and work.caller.rehearsal
    if rehearsal and (code := rehearse_call(to or draft.to, from_ or draft.from_)) is not None:
        raise refusal(code, to=draft.to, from_=draft.from_)
    if to is None:
        raise refusal(21217, to=draft.to)
    if from_ is None:
        raise refusal(21212, from_=draft.from_)
    if not (draft.url or draft.twiml or draft.application_sid):
        raise refusal(21205)
    if draft.application_sid and not is_sid(draft.application_sid, "AP"):
        raise refusal(21218, application_sid=draft.application_sid)
    if not rehearsal:
        raise Problem(20501, "CreateCall is checked but not built in Trunkline yet: there is no media", 501, {"operation": "CreateCall"})
    draft.sid, draft.to, draft.from_ = work.sid(Call.prefix), to, from_
    draft.date_created = draft.date_updated = work.now
    draft.__dict__["status"] = "queued"  # shown, never stored: there is no row to move
    return draft

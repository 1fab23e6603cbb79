"""A message under test credentials: answered as it would be, neither stored nor sent. Source: Twilio, Test Credentials."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..errors import refusal
from ..resources.message import Message
from ..rules.addresses import parse_from, parse_to
from ..rules.magic_numbers import rehearse_message as magic
from ..rules.segments import count_segments


def rehearse_message(draft: Message, work: Work) -> Message:
    if draft.messaging_service_sid:
        raise refusal(21701)  # test credentials have no services
    to, from_ = parse_to(draft.to), parse_from(draft.from_ or "")
    if code := magic(to.value, from_.value):
        raise refusal(code, to=draft.to, from_=draft.from_ or "")
    if to.error:
        raise refusal(to.error, to=draft.to)
    if not draft.body and not draft.media_url:
        raise refusal(21602)
    draft.sid, draft.to, draft.from_ = work.sid("SM"), to.value, from_.value
    draft.num_segments, draft.num_media = count_segments(draft.body), len(draft.media_url)
    draft.date_created = draft.date_updated = work.now
    draft.__dict__["status"] = "queued"  # shown, never stored: there is no row to move
    return draft

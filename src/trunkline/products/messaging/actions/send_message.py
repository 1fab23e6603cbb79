"""Accept a message from the API, from TwiML or from another product."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.foundations.trust.actions.record_decision import follow_accept, keep_decision
from trunkline.foundations.trust.decisions.decision import Decision, Verdict
from trunkline.kernel.clock import DAY, MINUTE
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work
from trunkline.products.numbers.resources.application import Application

from ..errors import refusal
from ..resources.media import Media
from ..resources.message import LONGEST_BODY, Message
from ..rules.addresses import Address
from ..rules.segments import count_segments
from ..rules.sender_choice import MMS_COUNTRIES
from ..rules.smart_encoding import smart_encode
from .convert_pictures import convert_pictures
from .decide_message import judge_accept
from .enter_service import Entry, enter_service, names_service
from .fill_from_content import fill_from_content
from .judge_message import judge_message, judge_recipient, pass_gate
from .price_message import price_message
from .rehearse_message import rehearse_message
from .release_message import release_message
from .shorten_links import shorten_links
from .take_turn import is_queue_full

_EARLIEST, _LATEST = 15 * MINUTE, 35 * DAY
_LONGEST_VALIDITY = 36000  # seconds


@creates(Message)
async def send_message(draft: Message, work: Work) -> Message:
    """Queue a message; sending follows from its being queued. Refusals: see `judge_message` and the schedule below."""
    if work.caller is not None and work.caller.rehearsal:
        return rehearse_message(draft, work)
    prepared = await prepare_message(draft, work)
    judged = await judge_accept(draft, prepared.to, work) if draft.from_ else None
    await pass_gate(draft, work)
    wait = prepared.wait if judged is None else _obey(judged.decision, draft, prepared.wait, work)
    draft.sid = draft.sid or work.sid(draft.prefix)
    if draft.shorten_urls:
        await shorten_links(draft, None if prepared.entry is None else prepared.entry.pool.service, work)
        if len(draft.body) > LONGEST_BODY:
            raise refusal(21617)
    draft.num_segments = 1 if prepared.to.channel else count_segments(draft.body)
    draft.num_media = len(draft.media_url)
    price_message(draft, prepared.to.country, work)
    if draft.application_sid and not draft.status_callback:
        await _take_callback(draft, work)
    if prepared.entry is not None and prepared.entry.needs_sender:
        draft.from_ = None  # the choice that counts is made when it is queued
    if judged is not None:
        draft.decisions = keep_decision(judged, draft.sid, work)
    work.add(draft, state="scheduled" if wait else "queued" if prepared.entry is None else "accepted")
    if judged is not None:
        await follow_accept(judged, draft.sid, work.now + wait, work, risk_check=draft.risk_check != "disable")
    for url in draft.media_url:
        work.add(Media(account_sid=draft.account_sid, parent_sid=draft.sid, source=url))
    if wait:
        work.enqueue(release_message, delay=wait, sid=draft.sid)
    return draft


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message before the decision. `wait` is in microseconds; `entry` is its Messaging Service, None for a message without one."""

    to: Address
    wait: int
    entry: Entry | None = None


async def prepare_message(draft: Message, work: Work) -> Prepared:
    """All that is asked before the decision: the ends as they go on the wire, the text as it is sent, and how long it is to wait.

    A service puts the sender in that it would choose now; none in `from_` means that nobody of its pool can carry the message.
    """
    if draft.content_sid or draft.content_variables:
        await fill_from_content(draft, work)
    entry = await enter_service(draft, work) if names_service(draft) else None
    if entry is None or draft.from_:
        parties = await judge_message(draft, work)
        to, draft.from_ = parties.to, parties.from_.value
        if entry is None and draft.media_url and to.channel is None and to.country and to.country not in MMS_COUNTRIES:
            await convert_pictures(draft, work)
    else:
        to = judge_recipient(draft)
    draft.to = to.value
    if entry is None and await is_queue_full(draft.account_sid, draft.from_ or "", work):
        raise refusal(21611, from_=draft.from_ or "")
    if draft.smart_encoded:
        draft.body = smart_encode(draft.body)
    if len(draft.body) > LONGEST_BODY:
        raise refusal(21617)
    if not 1 <= draft.validity_period <= _LONGEST_VALIDITY:
        raise Problem(90007, f"ValidityPeriod must be between 1 and {_LONGEST_VALIDITY} seconds", 400)
    return Prepared(to, _schedule(draft, work), entry)


def _obey(decision: Decision, draft: Message, wait: int, work: Work) -> int:
    """Mend the text and put off the time as decided; how long to wait now. What will fail is accepted, and fails as it is to leave."""
    if decision.body is not None:
        draft.body = decision.body
        if len(draft.body) > LONGEST_BODY:
            raise refusal(21617)
    if decision.verdict is Verdict.FAIL:
        return 0
    if decision.verdict is Verdict.DEFER and decision.at is not None:
        draft.send_at = decision.at
        wait = max(wait, decision.at - work.now)
    return wait


async def _take_callback(draft: Message, work: Work) -> None:
    """The application's own status callback; the request's has precedence (CreateMessage, ApplicationSid)."""
    application = await work.fetch(Application, draft.application_sid or "", draft.account_sid)
    if application is None:
        raise Problem(20001, "Invalid parameter 'ApplicationSid': the account has no such application", 400)
    draft.status_callback = application.message_status_callback or application.sms_status_callback or None


def _schedule(draft: Message, work: Work) -> int:
    """Microseconds until a scheduled message is due; 0 for one to be sent now."""
    if draft.send_at is None and draft.schedule_type is None:
        return 0
    if draft.send_at is None or draft.schedule_type is None:
        raise Problem(35111, "SendAt and ScheduleType=fixed must be given together to schedule a message", 400)
    wait = draft.send_at - work.now
    if not _EARLIEST <= wait <= _LATEST:
        raise Problem(35114, "SendAt must be between 15 minutes and 35 days from now", 400)
    return wait

"""What happens because a message changed. Claim, call, settle: no transaction crosses the network."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from trunkline.foundations.accounts.standing import may_do_business
from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.foundations.trust.actions.judge_send import Judged
from trunkline.foundations.trust.actions.opt_out import is_opted_out
from trunkline.foundations.trust.actions.record_decision import (
    decision_row,
    failed_at_accept,
    follow_failure,
    keep_decision,
    raise_warnings,
)
from trunkline.foundations.trust.actions.review_text import queue_for_review
from trunkline.foundations.trust.actions.scan_media import Held, refuse_file
from trunkline.foundations.trust.decisions.decision import Verdict
from trunkline.foundations.trust.enforcement.standing import hold_back
from trunkline.foundations.trust.resources.decision_record import DecisionRecord
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.jobs import Later
from trunkline.kernel.reactions import when
from trunkline.kernel.work import Work

from .actions.assign_sender import assign_sender
from .actions.check_window import outside_window
from .actions.convert_pictures import NO_PICTURES, convert_at_carrier
from .actions.decide_message import judge
from .actions.fetch_media import Unfit, fetch_media, store_file
from .actions.price_message import price_message
from .actions.reroute_message import reroute_message
from .actions.take_turn import take_turn
from .actions.withhold_charge import withhold_charge
from .errors import outcome
from .ports import Handover, MessageCarrier, Refused, Unavailable
from .resources.media import Media
from .resources.message import Message
from .rules.segments import count_segments
from .sending_pace import QueueFull
from .twiml.answer_message import answer_message


@when(Message, enters="accepted", attempts=20, cap=300)
async def give_sender(message: Message, work: Work) -> None:
    """A message of a Messaging Service is queued once it has a sender."""
    await assign_sender(message, work)


@when(Message, enters="queued", attempts=20, cap=300)
async def hand_to_carrier(message: Message, work: Work) -> None:
    """Ask again whether it may go, claim it, hand it over, settle.

    `handovers` is 1 from the claim to the settlement: a message found `sending` with 1 was being handed over when its node died. It is
    handed over again, and marked so, since losing it would be worse.
    """
    if message.status not in ("queued", "sending"):
        return
    again = message.status == "sending" and message.handovers > 0
    judged: Judged | None = None
    if message.status == "queued":
        if code := await _forbidden(message, work):
            await _fail(message, work, code)
            return
        try:
            wait = await take_turn(message, work)
        except QueueFull:
            await _fail(message, work, 30001)
            return
        if wait:
            raise Later(wait)
        if (doomed := await failed_at_accept(message.decisions, message.sid, work)) is not None:
            await _stop(message, doomed, work)
            return
        if not message.confirms:
            judged = await judge(message, "dispatch", work)
            if judged.decision.blocks:
                await raise_warnings(judged, message.sid, work)
                await _stop(message, decision_row(judged, message.sid, work), work)
                return
            if judged.decision.verdict is Verdict.DEFER and judged.decision.at is not None:
                await _put_off(message, judged, judged.decision.at, work)
            if wait := hold_back(work, message.account_sid, judged.request.program, message.from_ or "", message.sid):
                raise Later(wait)
    try:
        media = await fetch_media(message, work) if message.num_media else ()
    except Held as held:
        await work.commit()
        raise Later(held.delay) from None
    except Unfit as unfit:
        if unfit.threat and judged is not None:
            await _stop(message, decision_row(refuse_file(judged, unfit.threat), message.sid, work), work)
        else:
            await _fail(message, work, unfit.code)
        return
    if message.status == "queued":
        if not await work.claim(message, "submit", handovers=1, **await _what_was_decided(message, judged, work)):
            return
    else:
        work.set(message, handovers=message.handovers + 1)
        await work.commit()
    expires = max(message.date_created, message.send_at or 0) + message.validity_period * SECOND
    handover = Handover(
        message.sid,
        message.account_sid,
        message.from_ or "",
        message.to,
        message.body,
        message.num_segments,
        media,
        again,
        expires,
        tuple((message.channel_data or {}).get("buttons", ())),
    )
    if await _stopped_meanwhile(message, work):
        await _fail(message, work, 21610)
        return
    try:
        carrier_id = await _submit(message, handover, work)
    except Refused as refused:
        if not await reroute_message(message, refused.code, work):
            await _fail(message, work, refused.code)
    except Unavailable as why:
        work.set(message, handovers=0)
        await work.commit()
        raise Later(why.delay) from None
    else:
        await _accept(message, work, carrier_id)


async def _submit(message: Message, handover: Handover, work: Work) -> str:
    """With links for its pictures where the carrier takes none. Raises as the carrier does."""
    carrier = work.port(MessageCarrier)  # type: ignore[type-abstract]  # ports are found by their protocol
    try:
        return await carrier.submit(handover, work)
    except Refused as refused:
        plain = await convert_at_carrier(message, handover, work) if refused.code == NO_PICTURES else None
        if plain is None:
            raise
    return await carrier.submit(plain, work)


async def _forbidden(message: Message, work: Work) -> int | None:
    if work.now - max(message.date_created, message.send_at or 0) > message.validity_period * SECOND:
        return 30036
    if not message.confirms and not await may_do_business(message.account_sid, work):
        return 30002
    return await outside_window(message, work) or None


async def _stopped_meanwhile(message: Message, work: Work) -> bool:
    """The last look, with nothing but memory between it and the carrier: no text leaves after a STOP is on disk."""
    if message.confirms:
        return False
    service_sid = message.messaging_service_sid or ""
    return await is_opted_out(work, message.account_sid, message.to, message.from_ or "", service_sid=service_sid, surely=True)


async def _what_was_decided(message: Message, judged: Judged | None, work: Work) -> dict[str, Any]:
    """Fields to be written with the claim: the decision, and the text where it was mended."""
    if judged is None:
        return {}
    decision = judged.decision
    line = keep_decision(judged, message.sid, work)
    await raise_warnings(judged, message.sid, work)
    await queue_for_review(judged, message.sid, work)
    changes: dict[str, Any] = {}
    if line:
        changes["decisions"] = f"{message.decisions}\n{line}" if message.decisions else line
    if decision.body is not None:
        message.num_segments = count_segments(decision.body)
        price_message(message, judged.request.country or None, work)
        changes |= {"body": decision.body, "num_segments": message.num_segments, "cost": message.cost}
    return changes


async def _stop(message: Message, decision: DecisionRecord, work: Work) -> None:
    """The message ends here: its code, the decision and an Alert that names the rule, in one commit."""
    code = decision.code or 30008
    work.move(message, "fail", error_code=code, error_message=outcome(code, decision.message or ""))
    work.add(decision)
    follow_failure(decision, message.sid, work)
    await _commit_if_first(work)


async def _put_off(message: Message, judged: Judged, until: int, work: Work) -> None:
    """It may leave later only, and its validity begins then."""
    keep_decision(judged, message.sid, work)
    work.set(message, send_at=until)
    await work.commit()
    raise Later(max(SECOND, until - work.now))


async def _commit_if_first(work: Work) -> None:
    with suppress(Stale):  # another writer moved the message first: it has its end, or its carrier
        await work.commit()


async def _fail(message: Message, work: Work, code: int) -> None:
    await work.claim(message, "fail", error_code=code, error_message=outcome(code))


async def _accept(message: Message, work: Work, carrier_id: str) -> None:
    """The carrier has it. What it staged (rows and jobs) is kept even where the message's own move is refused: a report that overtook
    the answer has moved it and was the one to charge, or it was deleted meanwhile."""
    now, operations, jobs = work.now, list(work.operations), list(work.jobs)
    work.move(message, "accept", carrier_id=carrier_id, date_sent=now)
    try:
        await work.settle()
    except (Stale, Duplicate) as why:
        found = await work.fetch(Message, message.sid)  # any account: the message is our own
        work.operations, work.jobs = operations, jobs
        if found is not None and found.status != "sending":
            work.set(found, carrier_id=carrier_id, date_sent=found.date_sent or now)
        elif found is not None:
            work.move(found, "accept", carrier_id=carrier_id, date_sent=now)
            if isinstance(why, Duplicate):
                withhold_charge(work, found)
        await work.settle()


_NOT_STORED = "a file of an inbound message could not be stored"


@when(Message, enters="receiving", attempts=5)
async def store_media(message: Message, work: Work) -> None:
    """A message with files is received once they are in our storage; a file that cannot be had is left out."""
    if message.status != "receiving":
        return
    files = await work.select(Media, parent_sid=message.sid)
    kept = len(files)
    for media in files:
        try:
            await store_file(media, work)
        except Held as held:
            await work.commit()
            raise Later(held.delay) from None
        except Unfit as unfit:
            kept -= 1
            work.remove(media)
            words = f"a file of an inbound message holds malware: {unfit.threat}" if unfit.threat else _NOT_STORED
            raise_alert(work, message.account_sid, unfit.code, resource_sid=message.sid, text=words)
    work.move(message, "receive", num_media=kept)


@when(Message, enters="received", attempts=5)
async def answer(message: Message, work: Work) -> None:
    """Ask the number's webhook what to do with an inbound message, and do it; a suspended account's apps are not asked."""
    if await may_do_business(message.account_sid, work):
        await answer_message(message, work)

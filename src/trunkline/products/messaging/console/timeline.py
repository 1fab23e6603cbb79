"""What only messaging knows of a message: what was decided, which sender and why, files, the charge, and who answered whom."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.ledger.actions.book_entry import entry_sid
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.foundations.ledger.rules.money import write_charge
from trunkline.foundations.timeline.step import Link, Step, error_link, tells
from trunkline.foundations.trust.actions.unpack_decisions import unpack_message
from trunkline.foundations.trust.ports import DecidedMessage
from trunkline.foundations.trust.resources.decision_record import DecisionRecord
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..resources.media import Media
from ..resources.message import Message
from ..resources.sender_choice import SenderChoice

_NEXT = 50  # texts to the same person among which an answer is looked for
_SHOWN = (
    "stage", "verdict", "rule", "clause", "code", "alert_code", "message", "remedy", "preset", "rule_pack", "basis", "basis_reference",
    "lawful_basis", "lawful_basis_reference", "country", "signals", "observations", "unknown", "repaired", "segments", "program_sid",
)  # fmt: skip
_VERDICTS = {
    "allow": "it may go",
    "repair": "it may go, with its text mended",
    "defer": "it may go later",
    "fail": "it must not go",
    "refuse": "it must not go",
}


def _to(sid: str, title: str) -> Link:
    return Link(title, f"/timeline/{sid}")


@tells(Message)
async def tell_arrival(message: Message, work: Work) -> list[Step]:
    """An inbound message comes from outside; what it was answered with, and what a reply answers."""
    steps = []
    if message.direction == "inbound":
        details: dict[str, Any] = {
            "from": message.from_,
            "to": message.to,
            "num_segments": message.num_segments,
            "num_media": message.num_media,
        }
        if message.channel_data:
            details["channel_data"] = message.channel_data
        words = f"{message.num_segments} segment{'s' if message.num_segments != 1 else ''}"
        steps.append(Step(message.date_created, "inbound", f"A text from {message.from_} to {message.to}", words, "", details))
    if message.in_reply_to:
        answered = Step(message.date_created, "inbound", "It answers another message", links=[_to(message.in_reply_to, "What it answers")])
        answered.details = {"in_reply_to": message.in_reply_to}
        steps.append(answered)
    if message.direction == "inbound" and message.from_:
        later = await work.select(
            Message, Condition("sid", ">", message.sid), account_sid=message.account_sid, to=message.from_, limit=_NEXT
        )
        for reply in (row for row in later if row.in_reply_to == message.sid):
            told = Step(reply.date_created, "inbound", f"It is answered from {reply.from_}", f"the answer is {reply.status}")
            told.details, told.links = {"reply_sid": reply.sid, "status": reply.status}, [_to(reply.sid, "The answer")]
            steps.append(told)
    return steps


@tells(Message)
async def tell_decisions(message: Message, work: Work) -> list[Step]:
    """Plain allowances lie in the message, all else has rows of its own."""
    rows = await work.select(DecisionRecord, account_sid=message.account_sid, message_sid=message.sid)
    if message.decisions:
        packed = DecidedMessage(message.sid, message.from_ or "", message.to, message.decisions, message.body)
        rows += unpack_message(packed, message.account_sid, work)
    return [_decision(row) for row in rows]


def _decision(row: DecisionRecord) -> Step:
    summary = _VERDICTS.get(row.verdict, row.verdict)
    if row.rule:
        summary += f": {row.rule}" + (f" ({row.clause})" if row.clause else "")
    if row.message:
        summary += f". {row.message}"
    title = "Decided as it was accepted" if row.stage == "accept" else "Decided as it was to leave"
    details = {name: getattr(row, name) for name in _SHOWN} | {"decision_sid": row.sid}
    links = [Link("Decision", f"/resources/compliance/Decision/{row.sid}")]
    if row.code:
        links.append(error_link(row.code))
    return Step(row.decided_at or row.date_created, "decision", title, summary, row.verdict, details, links)


@tells(Message)
async def tell_sender(message: Message, work: Work) -> list[Step]:
    """Which sender, and why; without a service it is the one that the request named."""
    if message.direction == "inbound":
        return []
    choice = await work.find(SenderChoice, account_sid=message.account_sid, message_sid=message.sid)
    if choice is None:
        if not message.from_:
            return []
        return [Step(message.date_created, "sender", f"It goes out from {message.from_}", "the request names the sender")]
    chosen = f"It goes out from {choice.sender}" if choice.sender else "No sender of the service can take it"
    details = {
        "service_sid": choice.service_sid,
        "sender": choice.sender,
        "sender_type": choice.sender_type,
        "reasons": choice.reasons,
        "passed_over": choice.passed_over,
        "tried": choice.tried,
        "media_as_links": choice.media_as_links or None,
    }
    summary = "; ".join(str(reason) for reason in choice.reasons)
    return [Step(choice.date_created, "sender", chosen, summary, "", details, [_to(choice.service_sid, "Messaging service")])]


@tells(Message)
async def tell_media(message: Message, work: Work) -> list[Step]:
    if not message.num_media:
        return []
    steps = []
    for media in await work.select(Media, account_sid=message.account_sid, parent_sid=message.sid):
        kept = f"{media.size} octets of {media.content_type} are in our storage" if media.stored else "not fetched yet"
        details = {"media_sid": media.sid, "source": media.source, "content_type": media.content_type, "size": media.size}
        steps.append(Step(media.date_updated, "media", "A file goes with it", kept, "stored" if media.stored else "", details))
    return steps


@tells(Message)
async def tell_charge(message: Message, work: Work) -> list[Step]:
    steps = []
    for purpose in ("", "failed"):
        booked = await work.fetch(Entry, entry_sid(message.sid, purpose), message.account_sid)
        if booked is not None:
            amount = f"{write_charge(booked.amount)} {booked.currency}"
            details = {"category": booked.category, "amount": amount, "usage": booked.usage, "entry_sid": booked.sid}
            steps.append(Step(booked.date_created, "charge", f"Charged {amount}", booked.category, "", details))
    return steps

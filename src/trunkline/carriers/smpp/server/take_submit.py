"""A submit_sm or data_sm becomes a message, or a part of one that is on disk before it is acknowledged."""

from __future__ import annotations

from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem
from trunkline.kernel.platform import Platform

from ..actions.keep_fragment import keep_fragment, text_of
from ..actions.submit_text import Wishes, caller_of, reject_parts, submissions_of, submit_late, submit_leftover, submit_text
from ..protocol import statuses
from ..protocol.pdus import DataMessage, ShortMessage
from ..protocol.times import read_time
from ..resources.smpp_credential import SmppCredential
from ..resources.submission import Submission
from ..rules.addresses import read_address
from ..rules.alphabets import Alphabet
from ..rules.incoming import Content, read_content
from ..turns import Turns
from .refusal import Refusal

_MODE = 0x03
_STORE_AND_FORWARD = (0, 3)


async def take_submit(
    platform: Platform, credential: SmppCredential, pdu: ShortMessage | DataMessage, turns: Turns, join_after: float
) -> str:
    """The message_id for the answer. Raises Refusal, or Problem as `send_message` does."""
    if pdu.esm_class & _MODE not in _STORE_AND_FORWARD:
        raise Refusal(statuses.RINVESMCLASS, "only store and forward is served")
    if not pdu.destination:
        raise Refusal(statuses.RINVDSTADR)
    source = read_address(pdu.source_ton, pdu.source)
    destination = read_address(pdu.destination_ton, pdu.destination)
    wishes = _wishes(pdu, platform.clock.now())
    content = read_content(pdu, Alphabet(credential.default_alphabet))
    if content.place is not None:
        async with turns.of((credential.sid, source, destination, content.place.reference, content.place.total)):
            return await _take_part(platform, credential, pdu, source, destination, content, wishes, join_after)
    work = platform.work(caller_of(credential))
    told = pdu.registered_delivery & 3 in (1, 2)
    text = content.text(Alphabet(credential.default_alphabet))
    message = await submit_text(work, credential, source, destination, text, wishes, told=told)
    if told:
        submission = _submission(credential, pdu)
        submission.message_sid = submission.message_id = message.sid
        work.add(submission)
    await work.commit()
    return message.sid


def _wishes(pdu: ShortMessage | DataMessage, now: int) -> Wishes:
    if isinstance(pdu, DataMessage):
        return Wishes()
    send_at = expires = None
    if pdu.schedule:
        try:
            send_at = read_time(pdu.schedule, now)
        except ValueError as why:
            raise Refusal(statuses.RINVSCHED, str(why)) from None
    if pdu.validity:
        try:
            expires = read_time(pdu.validity, max(now, send_at or 0) if pdu.validity.endswith("R") else now)
        except ValueError as why:
            raise Refusal(statuses.RINVEXPIRY, str(why)) from None
        if expires <= max(now, send_at or 0):
            raise Refusal(statuses.RINVEXPIRY, "it is over already")
        expires -= max(0, (send_at or 0) - now)  # the validity of a message counts from when it is sent
    return Wishes(send_at, expires)


def _submission(credential: SmppCredential, pdu: ShortMessage | DataMessage) -> Submission:
    return Submission(
        account_sid=credential.account_sid,
        credential_sid=credential.sid,
        source_ton=pdu.source_ton,
        source_npi=pdu.source_npi,
        source=pdu.source,
        destination_ton=pdu.destination_ton,
        destination_npi=pdu.destination_npi,
        destination=pdu.destination,
        wanted=pdu.registered_delivery,
    )


async def _take_part(
    platform: Platform,
    credential: SmppCredential,
    pdu: ShortMessage | DataMessage,
    source: str,
    destination: str,
    content: Content,
    wishes: Wishes,
    join_after: float,
) -> str:
    """The part is known by its submission's SID. The last one answers for the whole: what refuses the text refuses it, and the parts
    before get the receipts that they asked for."""
    work = platform.work(caller_of(credential))
    submission = _submission(credential, pdu)
    submission.sid = work.sid(Submission.prefix)
    about = {"submission": submission.sid, "send_at": wishes.send_at, "expires": wishes.expires}
    kept = await keep_fragment(work, credential.sid, credential.account_sid, source, destination, content, about)
    if kept.repeated:
        return str(kept.fragment.about["submission"])
    if kept.complete:
        before = kept.complete_before
        try:
            text = text_of(kept.complete, Alphabet(credential.default_alphabet))
            message = await submit_text(work, credential, source, destination, text, wishes)
        except Problem as why:
            await reject_parts(platform.work(), [row.sid for row in before], why.code)
            raise
        submission.message_sid = message.sid
        for row in await submissions_of(work, before):
            work.set(row, message_sid=message.sid)
    work.add(submission)
    if kept.begins:
        work.enqueue(submit_late, delay=int(join_after * SECOND), fragment_sid=kept.fragment.sid)
    if kept.leftover:
        work.enqueue(submit_leftover, fragment_sids=[row.sid for row in kept.leftover])
    await work.commit()
    return submission.sid

"""Put a message before trust: as a request that a decision can read, at accept and again at dispatch."""

from __future__ import annotations

from functools import lru_cache

from trunkline.foundations.numbering.plan import LineType, line_type_of
from trunkline.foundations.trust.actions.judge_send import Judged, judge_send
from trunkline.foundations.trust.actions.record_decision import keep_refusal
from trunkline.foundations.trust.decisions.decision import Verdict
from trunkline.foundations.trust.decisions.request import SenderClass, SendRequest, Stage
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work

from ..errors import REFUSALS, refusal
from ..known_pools import known_pools
from ..resources.message import USUAL_VALIDITY, Message
from ..rules.addresses import Address, AddressKind, parse_from, parse_to
from ..rules.segments import count_segments


@lru_cache(maxsize=16384)
def sender_class(address: str) -> SenderClass:
    """What sort of sender an address on the wire is."""
    parsed = parse_from(address)
    if parsed.kind is AddressKind.CHANNEL:
        return "channel"
    if parsed.kind is AddressKind.ALPHANUMERIC:
        return "alphanumeric"
    if parsed.kind is AddressKind.SHORT_CODE:
        return "short_code"
    return "toll_free" if line_type_of(parsed.value) is LineType.TOLL_FREE else "long_code"


def as_request(message: Message, stage: Stage, now: int, to: Address) -> SendRequest:
    """A message as the rules see it. A validity period counts as an expiry only where the request gave one."""
    begins = message.send_at or message.date_created or now
    sender = message.from_ or ""
    return SendRequest(
        account_sid=message.account_sid,
        sender=sender,
        sender_class=sender_class(sender),
        recipient=message.to,
        country=to.country or "",
        channel=to.channel.value if to.channel is not None else "sms",
        body=message.body,
        media_types=("",) * message.num_media,  # told apart when they are fetched
        intent=message.intent,  # type: ignore[arg-type]  # the field's form reads Twilio's words only
        service_sid=message.messaging_service_sid or "",
        in_reply_to=message.in_reply_to or "",
        stage=stage,
        moment=message.send_at,
        expires_at=None if message.validity_period == USUAL_VALIDITY else begins + message.validity_period * SECOND,
    )


async def judge(message: Message, stage: Stage, work: Work, *, to: Address | None = None, reads: bool | None = None) -> Judged:
    """The decision about a message as it is now; nothing is written. `to` is its recipient parsed, where that is at hand."""
    return await judge_send(
        work,
        as_request(message, stage, work.now, to or parse_to(message.to)),
        message_sid=message.sid,
        reads=reads,
        scan=await _scan(message, work) if message.messaging_service_sid else None,
        risk_check=message.risk_check != "disable",
        count_segments=count_segments,
    )


async def _scan(message: Message, work: Work) -> bool | None:
    """The service's ScanMessageContent: None inherits the account's."""
    pool = await known_pools(work).pool(work, message.account_sid, message.messaging_service_sid or "")
    return None if pool is None else {"enable": True, "disable": False}.get(pool.service.scan_message_content)


async def judge_accept(draft: Message, to: Address, work: Work) -> Judged:
    """The decision about a draft; a refusal is put on record and raised."""
    # Short links hide at dispatch what the text leads to.
    judged = await judge(draft, "accept", work, to=to, reads=True if draft.shorten_urls else None)
    if judged.decision.verdict is Verdict.REFUSE:
        sid = await keep_refusal(judged, work)
        raise as_problem(judged, draft, sid)
    return judged


def as_problem(judged: Judged, draft: Message, decision_sid: str) -> Problem:
    """The refusal in Twilio's words where the code is Twilio's; in the rule's, with the remedy and the decision's SID, where it is ours."""
    decision = judged.decision
    if decision.code in REFUSALS:
        return refusal(decision.code, to=draft.to, from_=draft.from_ or "")
    words = f"{decision.message} {decision.remedy} (rule {decision.rule}, decision {decision_sid})"
    return Problem(decision.code, words, 403 if decision.code in _FORBIDDEN else 400)


_FORBIDDEN = frozenset({20005})

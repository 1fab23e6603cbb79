"""Let a message in through a Messaging Service: the service's settings hold where the request says nothing.

Source: Twilio, Messaging Services and CreateMessage, `MessagingServiceSid`.
"""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.work import Work

from ..errors import refusal
from ..known_pools import Pool, known_pools
from ..resources.message import USUAL_VALIDITY, Message
from ..rules.addresses import Address, parse_from, parse_to
from ..rules.sender_choice import Sender, Wish, unfit
from .choose_from_pool import choose_from_pool, find_sticky
from .convert_pictures import put_links_for_media
from .judge_message import judge_recipient


@dataclass(frozen=True, slots=True)
class Entry:
    """How a message came in. `named` is the sender that the request named, None where the pool is to choose."""

    pool: Pool
    named: str | None

    @property
    def needs_sender(self) -> bool:
        return self.named is None


def names_service(draft: Message) -> bool:
    """Whether it goes through a service; a service's SID in From counts as one (CreateMessage, error 35118)."""
    if not draft.messaging_service_sid and (draft.from_ or "").startswith("MG"):
        draft.messaging_service_sid, draft.from_ = draft.from_, None
    return bool(draft.messaging_service_sid)


async def enter_service(draft: Message, work: Work) -> Entry:
    """Apply the service's settings, and put into `from_` the sender that would carry the message now, for it to be judged with.

    The choice that counts is made when it is queued. `from_` stays empty when nobody can carry it: it is accepted all the same, and fails
    (21703, 30001); with SynchronousValidation it is refused. 21701 no such service, 21704 a service without senders, 21705 no SID of one.
    """
    sid = draft.messaging_service_sid or ""
    if not is_sid(sid, "MG"):
        raise refusal(21705)
    pool = await known_pools(work).pool(work, draft.account_sid, sid)
    if pool is None:
        raise refusal(21701)
    service, named = pool.service, draft.from_ or None
    draft.smart_encoded = draft.smart_encoded or service.smart_encoding
    if draft.validity_period == USUAL_VALIDITY:
        draft.validity_period = service.validity_period
    if not draft.status_callback and not draft.application_sid:
        draft.status_callback = service.status_callback
    if named is not None:
        sender = _named(draft, pool, work)
        if draft.media_url and service.mms_converter and _sends_no_pictures(sender, parse_to(draft.to)):
            judge_recipient(draft)
            put_links_for_media(draft)
        return Entry(pool, named)
    if not pool.senders:
        raise refusal(21704)
    to = judge_recipient(draft)
    known = await find_sticky(work, pool, to) if len(pool.senders) > 1 else None
    choice = await choose_from_pool(work, pool, to, known, media=bool(draft.media_url), convert=service.mms_converter)
    if choice.media_as_links:
        put_links_for_media(draft)
    if choice.sender is not None:
        draft.from_ = choice.sender.address
    elif service.synchronous_validation:
        raise refusal(choice.code, to=to.value)
    return Entry(pool, None)


def _named(draft: Message, pool: Pool, work: Work) -> Sender | None:
    """The sender that the request named; one of the account that is not in the pool carries the message too, with a warning (21711)."""
    address = parse_from(draft.from_ or "").value
    found = next((one for one in pool.senders if one.address == address), None)
    if found is None:
        raise_alert(
            work, draft.account_sid, 21711, resource_sid=pool.service.sid, log_level="warning",
            text=f"{address} is not in the pool of {pool.service.sid}",
        )  # fmt: skip
    return found


def _sends_no_pictures(sender: Sender | None, to: Address) -> bool:
    """Whether it can carry the text of a message, and not its pictures."""
    if sender is None or to.error or to.channel is not None:
        return False
    wish = Wish(to)
    return unfit(sender, wish, media=True) is not None and unfit(sender, wish, media=False) is None

"""Give a message of a Messaging Service its sender, and queue it."""

from __future__ import annotations

from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.work import Work

from ..errors import outcome
from ..known_pools import Pool, known_pools
from ..resources.message import Message
from ..resources.sender_choice import SenderChoice
from ..resources.sticky_sender import StickySender
from ..rules.addresses import Address, parse_to
from ..rules.sender_choice import Choice, Sender, SenderType
from ..rules.sending_rate import weight
from ..sending_pace import sending_pace, sort_of
from .choose_from_pool import choose_from_pool, find_sticky, sticky_key

NAMED = "the request named it"
"""The only reason where the pool had no choice."""
_TRIES = 5
_TOLD = 20  # senders whose passing over is told
_WAITING = ("accepted", "scheduled")


async def assign_sender(message: Message, work: Work) -> None:
    """The last thing that its job does. Of two first texts to one recipient the later one chooses again, and finds the first's."""
    for _ in range(_TRIES):
        if message.status not in _WAITING:
            return
        await _assign(message, work)
        try:
            await work.settle()
        except (Duplicate, Stale):
            again = await work.fetch(Message, message.sid, message.account_sid)
            if again is None:
                return
            message = again
        else:
            return
    raise RuntimeError(f"no sender could be recorded for {message.sid}: others were faster {_TRIES} times")


async def _assign(message: Message, work: Work) -> None:
    pool = await known_pools(work).pool(work, message.account_sid, message.messaging_service_sid or "")
    if pool is None:
        _fail(message, 21701, work)
        return
    to = parse_to(message.to)
    before = await work.find(SenderChoice, account_sid=message.account_sid, message_sid=message.sid)
    tried = frozenset(before.tried) if before is not None else frozenset()
    known = await find_sticky(work, pool, to)
    if message.from_ and not tried:
        choice = Choice(_named(pool, message.from_), (NAMED,))
    else:
        choice = await choose_from_pool(work, pool, to, known, media=message.num_media > 0, tried=tried)
    if choice.sender is None:
        _fail(message, choice.code, work)
    else:
        await _book(message, pool, to, choice.sender, known, work)
        work.move(message, "queue", from_=choice.sender.address)
    _record(message, choice, before, work)


def _named(pool: Pool, address: str) -> Sender:
    return next((one for one in pool.senders if one.address == address), Sender(address, sort_of(address)))


def _fail(message: Message, code: int, work: Work) -> None:
    work.move(message, "fail", error_code=code, error_message=outcome(code))


async def _book(message: Message, pool: Pool, to: Address, sender: Sender, known: StickySender | None, work: Work) -> None:
    """Count the text as the sender's work, and let the recipient know this sender from now on."""
    service = pool.service
    rates = await sending_pace(work.platform).rates(work, service.account_sid)
    rate = weight(rates.of(sender.address, sender.type), sender.type)
    known_pools(work).share(service.sid).give(sender.address, max(1, message.num_segments), rate)
    if not service.sticky_sender:
        return
    if known is None:
        work.add(
            StickySender(
                account_sid=service.account_sid,
                service_sid=service.sid,
                recipient=sticky_key(work, service.sid, to.value),
                sender=sender.address,
            )
        )
    elif known.sender != sender.address and not message.from_:
        work.change(known, quietly=True, sender=sender.address)


def _passed_over(choice: Choice) -> list[dict[str, str | None]]:
    """A few of them: a pool may have four hundred."""
    told: list[dict[str, str | None]] = [{"sender": address, "why": why} for address, why in choice.passed[:_TOLD]]
    more = len(choice.passed) - _TOLD
    return told if more <= 0 else [*told, {"sender": None, "why": f"and {more} more"}]


def _record(message: Message, choice: Choice, before: SenderChoice | None, work: Work) -> None:
    """Why: for whoever looks at the message later."""
    sender = choice.sender
    kind: SenderType | None = sender.type if sender is not None else None
    row = before or SenderChoice(account_sid=message.account_sid, message_sid=message.sid, service_sid=message.messaging_service_sid or "")
    found = {
        "sender": sender.address if sender is not None else None,
        "sender_type": kind.value if kind is not None else None,
        "reasons": list(choice.reasons),
        "passed_over": _passed_over(choice),
        "media_as_links": choice.media_as_links,
    }
    if before is None:
        row.__dict__.update(found)
        work.add(row)
    else:
        work.set(row, **found)

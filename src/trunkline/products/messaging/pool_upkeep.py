"""What changes with a pool: memory forgets it, recipients forget a sender that has left, and a number that is gone leaves it."""

from __future__ import annotations

from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work
from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber
from trunkline.products.numbers.resources.short_code import ShortCode

from .known_pools import known_pools
from .resources.alpha_sender import AlphaSender
from .resources.channel_account import ChannelAccount
from .resources.channel_sender import ChannelSender
from .resources.message import Message
from .resources.sender_choice import SenderChoice
from .resources.service import Service
from .resources.service_number import ServiceNumber
from .resources.service_short_code import ServiceShortCode
from .resources.sticky_sender import StickySender


@alongside(Service)
def forget_service(row: Resource, state: str, work: Work) -> None:
    known_pools(work).forget(row.sid)


@alongside(ServiceNumber)
def forget_number(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, ServiceNumber)
    _forget(row.service_sid, row.account_sid, row.phone_number, state, work)


@alongside(ServiceShortCode)
def forget_short_code(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, ServiceShortCode)
    _forget(row.service_sid, row.account_sid, row.short_code, state, work)


@alongside(AlphaSender)
def forget_name(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, AlphaSender)
    _forget(row.service_sid, row.account_sid, row.alpha_sender, state, work)


@alongside(ChannelSender)
def forget_channel(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, ChannelSender)
    _forget(row.messaging_service_sid, row.account_sid, row.sender, state, work)


def _forget(service_sid: str, account_sid: str, address: str, state: str, work: Work) -> None:
    """Source for the second half: Twilio, "What is Sticky Sender": a number that is removed takes its mappings along."""
    known_pools(work).forget(service_sid, account_sid, address)
    if state == "removed":
        work.sweep(StickySender, account_sid=account_sid, service_sid=service_sid, sender=address)


@alongside(IncomingPhoneNumber, enters="changed removed")
def withdraw_number(row: Resource, state: str, work: Work) -> None:
    """A number that is released, or goes to another account, leaves the pool of the account that had it."""
    assert isinstance(row, IncomingPhoneNumber)
    known_pools(work).forget_everywhere(row.account_sid, row.phone_number)
    if state == "removed":
        work.sweep(ServiceNumber, sid=row.sid)  # any account: its SID is that of the number, which nobody has now
        work.sweep(StickySender, sender=row.phone_number, account_sid=row.account_sid)
    else:
        work.sweep(ServiceNumber, Condition("account_sid", "!=", row.account_sid), sid=row.sid)  # any account: all but one


@alongside(Message, enters="removed")
def forget_choice(row: Resource, state: str, work: Work) -> None:
    """Why a message had its sender goes with the message; that its recipient knows the sender stays."""
    assert isinstance(row, Message)
    if row.messaging_service_sid:
        work.sweep(SenderChoice, account_sid=row.account_sid, message_sid=row.sid)


@alongside(ChannelAccount, enters="removed")
def withdraw_channel(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, ChannelAccount)
    known_pools(work).forget_everywhere(row.account_sid, row.sender_id)
    work.sweep(ChannelSender, account_sid=row.account_sid, sid=row.sid)
    work.sweep(StickySender, sender=row.sender_id, account_sid=row.account_sid)


@alongside(ShortCode, enters="removed")
def withdraw_short_code(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, ShortCode)
    known_pools(work).forget_everywhere(row.account_sid, row.short_code)
    work.sweep(ServiceShortCode, sid=row.sid)  # any account: as for numbers
    work.sweep(StickySender, sender=row.short_code, account_sid=row.account_sid)

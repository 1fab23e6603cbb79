"""Take a Messaging Service away, and its pool with it. Texts that still wait for a sender of it fail with 21701."""

from __future__ import annotations

from trunkline.kernel.reactions import deletes
from trunkline.kernel.work import Work

from ..resources.alpha_sender import AlphaSender
from ..resources.channel_sender import ChannelSender
from ..resources.service import Service
from ..resources.service_number import ServiceNumber
from ..resources.service_short_code import ServiceShortCode
from ..resources.sticky_sender import StickySender


@deletes(Service)
async def delete_service(service: Service, work: Work) -> None:
    """Its numbers stay with the account, and may join another service at once."""
    account_sid = service.account_sid
    for number in await work.select(ServiceNumber, service_sid=service.sid, account_sid=account_sid):
        work.remove(number)
    for code in await work.select(ServiceShortCode, service_sid=service.sid, account_sid=account_sid):
        work.remove(code)
    for channel in await work.select(ChannelSender, messaging_service_sid=service.sid, account_sid=account_sid):
        work.remove(channel)
    work.sweep(AlphaSender, account_sid=account_sid, service_sid=service.sid)
    work.sweep(StickySender, account_sid=account_sid, service_sid=service.sid)
    work.remove(service)

"""Messages as trust asks for them: the proof that an inbound message is, and the service that a sender belongs to."""

from __future__ import annotations

from trunkline.foundations.trust.ports import InboundMessage
from trunkline.kernel.work import Work

from ..resources.message import Message
from ..resources.service import Service
from .find_service import find_service


class InboundRecords:
    """Inbound messages on record."""

    async def inbound(self, work: Work, account_sid: str, sid: str) -> InboundMessage | None:
        message = await work.fetch(Message, sid, account_sid)
        if message is None or message.direction != "inbound":
            return None
        return InboundMessage(message.sid, message.from_ or "", message.to, message.date_sent or message.date_created)


class ServicePools:
    """The pools of Messaging Services, from memory."""

    async def service_of(self, work: Work, account_sid: str, sender: str) -> str:
        service = await find_service(work, account_sid, sender) if sender else None
        return service.sid if service is not None else ""

    async def has_service(self, work: Work, account_sid: str, service_sid: str) -> bool:
        return await work.fetch(Service, service_sid, account_sid) is not None

"""The pools of Messaging Services as sends and inbound messages ask for them: from memory, and spread fairly."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.foundations.numbering.plan import LineType, line_type_of
from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work

from .resources.alpha_sender import AlphaSender
from .resources.channel_sender import ChannelSender
from .resources.service import Service
from .resources.service_number import ServiceNumber
from .resources.service_short_code import ServiceShortCode
from .rules.addresses import parse_from
from .rules.fair_share import FairShare
from .rules.sender_choice import Sender, SenderType
from .short_memory import ShortMemory

LARGEST = 400
"""Phone numbers and short codes in one pool (error 21714)."""


@dataclass(frozen=True, slots=True)
class Pool:
    service: Service
    senders: tuple[Sender, ...]


class KnownPools:
    """Of one platform. Rows are only to be read."""

    def __init__(self) -> None:
        self._pools: ShortMemory[Pool | None] = ShortMemory()
        self._owners: ShortMemory[str] = ShortMemory()
        self._shares: dict[str, FairShare] = {}

    async def pool(self, work: Work, account_sid: str, service_sid: str) -> Pool | None:
        """The service and its senders, if this account has it."""
        found = await self._pools.recall(service_sid, lambda sid: _read_pool(work, sid))
        return found if found is not None and found.service.account_sid == account_sid else None

    async def service_of(self, work: Work, account_sid: str, address: str) -> Service | None:
        """The service in whose pool an address of this account stands."""
        service_sid = await self._owners.recall(f"{account_sid} {address}", lambda _: _read_owner(work, account_sid, address))
        pool = await self.pool(work, account_sid, service_sid) if service_sid else None
        return None if pool is None else pool.service

    def share(self, service_sid: str) -> FairShare:
        return self._shares.setdefault(service_sid, FairShare())

    def forget(self, service_sid: str, account_sid: str = "", address: str = "") -> None:
        """Called when a change of a service, or of a sender in its pool, is staged."""
        self._pools.forget(service_sid)
        if address:
            self._owners.forget(f"{account_sid} {address}")

    def forget_everywhere(self, account_sid: str, address: str) -> None:
        """Called when a number leaves whatever pool it may stand in."""
        self._pools.forget_all()
        self._owners.forget(f"{account_sid} {address}")


def known_pools(work: Work) -> KnownPools:
    return pools_of(work.platform)


def pools_of(platform: Platform) -> KnownPools:
    found = platform.ports.get(KnownPools)
    if found is None:
        found = platform.ports[KnownPools] = KnownPools()
    assert isinstance(found, KnownPools)
    return found


async def _read_pool(work: Work, service_sid: str) -> Pool | None:
    service = await work.fetch(Service, service_sid)  # any account: `KnownPools.pool` compares it
    if service is None:
        return None
    account_sid = service.account_sid
    numbers = await work.select(ServiceNumber, account_sid=account_sid, service_sid=service_sid)
    codes = await work.select(ServiceShortCode, account_sid=account_sid, service_sid=service_sid)
    names = await work.select(AlphaSender, account_sid=account_sid, service_sid=service_sid)
    channels = await work.select(ChannelSender, account_sid=account_sid, messaging_service_sid=service_sid)
    return Pool(
        service,
        (
            *(Sender(c.short_code, SenderType.SHORT_CODE, c.country_code, "SMS" in c.capabilities, "MMS" in c.capabilities) for c in codes),
            *(Sender(n.alpha_sender, SenderType.ALPHANUMERIC, n.iso_country_code) for n in names),
            *(
                Sender(n.phone_number, type_of(n.phone_number), n.country_code, "SMS" in n.capabilities, "MMS" in n.capabilities)
                for n in numbers
            ),
            *(Sender(c.sender, SenderType.CHANNEL, c.country_code or "", channel=parse_from(c.sender).channel) for c in channels),
        ),
    )


def type_of(phone_number: str) -> SenderType:
    return SenderType.TOLL_FREE if line_type_of(phone_number) is LineType.TOLL_FREE else SenderType.LONG_CODE


async def _read_owner(work: Work, account_sid: str, address: str) -> str:
    """The SID of the service, or "" for an address in no pool."""
    if address.startswith("+"):
        number = await work.find(ServiceNumber, account_sid=account_sid, phone_number=address)
        return number.service_sid if number is not None else ""
    if address.isdigit():
        code = await work.find(ServiceShortCode, account_sid=account_sid, short_code=address)
        return code.service_sid if code is not None else ""
    sender = await work.find(ChannelSender, account_sid=account_sid, sender=address)
    return sender.messaging_service_sid if sender is not None else ""

"""The carrier that messaging hands its texts to: parts, submit_sm, answers; and what the carrier sends of its own accord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from trunkline.foundations.webhooks.outward import OutwardHosts
from trunkline.kernel.clock import SECOND
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work
from trunkline.products.messaging.ports import Exchange, Handover, Health, Refused, Unavailable, is_listened, tell
from trunkline.products.messaging.resources.message import Message

from ..actions.forget_old import keep_forgetting
from ..protocol import commands, statuses
from ..protocol.pdus import Answer, Cancel, DataMessage, Pdu, Query, QueryAnswer, ShortMessage
from ..protocol.receipts import UDHI
from ..protocol.show import show_pdu
from ..protocol.times import write_absolute, write_relative
from ..resources.remote_message import RemoteMessage
from ..rules.message_ids import id_key
from ..rules.outcomes import PASSING, THROTTLED, refusal_code
from ..session import Closed, NoAnswer
from .link import Link
from .links import Links, NoRoom
from .receiving import Receiving
from .settings import SmppSettings
from .template import cut_text, write_template

log = logging.getLogger("trunkline.smpp")
_RECENT = 5_000
_AT_ONCE = 500
"""Requests of a carrier that are worked on at once, for each bind; no more are read until some are answered."""
_LATER = 10 * SECOND
_PERSISTENCE = 15.0
"""Seconds for which the rest of a text waits for a carrier that has its beginning."""


class SmppCarrier:
    """RunningCarrier over SMPP 3.4. `start` returns at once: binds are made, and made again, behind it."""

    def __init__(self, platform: Platform, settings: SmppSettings, owner: str = "") -> None:
        """`owner`: the account to whose numbers, and those of its subaccounts, texts may come in; any number if empty."""
        self.platform, self.settings = platform, settings
        modes = ["transceiver"] * settings.transceivers + ["transmitter"] * settings.transmitters + ["receiver"] * settings.receivers
        hosts: OutwardHosts = platform.ports[OutwardHosts]
        self.links = Links(settings, [Link(self, settings, mode, platform.dice.fraction, hosts) for mode in modes])
        self.receiving = Receiving(platform, settings, owner)
        self.submitted = self.throttles = 0
        self._reference = int.from_bytes(platform.dice.bytes(2), "big")
        self._busy: dict[Link, int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    # Running

    async def start(self) -> None:
        for link in self.links.all:
            link.start()
        self._run(keep_forgetting(self.platform))

    async def stop(self) -> None:
        await asyncio.gather(*(link.stop() for link in self.links.all))
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def health(self) -> Health:
        bound = [link for link in self.links.all if link.bound]
        words = "; ".join(sorted({f"{link.mode}: {link.why}" for link in self.links.all if not link.bound}))
        if not any(link.sends for link in bound):
            return Health("down", words)
        return Health("up" if len(bound) == len(self.links.all) else "degraded", words)

    def _run(self, work: Awaitable[None]) -> None:
        async def run() -> None:
            await work

        task = asyncio.get_running_loop().create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Sending

    async def submit(self, handover: Handover, work: Work) -> str:
        """The carrier's id of the first part. A text of several parts that got stuck in the middle goes on where it stopped."""
        if handover.expires is not None and work.now >= handover.expires:
            raise Refused(30036, "its validity period is over")
        if handover.media:
            raise Refused(30011, "SMPP carries no media")
        try:
            template = write_template(self.settings, handover.from_, handover.to, self._validity(handover.expires, work.now))
            parts = cut_text(self.settings, handover.body, self._reference)
        except ValueError as why:
            raise Refused(30008, str(why)) from None
        if len(parts) > 1:
            self._reference = (self._reference + 1) & 0xFFFF
        sent = await self._sent_before(handover, work) if len(parts) > 1 else {}
        for number, part in enumerate(parts, 1):
            if number in sent:
                continue
            pdu = replace(
                template, data_coding=part.data_coding, text=part.text, tlvs=dict(part.tlvs), esm_class=UDHI if part.header else 0
            )
            remote = await self._persist(pdu, handover, number, len(parts), sent)
            sent[number] = remote
            if len(parts) == 1:
                if remote.remote_id:
                    work.add(remote)
            else:
                await self._keep(remote)  # at once: this part must not go out again if the next one gets stuck
        return sent[1].remote_id or f"smpp-{handover.message_sid[2:]}"

    async def _persist(
        self, pdu: ShortMessage, handover: Handover, number: int, total: int, sent: dict[int, RemoteMessage]
    ) -> RemoteMessage:
        """Submit a part. Once the carrier has one part it gets the others, though it must be waited for a while."""
        loop = asyncio.get_running_loop()
        until = loop.time() + (_PERSISTENCE if sent else 0)
        while True:
            try:
                return await self._submit_part(pdu, handover, number, total, sent)
            except Unavailable as wait:
                pause = max(wait.delay / SECOND, 0.05)
                if loop.time() + pause >= until:
                    raise
                await asyncio.sleep(pause)

    async def _sent_before(self, handover: Handover, work: Work) -> dict[int, RemoteMessage]:
        rows = await work.select(
            RemoteMessage, Condition("group_sid", "absent", False), group_sid=handover.message_sid, carrier=self.settings.name
        )  # any account: that of the message
        return {row.part: row for row in rows if row.sender == handover.from_}

    async def has_begun(self, handover: Handover, work: Work) -> bool:
        return bool(await self._sent_before(handover, work))

    async def _keep(self, remote: RemoteMessage) -> None:
        work = self.platform.work()
        work.add(remote)
        await work.commit()

    def _validity(self, expires: int | None, now: int) -> str:
        if expires is None or self.settings.validity == "none":
            return ""
        return write_relative(expires - now) if self.settings.validity == "relative" else write_absolute(expires)

    async def _submit_part(
        self, pdu: ShortMessage, handover: Handover, number: int, total: int, sent: dict[int, RemoteMessage]
    ) -> RemoteMessage:
        link, answer = await self._ask(pdu)
        if answer.status == statuses.ROK:
            link.accepted()
            self.submitted += 1
            message_id = answer.message_id if isinstance(answer, Answer) else ""
            remote = RemoteMessage(
                sid=self.platform.sids.make(RemoteMessage.prefix),
                account_sid=handover.account_sid,
                carrier=self.settings.name,
                remote_id=message_id[:255],
                remote_key=id_key(message_id),
                message_sid=handover.message_sid,
                part=number,
                parts=total,
            )
            if total > 1:
                remote.group_sid, remote.sender = handover.message_sid, handover.from_
                remote.first_sid = sent[1].sid if number > 1 else remote.sid
            self._remember(remote)
            return remote
        if answer.status in THROTTLED:
            self.throttles += 1
            delay = link.throttled(asyncio.get_running_loop().time())
            raise Unavailable(int(delay * SECOND), f"{self.settings.name}: {statuses.name_of(answer.status)}")
        if answer.status in PASSING:
            raise Unavailable(_LATER, f"{self.settings.name}: {statuses.name_of(answer.status)}")
        raise Refused(refusal_code(answer.status, self.settings.statuses), f"{self.settings.name}: {statuses.name_of(answer.status)}")

    async def _ask(self, pdu: Pdu) -> tuple[Link, Pdu]:
        """Send it through a bind that has room. Raises Unavailable; ValueError has been ruled out by the caller's texts."""
        try:
            link = await self.links.one()
        except NoRoom as why:
            raise Unavailable(int(why.delay * (1 + self.platform.dice.fraction()) * SECOND), str(why)) from None
        session = link.session
        assert session is not None
        listened = is_listened()
        try:
            asked = session.request(pdu)
            if listened:
                tell(_exchange("sent", pdu, self.platform.clock.now()))
            answer = await asked
        except (Closed, NoAnswer) as why:
            raise Unavailable(SECOND, f"{self.settings.name}: {why}") from None
        except ValueError as why:
            raise Refused(30008, str(why)) from None
        finally:
            self.links.freed()
        if listened:
            tell(_exchange("received", answer, self.platform.clock.now()))
        return link, answer

    def _remember(self, remote: RemoteMessage) -> None:
        recent = self.receiving.recent
        if remote.remote_key:
            recent[remote.remote_key] = remote
            if len(recent) > _RECENT:
                del recent[next(iter(recent))]

    async def cancel(self, carrier_id: str, work: Work) -> bool:
        """cancel_sm for each part that the id's message has; False when the carrier does not know it or has delivered it."""
        remote = await work.find(
            RemoteMessage, carrier=self.settings.name, remote_key=id_key(carrier_id)
        )  # any account: the carrier's own id
        if remote is None:
            return False
        rows = [remote]
        if remote.group_sid:
            rows = await work.select(RemoteMessage, Condition("group_sid", "absent", False), group_sid=remote.group_sid)
        done = True
        message = await work.fetch(Message, remote.message_sid)  # any account: that of the row
        for row in rows:
            pdu = Cancel(command=commands.CANCEL_SM, message_id=row.remote_id, service_type=self.settings.service_type)
            if message is not None:  # some carriers want both ends to be those of the submit_sm
                sent = write_template(self.settings, message.from_ or "", message.to)
                pdu.source_ton, pdu.source_npi, pdu.source = sent.source_ton, sent.source_npi, sent.source
                pdu.destination_ton, pdu.destination_npi, pdu.destination = sent.destination_ton, sent.destination_npi, sent.destination
            try:
                _, answer = await self._ask(pdu)
            except (Unavailable, Refused):
                return False
            done = done and answer.status == statuses.ROK
        return done

    async def query(self, carrier_id: str) -> QueryAnswer | None:
        """query_sm: what the carrier says of a message; None when it does not know it. Raises Unavailable."""
        _, answer = await self._ask(Query(command=commands.QUERY_SM, message_id=carrier_id))
        return answer if isinstance(answer, QueryAnswer) and answer.status == statuses.ROK else None

    # What links tell

    def link_changed(self, link: Link) -> None:
        self.links.changed()

    def link_request(self, link: Link, pdu: Pdu) -> None:
        session = link.session
        if session is None:
            return
        if not isinstance(pdu, ShortMessage | DataMessage) or pdu.command == commands.SUBMIT_SM:
            if pdu.command not in commands.UNANSWERED:
                session.refuse(pdu.command, pdu.sequence, statuses.RINVCMDID)
            return
        busy = self._busy[link] = self._busy.get(link, 0) + 1
        if busy == _AT_ONCE:
            session.hold()

        async def take() -> None:
            status = await self.receiving.take(pdu)
            self._busy[link] -= 1
            if self._busy[link] == _AT_ONCE - 1:
                session.release()
            if session.closing:
                return  # not acknowledged: it comes again
            session.send(Answer(command=pdu.command | commands.RESPONSE, status=status, sequence=pdu.sequence))

        self._run(take())


def _exchange(direction: str, pdu: Pdu, at: int) -> Exchange:
    told = show_pdu(pdu)
    return Exchange("sent" if direction == "sent" else "received", str(told["command"]), told, at)

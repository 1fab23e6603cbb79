"""A test call: bind to a carrier apart from its running binds, send one text, and show every PDU that came and went."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from trunkline.foundations.webhooks.outward import OutwardHosts
from trunkline.foundations.webhooks.ports import Unreachable
from trunkline.kernel.platform import Platform
from trunkline.products.messaging.ports import Exchange

from ..protocol import commands, statuses
from ..protocol.pdus import Answer, DataMessage, Pdu, ShortMessage
from ..protocol.receipts import UDHI
from ..protocol.show import show
from ..session import Closed, NoAnswer
from .link import Link, NotBound
from .settings import SmppSettings
from .template import cut_text, write_template


class _Listener:
    """Acknowledges what the carrier sends; a test call keeps nothing of it."""

    def __init__(self, receipts: int) -> None:
        self.left = receipts
        self.heard = asyncio.Event()

    def link_changed(self, link: Link) -> None:
        if not link.bound:
            self.heard.set()

    def link_request(self, link: Link, pdu: Pdu) -> None:
        if link.session is None:
            return
        if isinstance(pdu, ShortMessage | DataMessage):
            # Not ours to keep: what is no receipt of this call must come again, to the carrier's own binds.
            link.session.send(Answer(command=pdu.command | commands.RESPONSE, status=statuses.RX_T_APPN, sequence=pdu.sequence))
            self.left -= 1
            if self.left <= 0:
                self.heard.set()


async def call_carrier(
    platform: Platform, settings: SmppSettings, from_: str, to: str, body: str, *, wait: float = 0.0
) -> tuple[bool, str, list[Exchange]]:
    """(whether it was accepted, why not, what was said). `wait`: seconds for which a receipt is waited for, to be shown.

    What the carrier delivers meanwhile is answered ESME_RX_T_APPN, so that it comes again where it is kept.
    """
    said: list[Exchange] = []

    def trace(direction: str, frame: bytes) -> None:
        told = show(frame)
        said.append(Exchange("sent" if direction == "sent" else "received", str(told["command"]), told, platform.clock.now()))

    mode = "transceiver" if settings.transceivers else "transmitter"
    listener = _Listener(1)
    link = Link(listener, replace(settings, enquire_link=0), mode, platform.dice.fraction, platform.ports[OutwardHosts], trace=trace)
    why = ""
    try:
        await link.open()
        why = await _send(link, settings, from_, to, body, int.from_bytes(platform.dice.bytes(2), "big"))
        if not why and wait and mode == "transceiver":
            async with asyncio.timeout(wait):
                await listener.heard.wait()
    except TimeoutError:
        why = "" if link.bound else f"no connection to {settings.host}:{settings.port} in {settings.connect_timeout:g} s"
    except (OSError, ValueError, Unreachable, Closed, NoAnswer, NotBound) as failed:
        why = str(failed) or type(failed).__name__
    finally:
        await link.stop()
    return not why, why, said


async def _send(link: Link, settings: SmppSettings, from_: str, to: str, body: str, reference: int) -> str:
    """Why it was not accepted; empty when it was. ValueError for what cannot be written."""
    template = write_template(settings, from_, to)
    assert link.session is not None
    for part in cut_text(settings, body, reference):
        pdu = replace(template, data_coding=part.data_coding, text=part.text, tlvs=dict(part.tlvs), esm_class=UDHI if part.header else 0)
        answer = await link.session.request(pdu)
        if answer.status:
            return f"the carrier refuses it: {statuses.name_of(answer.status)}"
    return ""

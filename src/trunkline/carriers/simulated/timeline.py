"""A message on a virtual phone: arrived there, or sent from there."""

from __future__ import annotations

from trunkline.foundations.timeline.step import Link, Step, tells
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.message import Message

from .network import SimulatedNetwork
from .resources.handset import Handset
from .resources.handset_message import HandsetMessage
from .rules.channels import number_of


@tells(Message)
async def tell_phone(message: Message, work: Work) -> list[Step]:
    if not (message.carrier_id or "").startswith("sim-"):
        return []
    if message.direction == "inbound":
        sent = await work.fetch(HandsetMessage, f"HM{(message.carrier_id or '')[4:]}")  # any account: a network is its main account's
        if sent is None or sent.message_sid != message.sid:
            return []
        phone = await work.fetch(Handset, sent.handset_sid)  # any account: as above
        return [] if phone is None else [_step(sent, phone, f"Sent from the phone {phone.phone_number}")]
    network = work.port(SimulatedNetwork)
    handset = await network.handset(work, message.account_sid, number_of(message.to))
    if handset is None:
        return []
    texts = await work.select(HandsetMessage, handset_sid=handset.sid, message_sid=message.sid)  # any account: as above
    return [_step(text, handset, f"On the phone {handset.phone_number}") for text in texts]


def _step(text: HandsetMessage, phone: Handset, title: str) -> Step:
    details = {
        "handset_sid": phone.sid,
        "carrier": phone.carrier,
        "line_type": phone.line_type,
        "behaviour": phone.behaviour,
        "from": text.from_,
        "to": text.to,
        "num_segments": text.num_segments,
        "possible_duplicate": text.possible_duplicate or None,
        "read": text.read,
    }
    link = Link("Phone", f"/phones/{phone.phone_number}")
    words = f"{phone.carrier}, {phone.line_type}, {phone.behaviour}"
    return Step(text.date_created, "inbound" if text.state == "sent" else "hop", title, words, text.state, details, [link])

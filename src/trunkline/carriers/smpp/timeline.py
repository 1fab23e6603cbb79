"""A text that came or went by SMPP. PDUs are not kept as octets; what of them outlives the session is."""

from __future__ import annotations

from trunkline.foundations.timeline.step import Step, tells
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.message import Message

from .resources.remote_message import RemoteMessage
from .resources.submission import Submission


@tells(Message)
async def tell_pdus(message: Message, work: Work) -> list[Step]:
    """The submit_sm by which a customer's system gave it to us, and the parts in which a carrier has it."""
    steps = []
    # any account: below, a message of ours names them
    for submitted in await work.select(Submission, message_sid=message.sid):
        details = {
            "command": "submit_sm",
            "message_id": submitted.message_id,
            "credential_sid": submitted.credential_sid,
            "source": [submitted.source_ton, submitted.source_npi, submitted.source],
            "destination": [submitted.destination_ton, submitted.destination_npi, submitted.destination],
            "registered_delivery": submitted.wanted,
        }
        steps.append(Step(submitted.date_created, "pdu", "submit_sm from a customer's system", "", "", details))
    for part in await work.select(RemoteMessage, group_sid=message.sid):  # any account: the carrier's own rows
        details = {"carrier": part.carrier, "remote_id": part.remote_id, "part": part.part, "parts": part.parts}
        steps.append(Step(part.date_created, "pdu", f"Part {part.part} of {part.parts} at the carrier", part.remote_id, "", details))
    return steps

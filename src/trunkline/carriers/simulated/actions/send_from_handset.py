"""A virtual phone sends a text to a number of the platform."""

from __future__ import annotations

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.foundations.trust.keywords import network_answer
from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.errors import refusal
from trunkline.products.messaging.resources.message import LONGEST_BODY

from ..resources.handset import Handset
from ..resources.handset_message import HandsetMessage
from .tell_watchers import tell_watchers

MOST_MEDIA = 10


async def send_from_handset(handset: Handset, to: str, body: str, media: list[str], work: Work) -> HandsetMessage:
    """Stage it on both ends. Refused as Twilio's API refuses (21604, 21602, 21617, 21623), with 21211 where nobody owns `to`,
    and with 30003 from a phone that has no coverage. A toll-free number's STOP and START are answered by the network itself."""
    if not to.strip():
        raise refusal(21604)
    if not body and not media:
        raise refusal(21602)
    if len(body) > LONGEST_BODY:
        raise refusal(21617)
    if len(media) > MOST_MEDIA:
        raise refusal(21623)
    if handset.behaviour == "no_coverage":
        raise Problem(30003, f"{handset.phone_number} has no coverage and cannot send", 409)
    number = to_e164(to) or to.strip()  # a short code stays as it is
    sent = HandsetMessage(
        sid=work.sid("HM"), account_sid=handset.account_sid, handset_sid=handset.sid, state="sent", from_=handset.phone_number, to=number,
        body=body, media=media,
    )  # fmt: skip
    message = await receive_message(work, from_=handset.phone_number, to=number, body=body, media=media, carrier_id=f"sim-{sent.sid[2:]}")
    sent.message_sid, sent.num_segments = message.sid, message.num_segments
    work.add(sent)
    if text := network_answer(body, number):
        work.add_to(handset, unread=1)
        work.add(HandsetMessage(account_sid=handset.account_sid, handset_sid=handset.sid, from_=number, to=handset.phone_number, body=text))
    tell_watchers(work, handset.sid)
    return sent

"""A virtual phone sends a text to a number of the platform."""

from __future__ import annotations

from trunkline.foundations.numbering.e164 import to_e164
from trunkline.foundations.trust.keywords import network_answer
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.messaging.errors import refusal
from trunkline.products.messaging.resources.message import LONGEST_BODY
from trunkline.products.registrations.rules.one_time_code import REGISTRY

from ..resources.handset import Handset
from ..resources.handset_message import HandsetMessage
from ..rules.channels import CHANNELS, address_on, message_type, with_channel
from .answer_registry import answer_registry
from .tell_watchers import tell_watchers

MOST_MEDIA = 10


async def send_from_handset(
    handset: Handset, to: str, body: str, media: list[str], work: Work, *, channel: str = "", data: dict[str, str] | None = None
) -> HandsetMessage:
    """Stage it on both ends. Refused as Twilio's API refuses (21604, 21602, 21617, 21623), with 21211 where nobody owns `to`,
    and with 30003 from a phone that has no coverage. `channel` is the app that it is sent by, "" for a text message; `data` what the app
    sends besides, by Twilio's names. `media` are addresses, http(s): or data:. A toll-free
    number's STOP and START are answered by the network itself."""
    if not to.strip():
        raise refusal(21604)
    if channel and channel not in CHANNELS:
        raise invalid("Channel", f"must be one of {', '.join(CHANNELS)}, or empty for a text message")
    if not body and not media and not (channel and data):
        raise refusal(21602)
    if len(body) > LONGEST_BODY:
        raise refusal(21617)
    if len(media) > MOST_MEDIA:
        raise refusal(21623)
    if handset.behaviour == "no_coverage":
        raise Problem(30003, f"{handset.phone_number} has no coverage and cannot send", 409)
    number = to_e164(to) or to.strip()  # a short code stays as it is
    if number == REGISTRY and not channel:
        return await answer_registry(handset, body, work)
    ours = handset.phone_number
    if channel:
        number, ours = with_channel(channel, to), address_on(channel, handset.phone_number)
        data = {
            "ProfileName": handset.friendly_name or handset.phone_number,
            "MessageType": message_type(media, data or {}),
            **(data or {}),
        }
    sent = HandsetMessage(
        sid=work.sid("HM"), account_sid=handset.account_sid, handset_sid=handset.sid, state="sent", from_=ours, to=number,
        body=body, media=[_shown(address) for address in media],
    )  # fmt: skip
    message = await receive_message(
        work, from_=ours, to=number, body=body, media=media, carrier_id=f"sim-{sent.sid[2:]}", data=data if channel else None
    )
    sent.message_sid, sent.num_segments = message.sid, message.num_segments
    work.add(sent)
    if not channel and (text := network_answer(body, number)):
        work.add_to(handset, unread=1)
        work.add(HandsetMessage(account_sid=handset.account_sid, handset_sid=handset.sid, from_=number, to=handset.phone_number, body=text))
    tell_watchers(work, handset.sid)
    return sent


def _shown(address: str) -> str:
    """A picture that the phone took itself (data:image/png;base64,…) lies with the message; on the phone stands what it is."""
    return address.partition(";")[0] if address.startswith("data:") else address

"""Pictures become links where they cannot be carried: Twilio's MMS Converter (help.twilio.com, "Why do my messages include a Twilio URL").

Known beforehand, it is the sender's own address of the picture that goes into the text; found out at the carrier, when the file is in
our storage and was looked at, it is a signed address of ours.
"""

from __future__ import annotations

from dataclasses import replace

from trunkline.kernel.work import Work

from ..errors import refusal
from ..ports import Handover
from ..resources.message import Message
from ..rules.addresses import parse_to
from ..rules.segments import count_segments
from .keep_media_settings import may_convert
from .price_message import price_message

NO_PICTURES = 30011
"""Twilio: "MMS not supported by the receiving phone number in this region"."""


async def convert_pictures(draft: Message, work: Work) -> None:
    """Of a message that is being accepted; raises 30011 where the account does not want it."""
    if not await may_convert(draft, work):
        raise refusal(NO_PICTURES, to=draft.to)
    put_links_for_media(draft)


def put_links_for_media(draft: Message) -> None:
    draft.body = _joined(draft.body, draft.media_url)
    draft.media_url = []


async def convert_at_carrier(message: Message, handover: Handover, work: Work) -> Handover | None:
    """The message as a text with links, staged, after its carrier refused the pictures; None where that is not wanted.

    It is priced and counted as a text from now on; its files stay in the API as long as somebody may follow the links.
    """
    if not handover.media or not await may_convert(message, work):
        return None
    body = _joined(handover.body, [work.platform.origin + path for path in handover.media])
    message.num_segments, message.num_media = count_segments(body), 0
    price_message(message, parse_to(message.to).country, work)
    work.set(message, body=body, num_segments=message.num_segments, num_media=0, cost=message.cost)
    return replace(handover, body=body, segments=message.num_segments, media=())


def _joined(body: str, links: list[str]) -> str:
    return "\n".join([*([body] if body else []), *links])

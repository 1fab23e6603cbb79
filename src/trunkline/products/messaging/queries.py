"""What a webhook about a message is told."""

from __future__ import annotations

from trunkline.foundations.numbering.nanp_places import place_of
from trunkline.foundations.numbering.plan import country_of
from trunkline.kernel.work import Work

from .resources.media import Media
from .resources.message import Message


def _geography(side: str, address: str) -> dict[str, str]:
    """Country, state and city by the numbering plan; empty where it does not tell, and the zip always: no plan knows it."""
    country = (country_of(address) if address.startswith("+") else None) or ""
    place = place_of(address[2:]) if country in ("US", "CA") else None
    return {
        f"{side}Country": country,
        f"{side}State": (place and place.region) or "",
        f"{side}City": ((place and place.locality) or "").upper(),
        f"{side}Zip": "",
    }


async def webhook_parameters(message: Message, work: Work) -> dict[str, str]:
    """Parameters of the request for an inbound message. Source: Twilio, "Twilio's request to your incoming message webhook URL"."""
    sender = message.from_ or ""
    told = {
        **_geography("To", message.to),
        **_geography("From", sender),
        "SmsMessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageSid": message.sid,
        "SmsStatus": message.status,
        "NumMedia": str(message.num_media),
        "NumSegments": str(message.num_segments),
        "Body": message.body,
        "To": message.to,
        "From": sender,
        "AccountSid": message.account_sid,
        "ApiVersion": "2010-04-01",
    }
    if message.messaging_service_sid:
        told["MessagingServiceSid"] = message.messaging_service_sid
    channel, colon, person = sender.partition(":")
    if colon:
        told |= {"ChannelPrefix": channel, **(message.channel_data or {})}
        if channel == "whatsapp":
            told["WaId"] = person.removeprefix("+")
    if message.num_media:
        files = await work.select(Media, parent_sid=message.sid)
        base = work.platform.origin
        for n, media in enumerate(files):
            told[f"MediaUrl{n}"] = f"{base}/2010-04-01/Accounts/{message.account_sid}/Messages/{message.sid}/Media/{media.sid}"
            told[f"MediaContentType{n}"] = media.content_type
    return told

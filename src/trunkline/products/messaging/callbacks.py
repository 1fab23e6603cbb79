"""What a status callback says of an outbound message. Source: Twilio, "Track the Message Status of Outbound Messages"."""

from __future__ import annotations

from trunkline.foundations.webhooks.callbacks import Callback, tells

from .resources.message import Message


@tells(Message)
def tell_state(message: Message, state: str) -> Callback | None:
    if not message.status_callback or message.direction == "inbound":
        return None
    told = {
        "SmsSid": message.sid,
        "SmsStatus": state,
        "MessageStatus": state,
        "To": message.to,
        "MessageSid": message.sid,
        "AccountSid": message.account_sid,
        "From": message.from_ or "",
        "ApiVersion": "2010-04-01",
    }
    if message.error_code:
        told["ErrorCode"] = str(message.error_code)
    return Callback(message.status_callback, message.status_method, told)

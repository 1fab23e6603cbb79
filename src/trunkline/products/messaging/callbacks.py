"""What a status callback says of an outbound message.

Source: Twilio, "Track the Message Status of Outbound Messages" and "Outbound Message Status in Status Callbacks".
"""

from __future__ import annotations

from trunkline.foundations.webhooks.callbacks import Callback, tells

from .resources.message import Message


@tells(Message)
def tell_state(message: Message, state: str) -> Callback | None:
    if not message.status_callback or message.direction == "inbound":
        return None
    if message.version == 1:  # the status that it was created with is told by the answer to its creation, not by a callback
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
    if message.messaging_service_sid:
        told["MessagingServiceSid"] = message.messaging_service_sid
    if message.error_code:
        told["ErrorCode"] = str(message.error_code)
    return Callback(message.status_callback, message.status_method, told)

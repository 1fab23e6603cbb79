"""A message is charged in the commit in which a carrier took it or it was received; one that failed before that costs nothing.

An undelivered message is charged, as the carrier carried it (Twilio, "Message status" and pricing of failed messages). The price list may
set a fee for messages that failed; it is a usage category of its own and does not stand in the message's price.
"""

from __future__ import annotations

from typing import Any

from trunkline.foundations.ledger.actions.book_entry import book_use
from trunkline.foundations.ledger.prices.price_list import prices_of
from trunkline.kernel.reactions import alongside
from trunkline.kernel.work import Work

from .resources.message import Message

FAILED = "failed-message-processing-fee"


@alongside(Message, enters="sent delivered undelivered received")
def charge(message: Any, state: str, work: Work) -> None:
    """A report that overtakes the carrier's answer finds a message without `date_sent`, and then it is the one that charges.

    Should both believe to be first, one of the commits is refused, as both book the entry of the same SID; its job looks again.
    """
    if state in ("delivered", "undelivered") and message.date_sent is not None:
        return
    book_use(
        work,
        account_sid=message.account_sid,
        cause_sid=message.sid,
        category=category_of(message),
        amount=message.cost,
        currency=message.price_unit,
        usage=1 if message.num_media else max(message.num_segments, 1),
    )


@alongside(Message, enters="failed")
def charge_failed(message: Any, state: str, work: Work) -> None:
    prices = prices_of(work)
    if prices.failed_message and message.direction != "inbound":
        book_use(
            work,
            account_sid=message.account_sid,
            cause_sid=message.sid,
            category=FAILED,
            amount=prices.failed_message,
            currency=prices.currency,
            purpose="failed",
        )


def category_of(message: Message) -> str:
    """Twilio's usage category: by service, direction and what our address is; toll-free and alphanumeric senders count as long codes."""
    way = "inbound" if message.direction == "inbound" else "outbound"
    ours = (message.to if way == "inbound" else message.from_) or ""
    if ":" in ours:
        return f"channels-messaging-{way}"
    return f"{'mms' if message.num_media else 'sms'}-{way}-{'shortcode' if ours.isdigit() else 'longcode'}"

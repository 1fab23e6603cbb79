"""A single message, inbound or outbound. Source: api_v2010, CreateMessage and api.v2010.account.message."""

from __future__ import annotations

from typing import Annotated, Any

from trunkline.foundations.ledger.rules.money import write_charge
from trunkline.foundations.trust.resources.program import INTENT
from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import (
    CountText,
    Create,
    Derived,
    Filter,
    Hidden,
    Method,
    Moment,
    Privacy,
    Sid,
    Texts,
    Unstored,
    Update,
    Url,
    Word,
    choice,
)  # fmt: skip
from trunkline.kernel.ports import Condition, Index
from trunkline.kernel.resource import Resource

from ..lifecycle import MESSAGE

LONGEST_BODY = 1600
USUAL_VALIDITY = 36000
"""Seconds for which a message may wait to leave, where the request says nothing."""
_DIRECTIONS = choice("inbound", "outbound-api", "outbound-call", "outbound-reply")

_CHARGED = frozenset(("sent", "delivered", "undelivered", "read", "received"))


def shown_price(message: Message) -> str | None:
    """What it cost, once it has been charged (charges.py); null before, and for one that failed or was canceled before a carrier had it.
    One that a carrier took (`date_sent`) and that went back to its pool stays charged.
    """
    return write_charge(message.cost) if message.status in _CHARGED or message.date_sent is not None else None


class Message(
    Resource,
    sid="SM",
    mounts=[V2010("/Accounts/{account_sid}/Messages", links={"media": "/Media", "feedback": "/Feedback"})],
    lifecycle=MESSAGE,
    indexes=[
        ("account_sid", "to", "sid"),
        ("account_sid", "from_", "sid"),
        Index(("account_sid", "error_code", "sid"), Condition("error_code", "absent", False)),
        Index(("account_sid", "messaging_service_sid", "sid"), Condition("messaging_service_sid", "absent", False)),
    ],
):
    """`num_segments` and `num_media` are counts that the wire writes as strings; `price` is negative (a debit), in `price_unit`.

    Twilio's list filters by To, From and DateSent; the other filters are ours.
    """

    status: Annotated[str, Filter({"Status": "="}), Privacy.KEEP] = ""
    date_created: Annotated[Moment, Filter()] = 0
    body: Annotated[str, Create(longest=(LONGEST_BODY, 21617)), Update(longest=(LONGEST_BODY, 21617)), Privacy.CONTENT] = ""
    num_segments: CountText = 0
    direction: Annotated[str, _DIRECTIONS, Filter(), Privacy.KEEP] = "outbound-api"
    from_: Annotated[str | None, Create(), Filter(), Privacy.CONTACT] = None
    to: Annotated[str, Create(required=21604), Filter(), Privacy.CONTACT]
    price: Annotated[str | None, Derived(shown_price), Privacy.KEEP] = None
    price_unit: Word = "USD"
    error_code: Annotated[int | None, Filter()] = None
    error_message: Annotated[str | None, Privacy.KEEP] = None
    num_media: CountText = 0
    date_sent: Annotated[Moment | None, Filter()] = None
    messaging_service_sid: Annotated[Sid | None, Create(), Filter()] = None
    api_version: Annotated[str, Derived(lambda _: "2010-04-01"), Privacy.KEEP] = "2010-04-01"

    # Instructions that outlive the request
    status_callback: Annotated[Url | None, Create(invalid=21609), Hidden] = None
    status_method: Annotated[Method, Hidden] = "POST"
    application_sid: Annotated[Sid | None, Create(), Hidden] = None
    submitted_by: Annotated[Sid | None, Hidden] = None  # the credential of a customer's SMPP system that gave it to us and is told its end
    validity_period: Annotated[int, Create(), Hidden] = USUAL_VALIDITY
    provide_feedback: Annotated[bool, Create(), Hidden] = False
    send_at: Annotated[Moment | None, Create(), Hidden] = None
    # What it is for, and what was decided about it
    intent: Annotated[str | None, INTENT, Create(name="MessageIntent"), Hidden, Privacy.KEEP] = None
    risk_check: Annotated[str | None, choice("enable", "disable"), Create(), Hidden, Privacy.KEEP] = None
    in_reply_to: Annotated[Sid | None, Hidden] = None
    decisions: Annotated[str | None, Hidden, Privacy.KEEP] = None  # see trust/rules/packed_decisions.py
    content_sid: Annotated[Sid | None, Create(), Hidden] = None
    channel_data: Annotated[dict[str, Any] | None, Hidden] = None  # what a channel's message has besides its text
    # Between us and the carrier
    cost: Annotated[int, Hidden] = 0  # micros of `price_unit`; see actions/price_message.py
    carrier_id: Annotated[str | None, Hidden, Privacy.KEEP] = None
    handovers: Annotated[int, Hidden] = 0
    confirms: Annotated[bool, Hidden] = False  # the platform's own answer to STOP, which may pass it

    # Instructions for the accept only
    media_url: Annotated[Texts, Create(), Unstored, Privacy.KEEP] = ()  # type: ignore[assignment]  # an empty default that nobody can change
    content_variables: Annotated[str | None, Create(), Unstored, Privacy.CONTENT] = None
    schedule_type: Annotated[str | None, choice("fixed"), Create(), Unstored, Privacy.KEEP] = None
    smart_encoded: Annotated[bool, Create(), Unstored] = False
    force_delivery: Annotated[bool, Create(), Unstored] = False
    shorten_urls: Annotated[bool, Create(), Unstored] = False
    status_change: Annotated[str | None, choice("canceled"), Update(name="Status", invalid=30409), Unstored, Privacy.KEEP] = None

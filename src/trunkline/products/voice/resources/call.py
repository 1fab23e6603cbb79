"""A call, inbound or outbound. Source: api_v2010, CreateCall and api.v2010.account.call."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V2010
from trunkline.kernel.fields import CountText, Create, Derived, Filter, Method, Moment, Privacy, Sid, Texts, Unstored, Url, Word, choice
from trunkline.kernel.resource import Resource

from ..lifecycle import CALL
from ..rules.endpoint import for_people

LONGEST_TWIML = 4000
_LINKS = {
    "notifications": "/Notifications", "recordings": "/Recordings", "payments": "/Payments", "events": "/Events", "siprec": "/Siprec",
    "streams": "/Streams", "transcriptions": "/Transcriptions", "user_defined_messages": "/UserDefinedMessages",
    "user_defined_message_subscriptions": "/UserDefinedMessageSubscriptions",
}  # fmt: skip
_STATUS = choice("queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled")
_DIRECTION = choice("inbound", "outbound-api", "outbound-dial", "trunking-originating", "trunking-terminating")
_OPTIONAL = Annotated[str | None, Create(), Unstored, Privacy.KEEP]


class Call(
    Resource,
    sid="CA",
    mounts=[V2010("/Accounts/{account_sid}/Calls", "list create fetch delete", links=_LINKS)],
    lifecycle=CALL,
    indexes=[("account_sid", "to", "sid"), ("account_sid", "from_", "sid"), ("account_sid", "parent_call_sid", "sid")],
):
    """`duration` is in seconds, `queue_time` in milliseconds. What a create may say besides is read and, until there is media, not kept."""

    status: Annotated[str, _STATUS, Filter(), Privacy.KEEP] = ""
    parent_call_sid: Annotated[Sid | None, Filter()] = None
    to: Annotated[str, Create(required=21201), Filter(), Privacy.CONTACT]
    to_formatted: Annotated[str, Derived(lambda row: for_people(row.to)), Privacy.CONTACT] = ""
    from_: Annotated[str, Create(required=21213), Filter(), Privacy.CONTACT]
    from_formatted: Annotated[str, Derived(lambda row: for_people(row.from_)), Privacy.CONTACT] = ""
    phone_number_sid: Sid | None = None
    start_time: Annotated[Moment | None, Filter()] = None
    end_time: Annotated[Moment | None, Filter()] = None
    duration: CountText | None = None
    price: Annotated[str | None, Privacy.KEEP] = None
    price_unit: Word = "USD"
    direction: Annotated[str, _DIRECTION, Privacy.KEEP] = "outbound-api"
    answered_by: Annotated[str | None, Privacy.KEEP] = None
    api_version: Annotated[str, Derived(lambda _: "2010-04-01"), Privacy.KEEP] = "2010-04-01"
    forwarded_from: Annotated[str | None, Privacy.CONTACT] = None
    group_sid: Sid | None = None
    caller_name: Annotated[str | None, Privacy.CONTACT] = None
    queue_time: CountText = 0
    trunk_sid: Sid | None = None

    # Instructions of a create
    url: Annotated[Url | None, Create(invalid=21205), Unstored] = None
    twiml: Annotated[str | None, Create(longest=(LONGEST_TWIML, 20001)), Unstored, Privacy.CONTENT] = None
    application_sid: _OPTIONAL = None
    method: Annotated[Method | None, Create(), Unstored] = None
    fallback_url: Annotated[Url | None, Create(), Unstored] = None
    fallback_method: Annotated[Method | None, Create(), Unstored] = None
    status_callback: Annotated[Url | None, Create(invalid=21609), Unstored] = None
    status_callback_method: Annotated[Method | None, Create(), Unstored] = None
    status_callback_event: Annotated[Texts | None, Create(), Unstored, Privacy.KEEP] = None
    send_digits: _OPTIONAL = None
    timeout: Annotated[int | None, Create(), Unstored] = None
    time_limit: Annotated[int | None, Create(), Unstored] = None
    record: Annotated[bool | None, Create(), Unstored] = None

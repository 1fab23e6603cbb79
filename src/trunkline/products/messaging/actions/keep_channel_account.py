"""A sender of a channel is asked for, changed, and reviewed by the (simulated) channel, which answers by the platform's clock."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work
from trunkline.products.numbers.actions.find_sender import find_sender

from ..resources.channel_account import ChannelAccount
from ..rules.addresses import AddressKind, parse_from
from ..rules.channel_profile import read_configuration, read_profile, read_webhook

REVIEWED_AFTER = SECOND
NOT_OURS = 63110
"""Twilio: the channel could not verify the phone number."""


def _wrong(words: str) -> Problem:
    return Problem(20001, f"Invalid parameter: {words}", 400)


def _parts(body: Any, channel: str, *, profile: bool) -> dict[str, Any]:
    for name in ("webhook", "configuration", "profile"):
        if body.get(name) is not None and not isinstance(body[name], dict):
            raise _wrong(f"{name} must be a JSON object")
    found: dict[str, Any] = {}
    try:
        if body.get("webhook") is not None:
            found["webhook"] = read_webhook(body["webhook"])
        if body.get("configuration") is not None:
            found["configuration"] = read_configuration(body["configuration"])
        if profile or body.get("profile") is not None:
            found["profile"] = read_profile(body.get("profile") or {}, channel)
    except ValueError as why:
        raise _wrong(str(why)) from None
    return found


def create_channel_account(body: Any, account_sid: str, work: Work) -> ChannelAccount:
    """Stage it as CREATING; the channel's answer follows. 20001 names what is wrong."""
    if not isinstance(body, dict):
        raise Problem(20001, "The body must be a JSON object", 400)
    address = body.get("sender_id")
    parsed = parse_from(address) if isinstance(address, str) else None
    if parsed is None or parsed.kind is not AddressKind.CHANNEL or parsed.channel is None:
        raise _wrong("sender_id is required: the channel and the address, such as whatsapp:+15557770001")
    parts = _parts(body, parsed.channel.value, profile=True)
    row = ChannelAccount(account_sid=account_sid, sender_id=parsed.value, channel=parsed.channel.value, **parts)
    if row.channel == "whatsapp":
        row.properties = {"quality_rating": "UNKNOWN", "messaging_limit": "250 Customers/24hr"}
    work.add(row, state="CREATING")
    work.enqueue(review_channel_account, delay=REVIEWED_AFTER, sid=row.sid)
    return row


async def update_channel_account(row: ChannelAccount, body: Any, work: Work) -> ChannelAccount:
    """Stage the changes. A sender that is offline is reviewed again; one that is online says ONLINE:UPDATING until that is done."""
    if not isinstance(body, dict):
        raise Problem(20001, "The body must be a JSON object", 400)
    parts = _parts(body, row.channel, profile=False)
    if row.status == "ONLINE":
        work.move(row, "update", **parts)
    elif row.status == "OFFLINE":
        work.move(row, "try_again", offline_reasons=[], **parts)
    else:
        raise Problem(20409, f"The sender is {row.status}: wait until that is done", 409)
    work.enqueue(review_channel_account, delay=REVIEWED_AFTER, sid=row.sid)
    return row


@task()
async def review_channel_account(work: Work, *, sid: str) -> None:
    """WhatsApp verifies that the number is the account's; the other channels take an agent or a page as it is named."""
    row = await work.fetch(ChannelAccount, sid)  # any account: our own job names it
    if row is None or row.status not in ("CREATING", "ONLINE:UPDATING"):
        return
    number = row.sender_id.partition(":")[2]
    if row.channel == "whatsapp" and await find_sender(work, row.account_sid, number) is None:
        reason = {
            "code": str(NOT_OURS),
            "message": f"{number} could not be verified: buy it for this account first; numbers from elsewhere cannot be verified yet",
            "more_info": f"{work.platform.origin}/errors/{NOT_OURS}",
        }
        work.move(row, "refuse", offline_reasons=[reason])
        return
    work.move(row, "go_online")

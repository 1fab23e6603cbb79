"""CreateChannelsSender and UpdateChannelsSender, whose body is JSON, and the typing indicator."""

from __future__ import annotations

from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.keep_channel_account import create_channel_account, update_channel_account
from ..ports import TypingIndicators
from ..resources.channel_account import ChannelAccount
from ..resources.message import Message

TRIES = 8
_HOME = ChannelAccount.mounts[0]


@route("POST", V(2, "messaging", "/Channels/Senders"))
async def create(request: Request) -> Reply:
    row = create_channel_account(request.json, request.account_sid, request.work)
    try:
        await request.work.commit()
    except Duplicate:
        raise Problem(20409, f"{row.sender_id} is registered already", 409) from None
    return Reply(202, encoder(ChannelAccount, _HOME)(row, request.at), title=row.title)


@route("POST", V(2, "messaging", "/Channels/Senders/{sid}"))
async def update(request: Request) -> Reply:
    for _ in range(TRIES):
        row = await request.work.fetch(ChannelAccount, request.path["sid"], request.account_sid)
        if row is None:
            raise request.missing()
        row = await update_channel_account(row, request.json, request.work)
        try:
            await request.work.commit()
        except Stale:
            continue
        return Reply(202, encoder(ChannelAccount, _HOME)(row, request.at), title=row.title)
    raise Problem(20409, "The resource was changed by another request: fetch it and try again", 409)


@route("POST", V(2, "messaging", "/Indicators/Typing.json"))
async def show_typing(request: Request) -> Reply:
    """messageId, channel: the person who sent that message sees that we are writing, and that it was read."""
    return await _show_typing(request, request.text("channel"), request.text("messageId"))


@route("POST", V(3, "messaging", "/Indicators/Typing.json"))
async def show_typing_from_json(request: Request) -> Reply:
    """The same from a JSON body. Apple's channel, which the third version adds, is refused: the platform has none."""
    given = request.json if isinstance(request.json, dict) else {}
    return await _show_typing(request, str(given.get("channel", "")), str(given.get("messageId", "")))


async def _show_typing(request: Request, channel: str, message_sid: str) -> Reply:
    if channel.lower() != "whatsapp":
        raise Problem(20001, "Invalid parameter 'channel': must be whatsapp", 400)
    message = await request.work.fetch(Message, message_sid, request.account_sid)
    if message is None or message.direction != "inbound" or not (message.from_ or "").startswith("whatsapp:"):
        raise Problem(20001, "Invalid parameter 'messageId': must be a WhatsApp message that this account received", 400)
    indicators: TypingIndicators | None = request.work.platform.ports.get(TypingIndicators)
    if indicators is not None:
        await indicators.show(request.work, message.account_sid, message.from_ or "", message.to)
        await request.work.commit()
    return Reply(200, {"success": True}, title="TypingIndicator")

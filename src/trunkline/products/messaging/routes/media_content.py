"""The content of a message's file, at its address without an ending."""

from __future__ import annotations

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.dialects import V2010
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..resources.media import Media

_AT = V2010("/Accounts/{account_sid}/Messages/{message_sid}/Media/{sid}")


@route("GET", _AT, formats="", open=True)
async def download_media(request: Request) -> Reply:
    """Open to whoever has the address, as Twilio's is: a SID has 72 random bits."""
    media = await request.work.fetch(Media, request.path["sid"], request.path["account_sid"])
    if media is None or media.parent_sid != request.path["message_sid"] or not media.stored:
        raise request.missing()
    data = await request.work.port(Blobs).get(media.sid)  # type: ignore[type-abstract]  # ports are found by their protocol
    if data is None:
        raise request.missing()
    headers = {
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Reply(200, data, content_type=media.content_type, headers=headers)

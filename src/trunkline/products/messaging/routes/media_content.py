"""The content of a message's file: at its address in the API, and at the signed address to which that leads.

As at Twilio, the API's address answers 307 with an address that needs no credentials and ends after four hours. Where the account
enforces it, only who proves to be the account is told (https://www.twilio.com/docs/messaging/api/media-resource).
"""

from __future__ import annotations

from trunkline.foundations.access.authenticate import authenticate
from trunkline.foundations.access.scope import resolve_account
from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.dialects import V2010, V
from trunkline.kernel.errors import Problem
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.keep_media_settings import media_settings
from ..actions.sign_media import ASKED_FOR, judge_signature, signed_path
from ..resources.media import Media

_AT = V2010("/Accounts/{account_sid}/Messages/{message_sid}/Media/{sid}")
_SIGNED = V(1, "network", "/Media/{sid}")
_SAFE = {
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Referrer-Policy": "no-referrer",
}
FORBIDDEN = 20403


@route("GET", _AT, formats="", open=True)
async def find_media(request: Request) -> Reply:
    """307; 20003 without the account's credentials where it asks for them, 20404 for a file that is not there (any more)."""
    account_sid = request.path["account_sid"]
    if (await media_settings(request.work, account_sid)).http_auth:
        caller = await authenticate(request.headers.get("authorization", ""), request.work.platform)
        await resolve_account(caller, account_sid, request.work, request.asked)
    media = await request.work.fetch(Media, request.path["sid"], account_sid)
    if media is None or media.parent_sid != request.path["message_sid"] or not media.stored:
        raise request.missing()
    location = request.origin + signed_path(request.work.platform, media.sid, ASKED_FOR)
    return Reply(307, b"", headers={"Location": location, "Cache-Control": "no-store"})


@route("GET", _SIGNED, open=True)
async def download_media(request: Request) -> Reply:
    """The file; 20403 for an address that was not given out so or has ended, 20404 once the file is deleted."""
    sid, platform = request.path["sid"], request.work.platform
    match judge_signature(platform, sid, request.text("Expires"), request.text("Signature")):
        case "forged":
            raise Problem(FORBIDDEN, "The signature of this address does not fit: it was cut off or changed", 403)
        case "expired":
            raise Problem(FORBIDDEN, "This address has expired: ask the file's address in the API for a new one", 403)
    media = await request.work.fetch(Media, sid)  # any account: the signature names the file
    data = None if media is None else await request.work.port(Blobs).get(sid)  # type: ignore[type-abstract]  # ports are found by their protocol
    if media is None or data is None:
        raise request.missing()
    return Reply(200, data, content_type=media.content_type, headers={**_SAFE, "Cache-Control": "private, max-age=3600"})

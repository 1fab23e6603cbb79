"""`/network/v1/MediaSettings`: what Twilio's Console has in its messaging settings, one for the account."""

from __future__ import annotations

from trunkline.kernel.codec import parser
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale
from trunkline.kernel.fields import Update
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.keep_media_settings import media_settings
from ..resources.media_settings import MediaSettings

_AT = V(1, "network", "/MediaSettings")


def _reply(row: MediaSettings) -> Reply:
    return Reply(200, {"account_sid": row.account_sid, "http_auth": row.http_auth, "mms_converter": row.mms_converter})


@route("GET", _AT)
async def fetch_media_settings(request: Request) -> Reply:
    return _reply(await media_settings(request.work, request.account_sid))


@route("POST", _AT)
async def update_media_settings(request: Request) -> Reply:
    """HttpAuth, MmsConverter: true or false."""
    changes = parser(MediaSettings, Update).read(request.form)
    row = await media_settings(request.work, request.account_sid)
    if row.sid:
        request.work.change(row, **changes)
    else:
        row = request.work.add(MediaSettings(account_sid=request.account_sid, **changes))
    try:
        await request.work.commit()
    except (Duplicate, Stale):
        raise Problem(20409, "The settings were changed by another request: fetch them and try again", 409) from None
    return _reply(row)

"""`/compliance/v1/NoticeSettings`: where the account wants its notices, one for the account."""

from __future__ import annotations

from trunkline.kernel.codec import parser
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale
from trunkline.kernel.fields import Update
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..resources.notice import NoticeSettings

_AT = V(1, "compliance", "/NoticeSettings")


async def _own(request: Request) -> NoticeSettings | None:
    return await request.work.find(NoticeSettings, account_sid=request.account_sid)


def _reply(row: NoticeSettings | None, request: Request) -> Reply:
    url, method = ("", "POST") if row is None else (row.url, row.method)
    return Reply(200, {"account_sid": request.account_sid, "url": url, "method": method})


@route("GET", _AT)
async def fetch_settings(request: Request) -> Reply:
    return _reply(await _own(request), request)


@route("POST", _AT)
async def update_settings(request: Request) -> Reply:
    changes = parser(NoticeSettings, Update).read(request.form)
    row = await _own(request)
    if row is None:
        row = request.work.add(NoticeSettings(account_sid=request.account_sid, **changes))
    elif changes:
        request.work.change(row, **changes)
    try:
        await request.work.commit()
    except (Duplicate, Stale):
        raise Problem(20409, "The settings were changed by another request: fetch them and try again", 409) from None
    return _reply(row, request)

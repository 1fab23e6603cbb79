"""CreateContent and UpdateContent, whose body is JSON."""

from __future__ import annotations

from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.keep_content import rewrite_content, write_content
from ..resources.content import Content

TRIES = 8


async def content_of(request: Request) -> Content:
    """The template that the path names; 404 without one."""
    found = await request.work.fetch(Content, request.path["sid"], request.account_sid)
    if found is None:
        raise request.missing()
    return found


@route("POST", V(1, "content", "/Content"))
async def create(request: Request) -> Reply:
    row = write_content(request.json, request.account_sid, request.work)
    await request.work.commit()
    return Reply(201, encoder(Content, Content.mounts[0])(row, request.at), title=Content.title)


@route("PUT", V(1, "content", "/Content/{sid}"))
async def update(request: Request) -> Reply:
    for _ in range(TRIES):
        row = await rewrite_content(await content_of(request), request.json, request.work)
        try:
            await request.work.commit()
        except Stale:
            continue
        return Reply(200, encoder(Content, Content.mounts[0])(row, request.at), title=Content.title)
    raise Problem(20409, "The resource was changed by another request: fetch it and try again", 409)

"""OAuth: apps at iam/v1, and tokens at oauth/v1, oauth/v2 and iam/v1, whose answers differ in the HTTP status only."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.dialects import V, write_iso8601
from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.create_oauth_app import create_oauth_app, read_app
from ..bearer import issue_token
from ..resources.oauth_app import OAuthApp

_APPS, _APP = V(1, "iam", "/Account/OAuthApps"), V(1, "iam", "/Account/OAuthApps/{app_sid}")


def _given(request: Request, name: str) -> str:
    """A form parameter, in RFC 6749's spelling or in Twilio's."""
    return request.text(name) or request.text("".join(word.capitalize() for word in name.split("_")))


async def _token(request: Request, status: int) -> Reply:
    if (grant := _given(request, "grant_type")) != "client_credentials":
        raise Problem(321403, f"Invalid grant_type '{grant[:64]}': use client_credentials", 400)
    if not (client := _given(request, "client_id")):
        raise Problem(321402, "Empty client_id", 400)
    token, seconds = await issue_token(client, _given(request, "client_secret"), request.work)
    body = {"access_token": token, "refresh_token": None, "id_token": None, "token_type": "Bearer", "expires_in": seconds}
    return Reply(status, body, headers={"Cache-Control": "no-store"})


@route("POST", V(2, "oauth", "/token"), open=True)
async def token_v2(request: Request) -> Reply:
    return await _token(request, 200)


@route("POST", V(1, "oauth", "/token"), open=True)
@route("POST", V(1, "iam", "/token"), open=True)
async def token_v1(request: Request) -> Reply:
    return await _token(request, 201)


def _written(app: OAuthApp, **secret: str) -> dict[str, Any]:
    """There are no users here: `creator_sid`, a user's in the contract, has the digits of the credential that made the app."""
    return {
        "type": app.type,
        "sid": app.sid,
        "friendly_name": app.friendly_name,
        "description": app.description,
        "date_created": write_iso8601(app.date_created),
        "created_by": app.created_by,
        "creator_sid": f"US{app.created_by[2:]}",
        **secret,
        "status": "active",
        "policy": app.policy,
        "access_token_ttl": app.access_token_ttl,
    }


async def _asked(request: Request) -> OAuthApp:
    sid = request.path["app_sid"]
    app = await request.work.fetch(OAuthApp, sid, request.account_sid) if is_sid(sid, "OQ") else None
    if app is None:
        raise request.missing()
    return app


async def _commit(request: Request) -> None:
    try:
        await request.work.commit()
    except Stale:
        raise Problem(20409, "The app was changed by another request: try again", 409) from None


@route("POST", _APPS)
async def create_app(request: Request) -> Reply:
    app, secret = create_oauth_app(request.work, request.account_sid, read_app(request.json))
    await _commit(request)
    return Reply(201, _written(app, secret=secret))


@route("PUT", _APP)
async def update_app(request: Request) -> Reply:
    app = await _asked(request)
    if given := read_app(request.json):
        request.work.change(app, **given)
        await _commit(request)
    return Reply(200, _written(app))


@route("DELETE", _APP)
async def delete_app(request: Request) -> Reply:
    request.work.remove(await _asked(request))
    await _commit(request)
    return Reply(204)

"""API keys as the contract shows them: Keys and SigningKeys of the 2010 API, which are the same rows, and iam/v1 Keys with policies."""

from __future__ import annotations

from typing import Any

import msgspec

from trunkline.kernel.dialects import V2010, Mount, V, write_rfc2822
from trunkline.kernel.errors import Problem, Stale, invalid
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.create_api_key import check_name, create_api_key
from ..policy import read_policy
from ..resources.api_key import ApiKey
from ..scope import resolve_account

_IAM, _IAM_ONE = V(1, "iam", "/Keys"), V(1, "iam", "/Keys/{key_sid}")
_FLAGS = {
    "main": ["rest_api", "signing", "manage_accounts", "manage_keys"],
    "standard": ["rest_api", "signing"],
    "restricted": ["rest_api", "restricted"],
}


def _written(key: ApiKey, *, policy: bool) -> dict[str, Any]:
    """iam/v1 writes its dates as the 2010 API does."""
    body: dict[str, Any] = {
        "sid": key.sid,
        "friendly_name": key.friendly_name,
        "date_created": write_rfc2822(key.date_created),
        "date_updated": write_rfc2822(key.date_updated),
    }
    return {**body, "policy": key.policy} if policy else body


def _name(request: Request) -> str | None:
    return request.text("FriendlyName") if "FriendlyName" in request.form else None


async def _account(request: Request) -> str:
    """The account that iam/v1 is asked about by parameter; the caller's own if it is not named."""
    named = request.text("AccountSid")
    if not named:
        return request.account_sid
    return await resolve_account(request.caller, named, request.work, request.asked, request.method)


async def _asked(request: Request, account_sid: str) -> ApiKey:
    sid = request.path["key_sid"]
    if not is_sid(sid, "SK"):
        raise Problem(70002, "Invalid Sid provided in the request", 400)
    key = await request.work.fetch(ApiKey, sid, account_sid)
    if key is None:
        raise request.missing()
    return key


async def _commit(request: Request) -> None:
    try:
        await request.work.commit()
    except Stale:
        raise Problem(20409, "The key was changed by another request: fetch it and try again", 409) from None


async def _page(request: Request, account_sid: str, mount: Mount, title: str, *, flags: bool) -> Reply:
    place = read_place(request.form)
    rows = await request.work.select(ApiKey, *place.condition(True), order=place.order(True), limit=place.size + 1, account_sid=account_sid)
    more = len(rows) > place.size
    rows = rows[: place.size]
    if place.before:
        rows.reverse()
    links = addresses(request.at + request.asked_path, request.form, place, [row.sid for row in rows], more)
    written = [{**_written(row, policy=False), **({"flags": _FLAGS[row.grade]} if flags else {})} for row in rows]
    return Reply(200, mount.dialect.page(mount.list_key, written, place.size, place.number, links), title=title)


async def _update(request: Request, key: ApiKey, **changes: Any) -> ApiKey:
    if "FriendlyName" in request.form:
        changes["friendly_name"] = check_name(_name(request))
    if changes:
        request.work.change(key, **changes)
        await _commit(request)
    return key


def _mount_2010(collection: str, title: str) -> None:
    every, one = V2010(f"/Accounts/{{account_sid}}/{collection}"), V2010(f"/Accounts/{{account_sid}}/{collection}/{{key_sid}}")

    @route("GET", every)
    async def list_keys(request: Request) -> Reply:
        return await _page(request, request.account_sid, every, title, flags=False)

    @route("POST", every)
    async def create(request: Request) -> Reply:
        """KeyType and Policy are ignored here, as by Twilio: a key made by the 2010 API is a standard key."""
        key, secret = create_api_key(request.work, request.account_sid, _name(request))
        await _commit(request)
        return Reply(201, {**_written(key, policy=False), "secret": secret}, title=title)

    @route("GET", one)
    async def fetch(request: Request) -> Reply:
        return Reply(200, _written(await _asked(request, request.account_sid), policy=False), title=title)

    @route("POST", one)
    async def update(request: Request) -> Reply:
        key = await _update(request, await _asked(request, request.account_sid))
        return Reply(200, _written(key, policy=False), title=title)

    @route("DELETE", one)
    async def delete(request: Request) -> Reply:
        request.work.remove(await _asked(request, request.account_sid))
        await _commit(request)
        return Reply(204)


_mount_2010("Keys", "Key")
_mount_2010("SigningKeys", "SigningKey")


def _policy(request: Request) -> dict[str, list[str]]:
    try:
        sent = msgspec.json.decode(request.text("Policy"))
    except msgspec.DecodeError:
        raise Problem(70002, "Policy must be a JSON object", 400) from None
    return read_policy(sent)


@route("GET", _IAM)
async def list_iam_keys(request: Request) -> Reply:
    if not request.text("AccountSid"):
        raise invalid("AccountSid", "is required")
    return await _page(request, await _account(request), _IAM, "Key", flags=True)


@route("POST", _IAM)
async def create_iam_key(request: Request) -> Reply:
    if not request.text("AccountSid"):
        raise invalid("AccountSid", "is required")
    account_sid, kind = await _account(request), request.text("KeyType").lower()
    if kind not in ("", "standard", "restricted"):
        raise Problem(70002, f"KeyType '{kind}' is invalid: it may be restricted", 400)
    policy = _policy(request) if kind == "restricted" else None
    key, secret = create_api_key(request.work, account_sid, _name(request), kind or "standard", policy)
    await _commit(request)
    return Reply(201, {**_written(key, policy=True), "secret": secret})


@route("GET", _IAM_ONE)
async def fetch_iam_key(request: Request) -> Reply:
    return Reply(200, _written(await _asked(request, await _account(request)), policy=True))


@route("POST", _IAM_ONE)
async def update_iam_key(request: Request) -> Reply:
    key = await _asked(request, await _account(request))
    changes: dict[str, Any] = {}
    if request.text("Policy"):
        if key.grade != "restricted":
            raise Problem(70002, "Only a restricted key has a Policy", 400)
        changes["policy"] = _policy(request)
    return Reply(200, _written(await _update(request, key, **changes), policy=True))


@route("DELETE", _IAM_ONE)
async def delete_iam_key(request: Request) -> Reply:
    request.work.remove(await _asked(request, await _account(request)))
    await _commit(request)
    return Reply(204)

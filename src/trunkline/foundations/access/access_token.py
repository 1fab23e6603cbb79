"""Access tokens of client SDKs: JWTs that a customer's server signs with an API key's secret (https://www.twilio.com/docs/iam/access-tokens).

The header is {"typ": "JWT", "alg": "HS256", "cty": "twilio-fpa;v=1"}; `iss` is the key, `sub` the account, `grants` says who the
bearer is and what they may do.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import jwt

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.accounts.standing import is_active
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.platform import Platform

from .key_secret import open_secret
from .resources.api_key import ApiKey

CONTENT_TYPE = "twilio-fpa;v=1"
LONGEST_LIFE = 24 * 3600
"""Seconds from its beginning to its end that a token may last."""

LEEWAY = 5
"""Seconds by which the signer's clock may be ahead of ours."""

LONGEST_TOKEN = 16_384
_CHAT = ("service_sid", "endpoint_id", "deployment_role_sid", "push_credential_sid")
_TASK_ROUTER = ("workspace_sid", "worker_sid", "role")


@dataclass(frozen=True, slots=True)
class VoiceGrant:
    """`outgoing_params` go with each call of the application."""

    incoming_allow: bool = False
    outgoing_application_sid: str = ""
    outgoing_params: Mapping[str, Any] = field(default_factory=dict)
    push_credential_sid: str = ""
    endpoint_id: str = ""


@dataclass(frozen=True, slots=True)
class VideoGrant:
    """`room`: SID or unique name; empty means any room."""

    room: str = ""


@dataclass(frozen=True, slots=True)
class ChatGrant:
    """Conversations, and Chat before it. `endpoint_id` tells the devices of one identity apart."""

    service_sid: str = ""
    endpoint_id: str = ""
    deployment_role_sid: str = ""
    push_credential_sid: str = ""


@dataclass(frozen=True, slots=True)
class SyncGrant:
    service_sid: str = ""
    endpoint_id: str = ""


@dataclass(frozen=True, slots=True)
class TaskRouterGrant:
    workspace_sid: str = ""
    worker_sid: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Grants:
    """None where the token has no grant of that sort. `player` is as the platform gave it; `others` are grants without a class here."""

    identity: str = ""
    voice: VoiceGrant | None = None
    video: VideoGrant | None = None
    chat: ChatGrant | None = None
    sync: SyncGrant | None = None
    task_router: TaskRouterGrant | None = None
    player: Mapping[str, Any] | None = None
    others: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A verified token. `expires` and `begins` in microseconds since 1970; `region` is the header's twr."""

    account_sid: str
    key_sid: str
    grants: Grants
    expires: int
    begins: int
    token_id: str = ""
    region: str = ""


async def verify_access_token(token: str, platform: Platform) -> AccessToken:
    """What the token proves, or a Problem with HTTP 401.

    20101 no access token; 20102 wrong header; 20103 issuer or subject; 20104 expired; 20105 not yet valid; 20106 grants;
    20107 signature; 20157 lasts longer than a day; 20160 signed with a restricted key.
    """
    header, claims = _unverified(token)
    if header.get("alg") != "HS256" or header.get("cty") != CONTENT_TYPE:
        raise _refused(20102, f"Invalid Access Token header: alg must be HS256 and cty {CONTENT_TYPE}")
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not (isinstance(issuer, str) and is_sid(issuer, "SK") and isinstance(subject, str) and is_sid(subject, "AC")):
        raise _refused(20103, "Invalid Access Token issuer/subject: iss is an API key SID, and sub an account SID")
    work = platform.work()
    key = await work.fetch(ApiKey, issuer, subject)
    account = await work.fetch(Account, subject)  # any account: the one that the key, found with it, belongs to
    if key is None or account is None or account.rehearses:
        raise _refused(20103, "Invalid Access Token issuer/subject: the account has no such API key")
    _check_signature(token, open_secret(key, work))
    if key.grade == "restricted":
        raise _refused(20160, "Access Tokens cannot be signed with a restricted API key")
    if not await is_active(account, work):
        raise _refused(20103, "Invalid Access Token issuer/subject: the account is not active")
    begins, expires = _times(claims, platform.clock.now())
    token_id, region = claims.get("jti", ""), header.get("twr", "")
    return AccessToken(subject, issuer, read_grants(claims.get("grants")), expires, begins, str(token_id), str(region))


def _refused(code: int, message: str) -> Problem:
    return Problem(code, message, 401)


def _unverified(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims as they say of themselves; used only to find the key that proves them."""
    try:
        if len(token) > LONGEST_TOKEN:
            raise ValueError("too long")
        parts = jwt.decode_complete(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise _refused(20101, "Invalid Access Token") from None
    return parts["header"], parts["payload"]


def _check_signature(token: str, secret: str) -> None:
    """RFC 7515 with the algorithm fixed: what the header asks for is not followed."""
    signed, _, signature = token.rpartition(".")
    try:
        given = jwt.utils.base64url_decode(signature)
    except ValueError:
        raise _refused(20101, "Invalid Access Token") from None
    if not hmac.compare_digest(hmac.digest(secret.encode(), signed.encode(), sha256), given):
        raise _refused(20107, "Access Token signature validation failed")


def _times(claims: Mapping[str, Any], now: int) -> tuple[int, int]:
    """(begin, end) in microseconds, if `now` lies between them."""
    found: dict[str, int] = {}
    for name in ("iat", "nbf", "exp"):
        value = claims.get(name)
        if value is None and name != "exp":
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**40:
            raise _refused(20101 if name != "exp" else 20104, f"Invalid Access Token: {name} must be a time in seconds")
        found[name] = int(value * SECOND)
    begins = max(found.get("nbf", 0), found.get("iat", 0)) or now
    if found["exp"] <= now:
        raise _refused(20104, "Access Token expired or expiration date invalid")
    if begins > now + LEEWAY * SECOND:
        raise _refused(20105, "Access Token not yet valid")
    if found["exp"] - begins > LONGEST_LIFE * SECOND:
        raise _refused(20157, "Expiration Time Exceeds Maximum Time Allowed: 24 hours")
    return begins, found["exp"]


def _wrong_grant(name: str) -> Problem:
    return _refused(20106, f"Invalid Access Token grants: {name}")


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong_grant(f"{name} must be an object")
    return value


def _texts(grant: Mapping[str, Any], name: str, *fields: str) -> dict[str, str]:
    """These fields, absent or null ones left out."""
    found = {f: grant[f] for f in fields if grant.get(f) is not None}
    if wrong := [f for f, value in found.items() if not isinstance(value, str)]:
        raise _wrong_grant(f"{name}.{wrong[0]} must be text")
    return found


def _read_voice(value: Any) -> VoiceGrant:
    grant = _object(value, "voice")
    incoming, outgoing = _object(grant.get("incoming") or {}, "voice.incoming"), _object(grant.get("outgoing") or {}, "voice.outgoing")
    return VoiceGrant(
        incoming_allow=incoming.get("allow") is True,
        outgoing_application_sid=_texts(outgoing, "voice.outgoing", "application_sid").get("application_sid", ""),
        outgoing_params=_object(outgoing.get("params") or {}, "voice.outgoing.params"),
        **_texts(grant, "voice", "push_credential_sid", "endpoint_id"),
    )


def read_grants(value: Any) -> Grants:
    """The `grants` claim; 20106 for what is wrongly built. Grants of a sort that is not known are kept in `others`."""
    grants = dict(_object(value if value is not None else {}, "grants"))
    known: dict[str, Any] = _texts(grants, "grants", "identity")
    grants.pop("identity", None)
    if "voice" in grants:
        known["voice"] = _read_voice(grants.pop("voice"))
    if "video" in grants:
        known["video"] = VideoGrant(**_texts(_object(grants.pop("video"), "video"), "video", "room"))
    if "chat" in grants:
        known["chat"] = ChatGrant(**_texts(_object(grants.pop("chat"), "chat"), "chat", *_CHAT))
    if "data_sync" in grants:
        known["sync"] = SyncGrant(**_texts(_object(grants.pop("data_sync"), "data_sync"), "data_sync", "service_sid", "endpoint_id"))
    if "task_router" in grants:
        known["task_router"] = TaskRouterGrant(**_texts(_object(grants.pop("task_router"), "task_router"), "task_router", *_TASK_ROUTER))
    if "player" in grants:
        known["player"] = _object(grants.pop("player"), "player")
    return Grants(others=grants, **known)

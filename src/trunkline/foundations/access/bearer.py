"""OAuth access tokens: given for client credentials (RFC 6749, section 4.4), taken back as Bearer (RFC 6750).

A token is a JWT (HS256) that only this platform can sign. It says whose it is and how long it lasts; what it may do is read from the app
when it is used, so that a narrower policy, or the app's removal, is felt by tokens that are out already.
"""

from __future__ import annotations

import hmac
from typing import Any

import jwt

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem, unauthorized
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.request import Caller
from trunkline.kernel.work import Work

from .policy import scopes_of
from .resources.oauth_app import OAuthApp
from .vault import Vault

_PURPOSE = "oauth access tokens"
_ISSUER = "https://oauth.trunkline.invalid"


def client_purpose(app_sid: str) -> str:
    return f"client secret of {app_sid}"


async def issue_token(client_id: str, client_secret: str, work: Work) -> tuple[str, int]:
    """(access token, seconds that it lasts); 322402 when the credentials are wrong or their app or account is not there."""
    app = await work.fetch(OAuthApp, client_id) if is_sid(client_id, "OQ") else None  # any account: the app that is being proved
    vault = work.port(Vault)
    given = vault.digest(client_secret, client_purpose(client_id))
    if app is None or not hmac.compare_digest(app.secret_digest, given):
        raise Problem(322402, "Invalid credentials", 401)
    now = work.now // SECOND
    claims = {
        "iss": _ISSUER,
        "sub": app.account_sid,
        "client_id": app.sid,
        "iat": now,
        "exp": now + app.access_token_ttl,
        "jti": work.platform.dice.hex(16),
    }
    return jwt.encode(claims, vault.derive(_PURPOSE), "HS256", headers={"typ": "at+jwt"}), app.access_token_ttl


async def verify_bearer(token: str, work: Work) -> tuple[Account, Caller, int]:
    """(account, caller, microsecond at which the token ends); 20003 for any that we did not give, or whose time is over."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            work.port(Vault).derive(_PURPOSE),
            algorithms=["HS256"],
            issuer=_ISSUER,
            options={"verify_exp": False, "verify_iat": False, "require": ["exp", "sub"]},  # time is the platform's clock's
        )
        typ = jwt.get_unverified_header(token).get("typ")
    except (jwt.PyJWTError, ValueError):
        raise unauthorized() from None
    until = int(claims["exp"]) * SECOND
    if typ != "at+jwt" or work.now >= until:
        raise unauthorized()
    app = await work.fetch(OAuthApp, str(claims.get("client_id")), str(claims["sub"]))
    account = await work.fetch(Account, str(claims["sub"])) if app is not None else None  # any account: the token's own, which we signed
    if app is None or account is None:
        raise unauthorized()
    return account, Caller(account.sid, app.sid, bool(account.rehearses), scopes_of(app.policy)), until

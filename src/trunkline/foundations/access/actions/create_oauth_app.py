"""Make an OAuth app with its client secret."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.errors import invalid
from trunkline.kernel.work import Work

from ..bearer import client_purpose
from ..policy import read_policy
from ..resources.oauth_app import OAuthApp
from ..vault import Vault

SHORTEST_TTL, LONGEST_TTL = 60, 86_400


def read_app(body: Any) -> dict[str, Any]:
    """The fields of an app from the JSON that was sent; those not sent, or null, are left out. 20001 or 70002 for what is wrong."""
    if not isinstance(body, dict):
        raise invalid("body", "must be a JSON object")
    given: dict[str, Any] = {}
    for name, longest in (("type", 64), ("friendly_name", 64), ("description", 256)):
        if (text := body.get(name)) is not None:
            if not isinstance(text, str) or len(text) > longest or not text.isprintable():
                raise invalid(name, f"must be one line of printable text, of at most {longest} characters")
            given[name] = text
    if (ttl := body.get("access_token_ttl")) is not None:
        if type(ttl) is not int or not SHORTEST_TTL <= ttl <= LONGEST_TTL:
            raise invalid("access_token_ttl", f"must be {SHORTEST_TTL} to {LONGEST_TTL} seconds")
        given["access_token_ttl"] = ttl
    if (policy := body.get("policy")) is not None:
        given["policy"] = read_policy(policy)
    return given


def create_oauth_app(work: Work, account_sid: str, given: dict[str, Any]) -> tuple[OAuthApp, str]:
    """Stage an app: (app, its client secret in clear). `given` is of `read_app`; an app has no rights but its policy's."""
    if "policy" not in given:
        raise invalid("policy", "is required: name what the app may do")
    app = OAuthApp(sid=work.sid("OQ"), account_sid=account_sid, **given)
    app.created_by = work.caller.acting if work.caller is not None else account_sid
    secret = work.platform.dice.token(64)
    app.secret_digest = work.port(Vault).digest(secret, client_purpose(app.sid))
    work.add(app)
    return app, secret

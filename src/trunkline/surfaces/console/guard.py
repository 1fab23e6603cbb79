"""What a browser may be made to do by others, and is kept from: requests of other sites, old tokens, hosts that are not ours."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from trunkline.kernel.errors import Problem

from .visitor import Visitor

SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
FORBIDDEN: Final = 99402
CONFIRM: Final = 99403


def require_own_site(method: str, headers: Mapping[str, str], origin: str) -> None:
    """99402 for what another site has a browser send. `origin`: where we are reached, beside the host that was asked.

    Programs that are no browser send neither header: what they must have is a session and its token.
    """
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise Problem(FORBIDDEN, "This was sent by another site", 403)
    if method in SAFE_METHODS or (sent := headers.get("origin")) is None:
        return
    if urlsplit(sent).netloc.lower() not in (headers.get("host", "").lower(), urlsplit(origin).netloc.lower()) or "//" not in sent:
        raise Problem(FORBIDDEN, "This was sent by another site", 403)


def require_token(method: str, headers: Mapping[str, str], visitor: Visitor) -> None:
    """99402 when a write does not carry the token that the page was told (GET /console/api/session)."""
    if method not in SAFE_METHODS and not hmac.compare_digest(headers.get("x-csrf-token", "").encode(), visitor.csrf.encode()):
        raise Problem(FORBIDDEN, "The header X-CSRF-Token is missing or is not this session's: load the page again", 403)


def require_local_host(headers: Mapping[str, str], origin: str) -> None:
    """99402 for a name that is not this machine's: where nobody signs in, a name that another site makes point here would be enough."""
    asked = headers.get("host", "").lower()
    try:
        name = urlsplit(f"//{asked}").hostname or ""
    except ValueError:
        name = ""
    if name == "localhost" or name.endswith(".localhost") or asked == urlsplit(origin).netloc.lower():
        return
    try:
        if ipaddress.ip_address(name).is_loopback:
            return
    except ValueError:
        pass
    raise Problem(FORBIDDEN, "Without sign-in the console is reached by localhost or 127.0.0.1 only", 403)


def require_fresh(visitor: Visitor, now: int) -> None:
    """99403 when it is too long ago that the visitor proved who they are."""
    if not visitor.no_auth and visitor.fresh_until <= now:
        raise Confirm()


class Confirm(Problem):
    """The page asks for the password or a second factor, and tries again."""

    def __init__(self) -> None:
        super().__init__(CONFIRM, "Confirm that it is you: this wants your password or second factor again", 403)

    def to_wire(self, origin: str) -> dict[str, object]:
        return {**super().to_wire(origin), "needs": "confirm"}

"""The sessions of people behind the console: the cookie that carries them, and who stands behind it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from trunkline.foundations.people.visit import ABSOLUTE, Visiting, recognise, without_sign_in
from trunkline.foundations.people.wall_clock import wall_clock
from trunkline.kernel.clock import SECOND
from trunkline.kernel.platform import Platform
from trunkline.surfaces.http.exchange import Asked

from .visitor import Visitor

SECURE_COOKIE: Final = "__Host-trunkline"
PLAIN_COOKIE: Final = "trunkline_session"
_LONGEST_COOKIES = 4096


def cookie_token(headers: Mapping[str, str]) -> str:
    """The session's token; "" for none. Behind https only the cookie counts that no other host of the domain can plant (__Host-)."""
    text = headers.get("cookie", "")
    if not text or len(text) > _LONGEST_COOKIES:
        return ""
    found: SimpleCookie = SimpleCookie()
    for part in text.split(";"):  # one by one: what others have set and no parser understands hides nothing of ours
        try:
            found.load(part.strip())
        except CookieError:
            continue
    names = (SECURE_COOKIE,) if headers.get("x-forwarded-proto") == "https" else (SECURE_COOKIE, PLAIN_COOKIE)
    return next((found[name].value for name in names if name in found), "")


def set_cookie(origin: str, token: str) -> str:
    """The Set-Cookie header; "" as token takes the cookie away."""
    secure = origin.startswith("https:")
    life = ABSOLUTE // SECOND if token else 0
    start = f"{SECURE_COOKIE if secure else PLAIN_COOKIE}={token}; Path=/; Max-Age={life}; HttpOnly; SameSite=Strict"
    return f"{start}; Secure" if secure else start


def address_of(asked: Asked, platform: Platform) -> str:
    """Where the request comes from. A proxy on this machine is believed where we are reached by another name than loopback."""
    peer, told = asked.peer, asked.headers.get("x-forwarded-for", "")
    if told and _is_loopback(peer) and not _is_loopback(urlsplit(platform.origin).hostname or ""):
        last = told.rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(last))
        except ValueError:
            return peer
    return peer


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


class PeopleVisitors:
    """Stands behind the port `Visitors`. `no_auth`: everybody is the owner. `mode`: development or production, for the page to show."""

    def __init__(self, *, no_auth: bool = False, mode: str = "") -> None:
        self.no_auth, self.mode = no_auth, mode or "development"
        self.account_sid = ""  # that everybody acts in, where nobody signs in

    async def visiting(self, headers: Mapping[str, str], platform: Platform) -> Visiting | None:
        if self.no_auth:
            return await without_sign_in(platform, self.account_sid)
        return await recognise(cookie_token(headers), platform)

    async def recognise(self, headers: Mapping[str, str], platform: Platform) -> Visitor | None:
        found = await self.visiting(headers, platform)
        return None if found is None else as_visitor(found, platform)


def as_visitor(found: Visiting, platform: Platform) -> Visitor:
    """Its `fresh_until` is told by the platform's clock, which doors ask; it lasts as long by either."""
    left = found.fresh_until - wall_clock(platform).now()
    session_sid = found.session.sid if found.session is not None else ""
    return Visitor(
        found.person.sid, found.role, found.account.sid, found.caller, found.csrf, platform.clock.now() + left, session_sid,
        no_auth=found.session is None,
    )  # fmt: skip

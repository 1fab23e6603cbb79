"""Everything that the console keeps in a browser, with its purpose and its life; nothing else may be kept (a crawl holds it to that).

Requirements R121 to R126: there are required entries only, so that there is nothing to ask consent for and no banner, and what DNT and
Global Privacy Control ask for holds for everybody, always: nothing is sold, shared, or kept for advertising or measurement.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from .doors import Visit, door
from .people_visitors import PLAIN_COOKIE, SECURE_COOKIE

GPC_PATH: Final = "/.well-known/gpc.json"
GPC_SINCE: Final = "2026-11-22"


class Kept(msgspec.Struct, frozen=True):
    """`storage`: cookie or local (localStorage). `category`: required is the only one. `life` in words; `set_when`: what makes it."""

    name: str
    storage: str
    category: str
    purpose: str
    life: str
    set_when: str


REGISTER: Final = (
    Kept(
        SECURE_COOKIE, "cookie", "required", "Proves the session, over https; HttpOnly, Secure, SameSite, this host only",
        "until sign-out or the session's end", "signing in",
    ),
    Kept(
        PLAIN_COOKIE, "cookie", "required", "Proves the session, over http on this machine; HttpOnly, SameSite",
        "until sign-out or the session's end", "signing in",
    ),
    Kept("trunkline-language", "local", "required", "The language that was chosen", "until it is cleared", "choosing a language"),
    Kept(
        "mantine-color-scheme-value", "local", "required", "Light or dark, as was chosen", "until it is cleared", "choosing an appearance"
    ),
)  # fmt: skip


@door("GET", "/console/api/cookies", open=True)
async def show_register(visit: Visit) -> dict[str, Any]:
    """The register, and what the browser asked for by DNT and Sec-GPC; both are honoured without being asked."""
    headers = visit.asked.headers
    return {
        "cookies": [msgspec.structs.asdict(kept) for kept in REGISTER],
        "categories": sorted({kept.category for kept in REGISTER}),
        "do_not_track": headers.get("dnt") == "1",
        "global_privacy_control": headers.get("sec-gpc") == "1",
    }


def gpc_support() -> bytes:
    """What stands at /.well-known/gpc.json (W3C, Global Privacy Control, section 5.1): the signal is abided by."""
    return msgspec.json.encode({"gpc": True, "lastUpdate": GPC_SINCE})

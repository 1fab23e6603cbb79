"""Addresses of files that need no credentials and end: what a phone, a carrier, or whoever asked the API for a file is given.

Anybody who has the address may read the file until it expires; nobody can make one, or put the end off, without the vault's key.
"""

from __future__ import annotations

import hmac
from typing import Literal

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.clock import DAY, HOUR, SECOND
from trunkline.kernel.platform import Platform

ASKED_FOR = 4 * HOUR
"""For how long the address is good to which the API redirects (Twilio, "Protect Media Access with HTTP Basic Authentication": 4 hours)."""
HANDED_OVER = 7 * DAY
"""For a carrier or a phone: as long as an MMS centre keeps a picture for a phone that is off."""
_PURPOSE = "address of a file"
_LENGTH = 32


def signed_path(platform: Platform, media_sid: str, life: int) -> str:
    """Below our own origin; good for `life` microseconds from now."""
    expires = (platform.clock.now() + life) // SECOND
    return f"/network/v1/Media/{media_sid}?Expires={expires}&Signature={_sign(platform, media_sid, str(expires))}"


def judge_signature(platform: Platform, media_sid: str, expires: str, signature: str) -> Literal["good", "forged", "expired"]:
    """A forged one is never told whether it has expired."""
    if not hmac.compare_digest(_sign(platform, media_sid, expires).encode(), signature.encode("utf-8", "replace")):
        return "forged"
    return "good" if platform.clock.now() < int(expires) * SECOND else "expired"


def _sign(platform: Platform, media_sid: str, expires: str) -> str:
    vault: Vault = platform.ports[Vault]
    return vault.digest(f"{media_sid} {expires}", _PURPOSE)[:_LENGTH]

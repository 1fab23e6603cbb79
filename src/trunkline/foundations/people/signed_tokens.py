"""One-time tokens that are signed rather than stored: the links of the terminal, and the challenges of passkeys.

Whoever holds the data folder's key can make one without writing to the record, which a running server may hold. That one was used is
stored (`spend`), so that it counts once.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import NamedTuple

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.platform import Platform
from trunkline.kernel.work import Work

from .resources.spent_token import SpentToken
from .wall_clock import wall_clock

_MAC = 24
LONGEST = 512


class Token(NamedTuple):
    """What a token said: whom or what it is about, and its mark by which it is spent."""

    subject: str
    digest: str


def sign_token(platform: Platform, purpose: str, subject: str, life: int) -> str:
    """Letters and digits for an address. `life` in microseconds of the wall clock; `subject` is readable to whoever has the token."""
    until = wall_clock(platform).now() + life
    body = until.to_bytes(8, "big") + platform.dice.bytes(12) + subject.encode()
    return _text(body + _mac(platform, purpose, body))


def read_token(platform: Platform, purpose: str, text: str) -> Token | None:
    """None for what was not signed here for this purpose, or is over."""
    if len(text) > LONGEST or not text.isascii():
        return None
    try:
        octets = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body, mac = octets[:-_MAC], octets[-_MAC:]
    if len(body) < 20 or not hmac.compare_digest(mac, _mac(platform, purpose, body)):
        return None
    if int.from_bytes(body[:8], "big") <= wall_clock(platform).now():
        return None
    return Token(body[20:].decode(), mac.hex())


def spend(token: Token, work: Work) -> None:
    """Stage its end: the commit raises Duplicate when it was used before."""
    work.add(SpentToken(digest=token.digest, spent_at=wall_clock(work.platform).now()))


def _mac(platform: Platform, purpose: str, body: bytes) -> bytes:
    vault: Vault = platform.ports[Vault]
    return hmac.digest(vault.derive(f"one-time tokens: {purpose}"), body, "sha256")[:_MAC]


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")

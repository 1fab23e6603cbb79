"""Codes of authenticator apps (RFC 6238 over RFC 4226) and recovery codes."""

from __future__ import annotations

import base64
import hmac
import re
from urllib.parse import quote

from trunkline.kernel.clock import SECOND

STEP = 30 * SECOND
DIGITS = 6
DRIFT = 1
"""Steps before and after the present one whose codes count, for clocks that differ."""
SECRET_OCTETS = 20
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_GROUP = 5


def code_at(secret: str, step: int) -> str:
    """The six digits of a step; `secret` is base32 without padding."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 0xF
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: str, code: str, now: int, used: int) -> int | None:
    """The step whose code was given, later than the last one used (RFC 6238, 5.2: a code counts once); None for none."""
    given = re.sub(r"\s", "", code)
    found: int | None = None
    for step in range(now // STEP - DRIFT, now // STEP + DRIFT + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), given.encode())
        if same and step > used:
            found = step
    return found


def new_secret(octets: bytes) -> str:
    """`octets`: twenty at random (RFC 4226, 4: as long as SHA-1's output)."""
    return base64.b32encode(octets).decode().rstrip("=")


def provisioning_uri(secret: str, email: str, issuer: str = "Trunkline") -> str:
    """What a QR code holds for the app (https://github.com/google/google-authenticator/wiki/Key-Uri-Format)."""
    return f"otpauth://totp/{quote(issuer)}:{quote(email)}?secret={secret}&issuer={quote(issuer)}&digits={DIGITS}&period={STEP // SECOND}"


def recovery_code(octets: bytes) -> str:
    """Two groups of five letters and digits from ten octets: about 49 bits."""
    letters = "".join(_LETTERS[octet % len(_LETTERS)] for octet in octets[: 2 * _GROUP])
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"


def plain_recovery_code(given: str) -> str | None:
    """As it was told, from how a person typed it; None for what is no recovery code."""
    letters = re.sub(r"[\s-]", "", given).lower()
    if len(letters) != 2 * _GROUP or not set(letters) <= set(_LETTERS):
        return None
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"

"""Secrets at rest: sealed with AES-256-GCM under a key that lies beside the data, readable by its owner only.

Tokens must be readable by the platform (they sign webhooks), so they are sealed rather than hashed. A sealed text is base64 of
nonce (12 octets) and ciphertext; `purpose` is bound to it, so that one secret cannot be put in another's place.
"""

from __future__ import annotations

import base64
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Vault:
    def __init__(self, key: bytes) -> None:
        """`key` has 32 octets; ValueError if not."""
        if len(key) != 32:
            raise ValueError(f"the key of the vault has {len(key)} octets, and must have 32: is its file whole?")
        self._cipher = AESGCM(key)
        self._key = hmac.digest(key, b"trunkline digests", "sha256")

    @classmethod
    def at(cls, path: Path) -> Vault:
        """The key in that file, which is made (0600) if it is not there."""
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(path.read_bytes())
        with os.fdopen(handle, "wb") as out:
            key = os.urandom(32)
            out.write(key)
            out.flush()
            os.fsync(out.fileno())
        return cls(key)

    def seal(self, secret: str, purpose: str) -> str:
        nonce = os.urandom(12)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, secret.encode(), purpose.encode())).decode()

    def open(self, sealed: str, purpose: str) -> str:
        """ValueError when the text was not sealed by this key for this purpose."""
        octets = base64.b64decode(sealed)
        try:
            return self._cipher.decrypt(octets[:12], octets[12:], purpose.encode()).decode()
        except InvalidTag:
            raise ValueError("the secret cannot be opened with this data folder's key") from None

    def digest(self, text: str, purpose: str) -> str:
        """HMAC-SHA-256 in hexadecimal under this key: equal texts give equal digests, and nobody without the key can try them out."""
        return hmac.digest(self._key, f"{purpose}\0{text}".encode(), "sha256").hex()

    def derive(self, purpose: str) -> bytes:
        """32 octets that only this vault can make, and only for this purpose (HMAC-SHA256 as a key derivation, NIST SP 800-108)."""
        return hmac.digest(self._key, f"derived for {purpose}".encode(), "sha256")

"""The secret of an API key, opened: to verify a caller, or an access token that was signed with it."""

from __future__ import annotations

from trunkline.kernel.work import Work

from .resources.api_key import ApiKey
from .vault import Vault


def secret_purpose(key_sid: str) -> str:
    return f"secret of {key_sid}"


def open_secret(key: ApiKey, work: Work) -> str:
    """In clear. ValueError when the data folder's key is not the one that sealed it."""
    return work.port(Vault).open(key.sealed_secret, secret_purpose(key.sid))

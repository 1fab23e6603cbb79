"""Answers a server's 401 with the `user:password@` of the URL: Basic (RFC 7617) or Digest (RFC 7616).

As Twilio does: the first request goes without credentials, and only a challenge brings them out.
"""

import hashlib
import re
import secrets
from base64 import b64encode

_PARAMETER = re.compile(r"""([a-zA-Z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))""")
_HASHES = {"MD5": "md5", "MD5-SESS": "md5", "SHA-256": "sha256", "SHA-256-SESS": "sha256"}


def authorization(challenges: list[str], method: str, path: str, user: bytes, password: bytes) -> str | None:
    """The Authorization header for these WWW-Authenticate values, the strongest offered; None if none can be met."""
    basic = False
    for challenge in sorted(challenges, key=lambda text: "SHA-256" not in text):
        scheme, _, rest = challenge.strip().partition(" ")
        if scheme.lower() == "digest":
            fields = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _PARAMETER.finditer(rest)}
            if answer := _digest(fields, method, path, user, password):
                return answer
        basic = basic or scheme.lower() == "basic"
    return "Basic " + b64encode(user + b":" + password).decode("ascii") if basic else None


def _digest(fields: dict[str, str], method: str, path: str, user: bytes, password: bytes) -> str | None:
    algorithm = fields.get("algorithm", "MD5")
    nonce, realm = fields.get("nonce"), fields.get("realm", "")
    offered = [part.strip() for part in fields.get("qop", "").split(",") if part.strip()]
    if nonce is None or algorithm.upper() not in _HASHES or (offered and "auth" not in offered):
        return None
    shown_user = user.decode("latin-1").replace("\\", "\\\\").replace('"', '\\"')
    # All of these come back in one header: nothing in them may end it.
    if any(ord(char) < 32 or ord(char) == 127 for char in shown_user + realm + nonce + fields.get("opaque", "")):
        return None

    def hashed(text: bytes) -> str:
        return hashlib.new(_HASHES[algorithm.upper()], text, usedforsecurity=False).hexdigest()

    client_nonce = secrets.token_hex(8)
    secret = hashed(user + b":" + realm.encode() + b":" + password)
    if algorithm.upper().endswith("-SESS"):
        secret = hashed(f"{secret}:{nonce}:{client_nonce}".encode())
    request = hashed(f"{method}:{path}".encode())
    parts = [f'username="{shown_user}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{path}"', f"algorithm={algorithm}"]
    if offered:
        response = hashed(f"{secret}:{nonce}:00000001:{client_nonce}:auth:{request}".encode())
        parts += ["qop=auth", "nc=00000001", f'cnonce="{client_nonce}"']
    else:
        response = hashed(f"{secret}:{nonce}:{request}".encode())
    parts.append(f'response="{response}"')
    if "opaque" in fields:
        parts.append(f'opaque="{fields["opaque"]}"')
    return "Digest " + ", ".join(parts)

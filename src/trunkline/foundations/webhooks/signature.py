"""X-Twilio-Signature: the proof that a webhook came from us and was not changed on its way.

HMAC-SHA1 over a text, keyed by the account's auth token, in base64 (Twilio, "Webhooks security"). Each function
also gives that text, because every attempt is recorded with what was signed: a mismatch is nearly always a URL that a
proxy rewrote.
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

HEADER = "X-Twilio-Signature"
BODY_HASH = "bodySHA256"

Parameters = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature, the exact text it covers, and the URL to request (which for JSON carries the body's hash)."""

    signature: str
    text: str
    url: str


def sign_form(token: str, url: str, parameters: Parameters, *, port: Literal["keep", "drop"] = "keep") -> Signed:
    """Sign a form POST: the URL, then every name with its values, without any separator.

    Names are sorted by code point; a repeated name contributes each *different* value once, sorted, as Twilio's own
    validators reckon (`RequestValidator.compute_signature`). `port="drop"` is for voice over HTTPS, the one case where
    Twilio leaves the port out.
    """
    parts = [signed_url(url, port=port)]
    for name, value in sorted(set(parameters)):
        parts.append(name)
        parts.append(value)
    return _sign(token, "".join(parts), url)


def sign_url(token: str, url: str, *, port: Literal["keep", "drop"] = "keep") -> Signed:
    """Sign a GET, or any request without a form: the full URL with its query and nothing else."""
    return _sign(token, signed_url(url, port=port), url)


def sign_json(token: str, url: str, body: bytes, *, port: Literal["keep", "drop"] = "keep") -> Signed:
    """Sign a request with a JSON body: its SHA-256 in hex joins the query as `bodySHA256`, and that URL is signed."""
    hashed = with_query(url, [(BODY_HASH, hashlib.sha256(body).hexdigest())])
    return _sign(token, signed_url(hashed, port=port), hashed)


def is_genuine(token: str, signature: str, signed: str) -> bool:
    """Whether `signature` is that of the text `signed`, compared in constant time."""
    return hmac.compare_digest(_digest(token, signed).encode(), signature.encode("utf-8", "surrogatepass"))


def has_body_hash(url: str, body: bytes) -> bool:
    """Whether the URL carries the hash of this very body; the receiving half of `sign_json`."""
    claimed = dict(parse_qsl(urlsplit(url).query)).get(BODY_HASH, "")
    return hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), claimed.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1024)
def signed_url(url: str, *, port: Literal["keep", "drop"] = "keep") -> str:
    """The URL as it is signed: without fragment (overrides live there) and without `user:password@`.

    Otherwise untouched: Twilio signs the URL exactly as it was configured, a port and odd escapes included.
    """
    url = url.partition("#")[0]
    scheme, colon, rest = url.partition("://")
    if not colon:
        return url
    end = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    authority = rest[:end].rpartition("@")[2]
    if port == "drop" and not authority.endswith("]"):
        host, separator, digits = authority.rpartition(":")
        authority = host if separator and (digits.isdigit() or not digits) else authority
    return f"{scheme}://{authority}{rest[end:]}"


def with_query(url: str, parameters: Parameters) -> str:
    """The URL with further query parameters, before its fragment. A GET webhook carries its parameters this way."""
    extra = urlencode(list(parameters))
    address, hash_sign, fragment = url.partition("#")
    if extra:
        if "?" not in address:
            address += "?"
        elif not address.endswith(("?", "&")):
            address += "&"
    return f"{address}{extra}{hash_sign}{fragment}"


def _sign(token: str, text: str, url: str) -> Signed:
    return Signed(_digest(token, text), text, url)


def _digest(token: str, text: str) -> str:
    mac = hmac.digest(token.encode("utf-8", "surrogatepass"), text.encode("utf-8", "surrogatepass"), "sha1")
    return b64encode(mac).decode("ascii")

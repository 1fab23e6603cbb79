"""Reads a URL as a place to connect to and a line to send, in one way only.

Parsers that disagree about a URL are how forged requests get through, so whatever is doubtful (blanks, backslashes, escapes in the
host, a number that is no address) is refused, and every spelling of an IPv4 address becomes the address itself.
"""

import re
import socket
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address
from urllib.parse import quote, unquote_to_bytes, urlsplit

LONGEST_URL = 8_192

# Printable ASCII but the backslash, which browsers read as a slash and others as part of the user name.
_CLEAN = re.compile(r"[!-\[\]-~]+")
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NUMERIC_END = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)")


class BadUrl(ValueError):
    """A URL that cannot be called; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. `host` is lower-case ASCII, an IPv4 or IPv6 address in its canonical form, or a name."""

    scheme: str
    host: str
    port: int
    path: str
    host_header: str
    is_address: bool
    credentials: tuple[bytes, bytes] | None

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)


@lru_cache(maxsize=4_096)
def read_target(url: str) -> Target:
    """Read an http or https URL; raises `BadUrl`. Cached, since one application's callbacks share their URL."""
    if len(url) > LONGEST_URL:
        raise BadUrl(f"the URL has more than {LONGEST_URL} characters")
    address = url.partition("#")[0]
    if not _CLEAN.fullmatch(address):
        address = _escape(address)
    try:
        parts = urlsplit(address)
        port = parts.port
        raw_host = parts.hostname or ""
    except ValueError as error:
        raise BadUrl(str(error)) from None
    if parts.scheme not in ("http", "https"):
        raise BadUrl("the URL must start with http:// or https://")
    if port == 0:
        raise BadUrl("port 0 cannot be called")
    default = 443 if parts.scheme == "https" else 80
    host, is_address = _read_host(raw_host, bracketed=parts.netloc.rpartition("@")[2].startswith("["))
    shown = f"[{host}]" if ":" in host else host
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    credentials = None
    if parts.username is not None:
        credentials = (unquote_to_bytes(parts.username), unquote_to_bytes(parts.password or ""))
    return Target(
        parts.scheme,
        host,
        port or default,
        path,
        shown if port in (None, default) else f"{shown}:{port}",
        is_address,
        credentials,
    )


def read_host(text: str) -> tuple[str, bool]:
    """A host by itself, as an account's settings name it (an IPv6 address with or without brackets): its one spelling, and whether it is
    an address. Raises `BadUrl`."""
    bare = text.removeprefix("[").removesuffix("]") if text.startswith("[") else text
    try:
        name = bare if bare.isascii() else bare.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadUrl("the host is not a valid name") from None
    return _read_host(name, bracketed=":" in name)


def _escape(address: str) -> str:
    """Non-ASCII letters are escaped in path and query and made IDNA in the host; anything else unclean is refused."""
    if any(char <= " " or char in "\\\x7f" for char in address):
        raise BadUrl("the URL has blanks, control characters or a backslash")
    scheme, separator, rest = address.partition("://")
    end = re.search(r"[/?]", rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    user, at, place = authority.rpartition("@")
    try:
        place = place.encode("idna").decode("ascii")
        escaped = f"{scheme}{separator}{quote(user, safe=':%')}{at}{place}" + quote(tail, safe="%/?:@!$&'()*+,;=-._~[]")
    except UnicodeError:
        raise BadUrl("the host is not a valid name") from None
    if not _CLEAN.fullmatch(escaped):
        raise BadUrl("the URL is empty or has characters that no URL may have")
    return escaped


def _read_host(raw: str, *, bracketed: bool) -> tuple[str, bool]:
    host = raw.lower().removesuffix(".")
    if bracketed:
        try:
            address = IPv6Address(host)
        except ValueError:
            raise BadUrl(f"'[{host}]' is not an IPv6 address") from None
        if address.scope_id is not None:
            raise BadUrl("an IPv6 zone has no meaning beyond one machine")
        return str(address), True
    if _NUMERIC_END.fullmatch(host):
        # 2130706433, 0x7f.1, 0177.0.0.1, 127.1: what inet_aton takes as an address, every resolver does.
        try:
            return socket.inet_ntoa(socket.inet_aton(host)), True
        except OSError:
            raise BadUrl(f"'{host}' is neither a name nor an IPv4 address") from None
    if len(host) > 253 or not _NAME.fullmatch(host):
        raise BadUrl(f"'{host[:100]}' is not a valid host name")
    return host, False

"""What webhooks need from outside: someone who makes one HTTP call and says exactly how it went.

Media are fetched through the same port, so the size of an answer and what happens past it are part of a call's limits.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from trunkline.kernel.work import Work

Headers = tuple[tuple[str, str], ...]

BODY_LIMIT = 64 * 1024
"""Twilio reads at most 64 KiB of a webhook's answer (error 11750)."""

Kind = Literal["url", "refused", "dns", "connect", "tls", "timeout", "protocol", "redirects", "too_large"]
"""Why no answer came. `refused` is our own guard's word, never the peer's."""

Phase = Literal["connect", "await", "read"]
"""How far the call got: no connection yet (TLS included), no byte of an answer yet, or in the middle of an answer."""

_CODES: dict[Kind, int] = {
    "url": 11100,
    "refused": 11205,
    "dns": 11210,
    "connect": 11205,
    "tls": 11220,
    "timeout": 11205,
    "protocol": 11206,
    "redirects": 11215,
    "too_large": 11750,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait and how much to read.

    Milliseconds, with Twilio's defaults (webhook connection overrides): 5 s to connect, 15 s between packets, 15 s in
    all, name resolution, redirects and the one retry of a stale connection included.
    """

    connect_ms: int = 5_000
    read_ms: int = 15_000
    total_ms: int = 15_000
    body_bytes: int = BODY_LIMIT
    """Most bytes of the decoded body that are kept."""
    past_body: Literal["truncate", "fail"] = "truncate"
    """Beyond `body_bytes`: keep the beginning and mark it truncated, or raise `Unreachable("too_large")`."""
    redirects: int = 10
    """Most redirects followed; Twilio gives no figure (11215 says "too many"). 0 hands a 3xx back as the answer."""
    sni: bool = True
    """Send the server's name in the TLS handshake (override `sni=n` turns it off)."""
    verify: bool = True
    """Check the certificate: the account's "SSL Certificate Validation" setting."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One HTTP request to be made.

    The URL's fragment is never sent; its `user:password@` only once the server has asked for it (401), as Twilio does.
    """

    method: Literal["GET", "POST", "HEAD", "PUT", "DELETE"]
    url: str
    headers: Headers = ()
    body: bytes = b""
    limits: Limits = field(default_factory=Limits)
    sign: Callable[[str, str, bytes], Headers] | None = None
    """Called as `sign(method, url, body)` for every hop, redirects included: a signature covers the hop's own URL."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: Headers
    body: bytes
    truncated: bool
    duration_ms: int
    """From the call's start to the answer's last byte, redirects included."""
    remote: str
    """Address and port that answered, as `203.0.113.9:443` or `[2001:db8::1]:443`."""
    url: str = ""
    """The URL that answered: the last hop's."""
    redirects: int = 0

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None where there is none."""
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None


class Unreachable(Exception):
    """No answer came. `code` is Twilio's error for it (112xx, 11100, 11750), `phase` says how far the call got."""

    def __init__(self, kind: Kind, message: str, duration_ms: int = 0, *, phase: Phase = "connect", code: int | None = None) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.duration_ms = duration_ms
        self.phase: Phase = phase
        self.code = _CODES[kind] if code is None else code

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


class WebCaller(Protocol):
    """Makes HTTP calls, keeping within the guard that the operator set."""

    async def call(self, outgoing: Outgoing) -> Answer:
        """Make the call and give its answer, of any status; raise `Unreachable` where none came."""
        ...


class TextLogs(Protocol):
    """Whose texts may stand in the log of calls; without it everybody's do."""

    async def may_keep(self, work: Work, account_sid: str) -> bool:
        """As good as always from memory."""
        ...

"""Reading the head of a request: names, targets, and what is wrong with one."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from trunkline.kernel.errors import Problem

LONGEST_HEAD: Final = 64 * 1024
"""Octets of a head, and of whatever else comes without bringing a body forward; more than any client sends."""
MOST_REPEATED: Final = 1000
"""Headers given again under a name that was there before."""
METHODS = {m.encode(): m for m in ("GET", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS")}
NAMES = {
    spelt.encode(): name.lower()
    for name in (
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Charset", "Authorization", "Connection", "Content-Type",
        "Content-Length", "Transfer-Encoding", "Expect", "If-Match", "Idempotency-Key", "X-Forwarded-Proto", "X-Twilio-Client",
    )
    for spelt in (name, name.lower())
}  # fmt: skip


class Wrong(Exception):
    """What the parser read is refused by a rule of ours."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def malformed(why: str = "") -> Problem:
    return Problem(20400, "This is not an HTTP/1.1 request" + (f": {why}" if why else ""), 400)


def long_head() -> Problem:
    return Problem(20431, f"The head of the request is longer than {LONGEST_HEAD} octets", 431)


def read_target(url: bytes) -> tuple[str, str]:
    """Path, unquoted, and query of a request's target in any of its forms (RFC 9112, 3.2)."""
    if not url.startswith((b"/", b"*")):
        _, found, rest = url.partition(b"://")
        if not found:
            raise Wrong(malformed("no path"))
        slash = rest.find(b"/")
        question = rest.find(b"?")
        begin = min((at for at in (slash, question) if at >= 0), default=len(rest))
        url = rest[begin:] if rest[begin : begin + 1] == b"/" else b"/" + rest[begin:]
    path, _, query = url.partition(b"#")[0].decode("latin-1").partition("?")
    return unquote(path), query

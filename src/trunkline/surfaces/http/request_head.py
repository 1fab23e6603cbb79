"""Reading the head of a request: names, targets, and what is wrong with one."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from trunkline.kernel.errors import Problem

from .exchange import Asked

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


LONGEST_KNOWN: Final = 2048
MOST_KNOWN: Final = 256
# What makes more of a request than its head and as many octets as it declares.
_UNUSUAL = frozenset({"transfer-encoding", "expect", "upgrade"})


class KnownHeads:
    """Heads that were read a while ago, octet for octet: most clients send the same one again and again, and need it parsed once.

    A head is known with the octets that its body had, so a request is taken from here only when it comes whole and alone.
    """

    def __init__(self) -> None:
        self._heads: dict[bytes, tuple[str, str, str, dict[str, str], int]] = {}

    def recall(self, octets: bytes) -> Asked | None:
        """The request that these octets are; None when they must be parsed."""
        end = octets.find(b"\r\n\r\n") + 4
        known = self._heads.get(octets[:end])
        if known is None or len(octets) - end != known[4]:
            return None
        return Asked(known[0], known[1], known[2], known[3].copy(), octets[end:])

    def learn(self, octets: bytes, asked: Asked) -> None:
        """`asked` was parsed from these octets, which began with its head and may have been more, or less, than the request."""
        end = octets.find(b"\r\n\r\n") + 4
        whole = asked.complete and asked.keep and not asked.old and len(octets) - end == asked.size
        if whole and 4 <= end <= LONGEST_KNOWN and _UNUSUAL.isdisjoint(asked.headers):
            if len(self._heads) >= MOST_KNOWN:
                del self._heads[next(iter(self._heads))]
            self._heads[octets[:end]] = (asked.method, asked.path, asked.query, asked.headers.copy(), asked.size)


class Wrong(Exception):
    """What the parser read is refused by a rule of ours."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def malformed(why: str = "") -> Problem:
    return Problem(20400, "This is not an HTTP/1.1 request" + (f": {why}" if why else ""), 400)


def long_head() -> Problem:
    return Problem(20431, f"The head of the request is longer than {LONGEST_HEAD} octets", 431)


def understand(asked: Asked, version: str) -> None:
    """What a head asks of whoever reads on, or why it is refused."""
    if version != "1.1":
        if version != "1.0":
            raise Wrong(Problem(20505, "Only HTTP/1.1 and HTTP/1.0 are understood", 505))
        asked.old = True
    if (coding := asked.headers.get("transfer-encoding")) is not None and (asked.old or coding.strip().lower() != "chunked"):
        raise Wrong(malformed("only the transfer coding chunked, in HTTP/1.1, is understood"))
    if (expected := asked.headers.get("expect")) is not None:
        if expected.lower() != "100-continue":
            raise Wrong(Problem(20417, "Only Expect: 100-continue is understood", 417))
        asked.expects = not asked.old


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

"""The web caller: one call from URL to answer, through redirects, the guard and kept connections."""

import asyncio
from dataclasses import replace
from typing import NoReturn
from urllib.parse import urljoin

from trunkline.adapters.http_client.authentication import authorization
from trunkline.adapters.http_client.certificates import Certificates
from trunkline.adapters.http_client.connection import Broken, RawAnswer, Stale
from trunkline.adapters.http_client.decoding import Undecodable, decode, encodings_of
from trunkline.adapters.http_client.guard import Guard
from trunkline.adapters.http_client.outward import Resolver, resolve
from trunkline.adapters.http_client.pool import Pool
from trunkline.adapters.http_client.target import BadUrl, Target, read_target
from trunkline.foundations.webhooks.ports import Answer, Headers, Outgoing, Unreachable

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SET_HERE = frozenset({"host", "content-length", "transfer-encoding", "connection"})
# Secrets meant for one origin; another one must not see them (RFC 9110 15.4).
_OF_ORIGIN = frozenset({"authorization", "cookie", "proxy-authorization", "x-twilio-signature"})
_OF_BODY = frozenset({"content-type", "content-encoding", "content-language"})


class HttpClient:
    """Makes HTTP/1.1 calls (`WebCaller`). To be made and used within one event loop, and closed with `close()`.

    `guard` judges every address before it is connected to. `per_origin` is the most connections that one scheme, host and
    port gets; further calls wait in line. `idle_s` is how long an unused connection is kept, and none is kept once `kept`
    are open in all, so that many origins do not use up the process's file descriptors. `resolver` is for tests and
    for operators with a resolver of their own. Proxy variables of the environment are not looked at: they would let the
    guard judge one address and a proxy reach another.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        extra_ca: str | None = None,
        per_origin: int = 64,
        idle_s: float = 30.0,
        kept: int = 1_024,
        resolver: Resolver = resolve,
        user_agent: str = "TwilioProxy/1.1 (compatible; Trunkline)",
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._pool = Pool(guard, resolver, Certificates(extra_ca), per_origin=per_origin, idle_s=idle_s, kept=kept)
        self._defaults = (
            ("accept", "Accept: */*"),
            ("accept-encoding", "Accept-Encoding: gzip, deflate"),
            ("user-agent", f"User-Agent: {user_agent}"),
        )

    async def call(self, outgoing: Outgoing) -> Answer:
        """Make the call; the answer may have any status. Raises `Unreachable`, with the time the call took."""
        started = self._loop.time()
        try:
            return await self._follow(outgoing, started)
        except Unreachable as problem:
            problem.duration_ms = self._since(started)
            raise

    @property
    def connections(self) -> int:
        """Connections that are open now, idle or in use."""
        return self._pool.size

    @property
    def origins(self) -> int:
        """Scheme, host and port combinations with such connections."""
        return self._pool.origins

    async def close(self) -> None:
        """Close all connections; calls under way fail."""
        self._pool.close()
        # connection_lost is called by the loop, not at once.
        await asyncio.sleep(0)

    async def _follow(self, outgoing: Outgoing, started: float) -> Answer:
        limits = outgoing.limits
        deadline = started + limits.total_ms / 1000
        hop = outgoing
        redirects = 0
        while True:
            target = self._target(hop.url)
            raw, remote = await self._authenticated(hop, target, deadline)
            location = next((value for name, value in raw.headers if name.lower() == "location"), None)
            if raw.status not in _REDIRECTS or not location or limits.redirects == 0:
                return self._answer(hop, raw, remote, started, redirects)
            redirects += 1
            if redirects > limits.redirects:
                raise Unreachable("redirects", f"more than {limits.redirects} redirects", phase="read")
            hop = self._next(hop, target, raw.status, location)

    def _next(self, hop: Outgoing, target: Target, status: int, location: str) -> Outgoing:
        """The request that a redirect asks for: 301, 302 and 303 turn into a GET, as browsers do and Twilio does."""
        try:
            # Headers were read as Latin-1; a server that sends a bare path with letters of its own means UTF-8.
            place = location.encode("latin-1").decode("utf-8", "replace")
            url = urljoin(hop.url.partition("#")[0], place)
        except ValueError:
            raise Unreachable("url", "the redirect's Location is not a URL", phase="read") from None
        dropped: frozenset[str] = frozenset()
        if self._target(url).origin != target.origin:
            dropped = _OF_ORIGIN
        method, body = hop.method, hop.body
        if status in (301, 302, 303) and method not in ("GET", "HEAD"):
            method, body = "GET", b""
            dropped |= _OF_BODY
        headers = tuple(header for header in hop.headers if header[0].lower() not in dropped)
        return replace(hop, method=method, url=url, headers=headers, body=body)

    async def _authenticated(self, hop: Outgoing, target: Target, deadline: float) -> tuple[RawAnswer, str]:
        raw, remote = await self._exchange(hop, target, (), deadline)
        if raw.status == 401 and target.credentials is not None:
            challenges = [value for name, value in raw.headers if name.lower() == "www-authenticate"]
            if answer := authorization(challenges, hop.method, target.path, *target.credentials):
                return await self._exchange(hop, target, (("Authorization", answer),), deadline)
        return raw, remote

    async def _exchange(self, hop: Outgoing, target: Target, extra: Headers, deadline: float) -> tuple[RawAnswer, str]:
        limits = hop.limits
        signature = hop.sign(hop.method, hop.url.partition("#")[0], hop.body) if hop.sign is not None else ()
        request = self._compose(hop, target, (*signature, *extra))
        key = (target.origin, limits.verify, limits.sni)
        fresh = False
        while True:
            connection = None if fresh else self._pool.take_idle(key)
            if connection is None:
                connection = await self._pool.take(key, target, limits, deadline, fresh=fresh)
            try:
                raw = await connection.exchange(request, deadline, limits.read_ms / 1000, limits.body_bytes, is_head=hop.method == "HEAD")
            except Stale as stale:
                # Closed by the peer while it lay idle, which is nobody's fault; but a request is sent twice at the most.
                if fresh:
                    raise Unreachable("protocol", str(stale), phase="await") from None
                fresh = True
            except Broken as broken:
                self._give_up(broken)
            except BaseException:
                connection.close()
                raise
            else:
                self._pool.give_back(key, connection)
                return raw, connection.remote

    def _give_up(self, broken: Broken) -> NoReturn:
        raise Unreachable("timeout" if broken.timed_out else "protocol", broken.message, phase=broken.phase) from None

    def _compose(self, hop: Outgoing, target: Target, extra: Headers) -> bytes:
        head = [f"{hop.method} {target.path} HTTP/1.1\r\nHost: {target.host_header}"]
        given = set()
        for name, value in (*hop.headers, *extra):
            lower = name.lower()
            if lower not in _SET_HERE:
                given.add(lower)
                head.append(f"{name}: {value}")
        head.extend([line for lower, line in self._defaults if lower not in given])
        if hop.body or hop.method in ("POST", "PUT"):
            head.append(f"Content-Length: {len(hop.body)}")
        text = "\r\n".join(head)
        # One line end for each header and one after the request line: any further one was smuggled in by a value.
        if text.count("\n") != len(head) or text.count("\r") != len(head) or "\0" in text:
            raise Unreachable("url", "a header has a line break in it")
        return text.encode("utf-8", "surrogateescape") + b"\r\n\r\n" + hop.body

    def _answer(self, hop: Outgoing, raw: RawAnswer, remote: str, started: float, redirects: int) -> Answer:
        body, cut = raw.body, raw.cut
        most = hop.limits.body_bytes
        if body and (codings := encodings_of(raw.headers)):
            try:
                body, cut = decode(body, codings, most, partial=cut)
            except Undecodable as error:
                raise Unreachable("protocol", str(error), phase="read") from None
        if cut and hop.limits.past_body == "fail":
            raise Unreachable("too_large", f"the answer has more than {most} bytes", phase="read")
        return Answer(raw.status, raw.headers, body, cut, self._since(started), remote, hop.url.partition("#")[0], redirects)

    def _target(self, url: str) -> Target:
        try:
            return read_target(url)
        except BadUrl as error:
            raise Unreachable("url", str(error)) from None

    def _since(self, started: float) -> int:
        return round((self._loop.time() - started) * 1000)

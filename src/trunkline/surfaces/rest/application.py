"""The API as an application: one request from octets to octets.

No refusal leaves without Twilio's error body, and no fault with a stack trace.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from time import perf_counter_ns

from trunkline.foundations.access.authenticate import authenticate
from trunkline.foundations.access.policy import permit
from trunkline.foundations.access.scope import resolve_account
from trunkline.foundations.people.actions.record_api_act import record_api_act
from trunkline.foundations.people.dangerous import wants_confirmation
from trunkline.foundations.people.errors import Confirm
from trunkline.foundations.people.visit import hear
from trunkline.foundations.requests.request_log import Heard, RequestLog
from trunkline.kernel import catalogue
from trunkline.kernel.errors import Problem, Unrecorded, method_not_allowed, not_found
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Caller, Reply, Request
from trunkline.surfaces.http.exchange import Answer, Asked, Receive, Scope, Send, serve_asgi

from .five_verbs import VERBS, Verb, count
from .read_form import read_form, read_query
from .router import Found, Missing, Operation, Place, Router, published_operations
from .write_reply import JSON, XML, write_json, write_xml

log = logging.getLogger("trunkline.rest")
LONGEST_BODY = 1024 * 1024
_NOBODY = Caller("", "")
_MOST_KNOWN, _LONGEST_KNOWN = 1024, 256
_ACCOUNT = re.compile(r"(?:/api/laml)?/2010-04-01/Accounts/([^/.]+)").match
_LOOPBACK = ("127.", "::1")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?").fullmatch


class RestApplication:
    """Serves one platform. `scheme` is what links say (a proxy that ends TLS before us makes it https)."""

    def __init__(self, platform: Platform, scheme: str = "http") -> None:
        self.platform, self.scheme = platform, scheme
        self.router = Router(catalogue.resources(), catalogue.routes(), published_operations())
        self._origins: dict[tuple[str, str], str] = {}
        self.requests: RequestLog | None = platform.ports.get(RequestLog)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As an ASGI application, for those who ask in the same process."""
        await serve_asgi(self, scope, receive, send)

    def origin(self, headers: dict[str, str]) -> str:
        """Scheme and host as asked; links repeat the host, so it must be one."""
        scheme, host = headers.get("x-forwarded-proto", self.scheme), headers.get("host", "")
        if (known := self._origins.get((scheme, host))) is not None:
            return known
        named = f"{scheme if scheme in ('http', 'https') else self.scheme}://{host}"
        origin = named if _HOST(host) else self.platform.origin
        if len(host) <= _LONGEST_KNOWN:
            if len(self._origins) >= _MOST_KNOWN:
                self._origins.clear()
            self._origins[scheme, host] = origin
        return origin

    async def answer_as(self, asked: Asked, caller: Caller, fresh: bool = True) -> Answer:
        """For who was recognised otherwise than by the Authorization header, which is not looked at. The path names the product, whatever
        the host. 20003 means here that the caller may not, never that nobody knows who it is, so its status is 403, and 404 for an account
        that is not the caller's. `fresh`: who calls has just proved who they are; without it, some operations are refused with 99403."""
        return await self.answer(asked, caller, fresh)

    async def count_as(self, asked: Asked, caller: Caller) -> int | None:
        """How many rows a list has in all, filters and the caller's rights applied; None for what is no list of a declared resource."""
        if (known := self.router.find("", asked.path, "GET")) is None:
            return None
        place, found = known
        if isinstance(found, Missing) or (operation := found.operation).verb != "list":
            return None
        permit(caller, "GET", operation.mount.product, operation.mount.path, operation.verb)
        reply = await self._reply(operation, found, caller, asked, b"", self.origin(asked.headers), place.root, {"list": count})
        return int(reply.body["count"]) if isinstance(reply.body, dict) else None

    async def answer(self, asked: Asked, given: Caller | None = None, fresh: bool = True) -> Answer:
        path, headers = asked.path, asked.headers
        origin = self.origin(headers)
        format = ""
        legacy = True
        started, caller, body = perf_counter_ns(), given, b""
        operation: Operation | None = None
        known: tuple[Place, Found | Missing] | None = None
        try:
            method = "GET" if asked.method == "HEAD" else asked.method
            if (known := self.router.find("" if given else headers.get("host", ""), path, method)) is None:
                legacy = False
                raise not_found(path)
            place, found = known
            legacy, format = place.product == "api", found.format
            if isinstance(found, Missing):
                caller = given or await self._authenticate(headers)
                raise self._absent(found, path, asked.method)
            operation = found.operation
            what = (method, operation.mount.product, operation.mount.path, operation.verb)
            if given is not None:
                caller = await self._heard(given, what, fresh)
            else:
                caller = _NOBODY if operation.open else await self._authenticate(headers, what)
            if (caller.rehearsal or caller.scopes) and not operation.open:
                permit(caller, *what)
            body = await asked.body(operation.longest or LONGEST_BODY)
            reply = await self._reply(operation, found, caller, asked, body, origin, place.root)
            if given is not None and reply.status < 400:
                await record_api_act(self.platform, given, what, found.path, reply.body, asked.peer)
        except Problem as problem:
            if given is not None and problem.status == 401:
                problem = _forbidden(problem, path, given)
            reply = Reply(problem.status, problem.to_wire(origin), title="RestException")
            if problem.status == 401:
                reply.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        except Unrecorded as why:
            log.warning("%s %s was put off: %s", asked.method, path, why)
            unavailable = Problem(20503, "Service unavailable: nothing was written; try again after a moment", 503)
            reply = Reply(503, unavailable.to_wire(origin), headers={"Retry-After": "1"}, title="RestException")
        except Exception:
            log.exception("%s %s failed", asked.method, path)
            fault = Problem(20500, "An internal server error has occurred", 500)
            reply = Reply(500, fault.to_wire(origin), title="RestException")
        requests, console = self.requests, given is not None
        if caller and requests and caller.account_sid and requests.wants(asked.method, reply.status, caller, started, console):
            _note(requests, asked, reply, caller, operation, known, body, started, console)
        return _written(reply, legacy and format != "json")

    def refuse(self, problem: Problem, path: str) -> Answer:
        """What is no request; its host may not be known, so links are relative."""
        xml = path.startswith("/2010-04-01") and not path.endswith(".json")
        return _written(Reply(problem.status, problem.to_wire(""), title="RestException"), xml)

    async def _authenticate(self, headers: dict[str, str], what: tuple[str, str, str, str] | None = None) -> Caller:
        return await authenticate(headers.get("authorization", ""), self.platform, what)

    async def _heard(self, given: Caller, what: tuple[str, str, str, str], fresh: bool) -> Caller:
        """A person: their account must be active for most things, and they have to confirm some."""
        await hear(given, what, self.platform.work())
        if not fresh and wants_confirmation(*what):
            raise Confirm()
        return given

    @staticmethod
    def _absent(found: Missing, path: str, method: str) -> Problem:
        if found.published:
            return Problem(
                20501, f"{found.published} is in the contract but not built in Trunkline yet", 501, {"operation": found.published}
            )
        if found.methods:
            return method_not_allowed(method)
        return not_found(path)

    async def _reply(
        self,
        operation: Operation,
        found: Found,
        caller: Caller,
        asked: Asked,
        body: bytes,
        origin: str,
        root: str,
        verbs: Mapping[str, Verb] = VERBS,
    ) -> Reply:
        if asked.method in ("GET", "HEAD", "DELETE"):
            form, json = read_query(asked.query), None
        elif operation.verb == "route" and operation.longest is not None:
            form, json = read_query(asked.query), None  # the route reads its own body
        else:
            form, json = read_form(body, asked.headers.get("content-type", ""))
            if json is not None and operation.verb != "route":
                raise Problem(19056, "Content-Type application/json is not supported here: send application/x-www-form-urlencoded", 415)
        work = self.platform.work(caller)
        account_sid = caller.account_sid
        if (named := found.path.get("account_sid")) is not None and not operation.open:
            account_sid = await resolve_account(caller, named, work, asked.path, asked.method, operation.mount.path)
        request = Request(
            asked.method, found.path, asked.path, origin, root, form, asked.headers, body, caller, account_sid, work, operation.mount,
            found.format, json,
        )  # fmt: skip
        if operation.handler is not None:
            return await operation.handler(request)
        assert operation.kind is not None
        return await verbs[operation.verb](operation.kind, request)


def _forbidden(refused: Problem, path: str, caller: Caller) -> Problem:
    """What a refusal of credentials is for a caller that is known."""
    named = _ACCOUNT(path)
    if named is not None and named[1] != caller.account_sid:
        return not_found(path)
    return Problem(refused.code, refused.message, 403, refused.details)


def _note(
    requests: RequestLog,
    asked: Asked,
    reply: Reply,
    caller: Caller,
    operation: Operation | None,
    known: tuple[Place, Found | Missing] | None,
    body: bytes,
    started: int,
    console: bool,
) -> None:
    """Put the request into the log, and its SID into the answer."""
    path = known[1].path if known is not None and isinstance(known[1], Found) else {}
    named = path.get("account_sid", "")
    # A refusal to act in an account is told to the one that asked, not to the one that was named.
    about = caller.account_sid if reply.status in (401, 403, 404) or not is_sid(named, "AC") else named
    headers = asked.headers
    address = asked.peer
    if address.startswith(_LOOPBACK) and (forwarded := headers.get("x-forwarded-for")):
        address = forwarded.rpartition(",")[2].strip()[:64]
    sid = requests.note(
        Heard(
            about or caller.account_sid,
            caller,
            asked.method,
            asked.path,
            asked.query,
            headers,
            body,
            "" if known is None else known[0].product,
            "" if operation is None else operation.name,
            None if operation is None else operation.kind,
            reply.status,
            reply.body,
            "" if operation is None else path.get(operation.mount.key, ""),
            address,
            console,
            started,
        )
    )
    reply.headers["X-Request-Sid" if console else "Twilio-Request-Id"] = sid


def _written(reply: Reply, xml: bool) -> Answer:
    """A dict is written as XML or JSON, anything else that is not octets as JSON."""
    body = reply.body
    if body is None:
        return Answer(reply.status, b"", "", reply.headers)
    if isinstance(body, bytes):
        return Answer(reply.status, body, reply.content_type, reply.headers)
    if xml and isinstance(body, dict):
        key = next((k for k, v in body.items() if isinstance(v, list)), "") if "page_size" in body else ""
        return Answer(reply.status, write_xml(body, reply.title or "Response", key), XML, reply.headers)
    return Answer(reply.status, write_json(body), JSON, reply.headers)

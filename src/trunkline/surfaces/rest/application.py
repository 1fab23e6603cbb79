"""The ASGI application: one request from octets to octets.

No refusal leaves without Twilio's error body, and no fault with a stack trace.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from trunkline.foundations.access.authenticate import authenticate
from trunkline.foundations.access.policy import permit
from trunkline.foundations.access.scope import resolve_account
from trunkline.kernel import catalogue
from trunkline.kernel.errors import Problem, Unrecorded, method_not_allowed, not_found
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Caller, Reply, Request

from .five_verbs import VERBS
from .read_form import read_form, read_query
from .router import Found, Missing, Operation, Router, published_operations
from .write_reply import JSON, XML, write_json, write_xml

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
log = logging.getLogger("trunkline.rest")
LONGEST_BODY = 1024 * 1024
_NOBODY = Caller("", "")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?").fullmatch


class RestApplication:
    """Serves one platform. `scheme` is what links say (a proxy that ends TLS before us makes it https)."""

    def __init__(self, platform: Platform, scheme: str = "http") -> None:
        self.platform, self.scheme = platform, scheme
        self.router = Router(catalogue.resources(), catalogue.routes(), published_operations())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        scheme = headers.get("x-forwarded-proto", self.scheme)
        host = headers.get("host", "")
        # Links repeat the host that was asked, so it must be one.
        named = f"{scheme if scheme in ('http', 'https') else self.scheme}://{host}"
        origin = named if _HOST(host) else self.platform.origin
        format = ""
        legacy = True
        try:
            method = "GET" if scope["method"] == "HEAD" else scope["method"]
            if (asked := self.router.find(headers.get("host", ""), path, method)) is None:
                legacy = False
                raise not_found(path)
            place, found = asked
            legacy, format = place.product == "api", found.format
            if isinstance(found, Missing):
                await self._authenticate(headers)
                raise self._absent(found, path, scope["method"])
            operation = found.operation
            caller = _NOBODY if operation.open else await self._authenticate(headers)
            if caller.rehearsal or caller.scopes:
                permit(caller, method, operation.mount.product, operation.mount.path, operation.verb)
            body = await self._body(headers, receive, operation.longest or LONGEST_BODY)
            reply = await self._answer(operation, found, caller, scope, headers, body, origin, place.root, path)
        except Problem as problem:
            reply = Reply(problem.status, problem.to_wire(origin), title="RestException")
            if problem.status == 401:
                reply.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        except Unrecorded as why:
            log.warning("%s %s was put off: %s", scope["method"], path, why)
            unavailable = Problem(20503, "Service unavailable: nothing was written; try again after a moment", 503)
            reply = Reply(503, unavailable.to_wire(origin), headers={"Retry-After": "1"}, title="RestException")
        except Exception:
            log.exception("%s %s failed", scope["method"], path)
            fault = Problem(20500, "An internal server error has occurred", 500)
            reply = Reply(500, fault.to_wire(origin), title="RestException")
        await self._send(reply, format, legacy, scope["method"] == "HEAD", send)

    async def _authenticate(self, headers: dict[str, str]) -> Caller:
        return await authenticate(headers.get("authorization", ""), self.platform)

    @staticmethod
    def _absent(found: Missing, path: str, method: str) -> Problem:
        if found.published:
            return Problem(
                20501, f"{found.published} is in the contract but not built in Trunkline yet", 501, {"operation": found.published}
            )
        if found.methods:
            return method_not_allowed(method)
        return not_found(path)

    @staticmethod
    async def _body(headers: dict[str, str], receive: Receive, longest: int) -> bytes:
        declared = headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > longest:
            raise Problem(20413, f"The request body is longer than {longest} octets", 413)
        message = await receive()
        body: bytes = message.get("body", b"")
        if not message.get("more_body"):
            if len(body) > longest:
                raise Problem(20413, f"The request body is longer than {longest} octets", 413)
            return body
        parts, size = [body], len(body)
        while message.get("more_body"):
            message = await receive()
            part: bytes = message.get("body", b"")
            size += len(part)
            if size > longest:
                raise Problem(20413, f"The request body is longer than {longest} octets", 413)
            parts.append(part)
        return b"".join(parts)

    async def _answer(
        self, operation: Operation, found: Found, caller: Caller, scope: Scope, headers: dict[str, str], body: bytes,
        origin: str, root: str, path: str,
    ) -> Reply:  # fmt: skip
        if scope["method"] in ("GET", "HEAD", "DELETE"):
            form, json = read_query(scope["query_string"].decode("latin-1")), None
        elif operation.verb == "route" and operation.longest is not None:
            form, json = read_query(scope["query_string"].decode("latin-1")), None  # the route reads its own body
        else:
            form, json = read_form(body, headers.get("content-type", ""))
            if json is not None and operation.verb != "route":
                raise Problem(19056, "Content-Type application/json is not supported here: send application/x-www-form-urlencoded", 415)
        work = self.platform.work(caller)
        account_sid = caller.account_sid
        if (named := found.path.get("account_sid")) is not None and not operation.open:
            account_sid = await resolve_account(caller, named, work, path, scope["method"], operation.mount.path)
        request = Request(
            scope["method"],
            found.path,
            path,
            origin,
            root,
            form,
            headers,
            body,
            caller,
            account_sid,
            work,
            operation.mount,
            found.format,
            json,
        )
        if operation.handler is not None:
            return await operation.handler(request)
        assert operation.kind is not None
        return await VERBS[operation.verb](operation.kind, request)

    @staticmethod
    async def _send(reply: Reply, format: str, legacy: bool, head: bool, send: Send) -> None:
        headers = [(k.encode("latin-1"), v.encode("latin-1")) for k, v in reply.headers.items()]
        body = b""
        if isinstance(reply.body, bytes):
            body = reply.body
            headers.append((b"content-type", reply.content_type.encode("latin-1")))
        elif reply.body is not None:
            if legacy and format != "json" and isinstance(reply.body, dict):
                key = next((k for k, v in reply.body.items() if isinstance(v, list)), "") if "page_size" in reply.body else ""
                body = write_xml(reply.body, reply.title or "Response", key)
                headers.append((b"content-type", XML))
            else:
                body = write_json(reply.body)
                headers.append((b"content-type", JSON))
        if reply.status != 204:
            headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if head else body})

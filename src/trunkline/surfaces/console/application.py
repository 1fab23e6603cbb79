"""The console as an application: finds the page, the asset or the door that is asked, and lets nothing out without its headers.

No refusal leaves without the API's error body, and no fault with a stack trace.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
from typing import Any, Final

import msgspec

from trunkline.kernel.errors import Problem, Unrecorded
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Reply
from trunkline.surfaces.http.exchange import Answer, Asked
from trunkline.surfaces.rest.application import RestApplication
from trunkline.surfaces.rest.read_form import read_query
from trunkline.surfaces.rest.write_reply import JSON, write_json

from . import __name__ as _package
from . import __path__ as _folder
from .built_page import SAFE, BuiltPage
from .doors import DOORS, Door, Doors, Said, Visit
from .guard import SAFE_METHODS, require_fresh, require_local_host, require_own_site, require_token
from .visitor import Visitor, Visitors

log = logging.getLogger("trunkline.console")
ROOT: Final = "/console"
API: Final = "/console/api/"
DATA: Final = {**SAFE, "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox", "Cache-Control": "no-store"}
"""For what is data: should a browser be led to show it as a page, nothing in it runs."""


def load_doors() -> list[Door]:
    """Every door of this package."""
    for module in pkgutil.iter_modules(_folder):
        if module.name != "tests":
            importlib.import_module(f"{_package}.{module.name}")
    return DOORS


class ConsoleApplication:
    """Serves one platform; `rest` is the API that the console is a client of."""

    def __init__(self, platform: Platform, rest: RestApplication) -> None:
        self.platform, self.rest = platform, rest
        self.doors = Doors(load_doors())
        self.page = BuiltPage()

    async def answer(self, asked: Asked) -> Answer:
        """Never raises but for cancellation."""
        if not asked.path.startswith(API):
            return self._show(asked)
        origin = self.rest.origin(asked.headers)
        try:
            said = await self._enter(asked, origin)
        except Problem as problem:
            said = Reply(problem.status, problem.to_wire(origin))
        except Unrecorded as why:
            log.warning("%s %s was put off: %s", asked.method, asked.path, why)
            unavailable = Problem(20503, "Service unavailable: nothing was written; try again after a moment", 503)
            said = Reply(503, unavailable.to_wire(origin), headers={"Retry-After": "1"})
        except Exception:
            log.exception("%s %s failed", asked.method, asked.path)
            said = Reply(500, Problem(20500, "An internal server error has occurred", 500).to_wire(origin))
        return _written(said)

    async def _enter(self, asked: Asked, origin: str) -> Said:
        method = "GET" if asked.method == "HEAD" else asked.method
        require_own_site(method, asked.headers, self.platform.origin)
        found, names = self.doors.find(method, asked.path)
        visitor = await self.recognise(asked)
        if visitor is None and not found.open:
            raise Problem(20003, "Sign in", 401)
        if visitor is not None:
            if visitor.no_auth:
                require_local_host(asked.headers, self.platform.origin)
            if not found.open:
                require_token(method, asked.headers, visitor)
            if not found.admits(visitor.role):
                raise Problem(20008, f"Your role ({visitor.role}) does not reach this", 403)
            if found.confirm:
                require_fresh(visitor, self.platform.clock.now())
        body = await asked.body(found.longest)
        visit = Visit(asked, names, read_query(asked.query), {}, visitor, self, origin, body)
        if method not in SAFE_METHODS:
            visit.json = _read_json(body, asked.headers.get("content-type", ""))
        return await found.opened(visit)

    async def recognise(self, asked: Asked) -> Visitor | None:
        """Whose session the request proves; None for nobody."""
        visitors: Visitors | None = self.platform.ports.get(Visitors)
        return await visitors.recognise(asked.headers, self.platform) if visitors is not None else None

    def _show(self, asked: Asked) -> Answer:
        if asked.method not in SAFE_METHODS:
            refusal = Problem(20004, f"Method not allowed: {asked.method} is not for pages", 405)
            return _written(Reply(405, refusal.to_wire(self.rest.origin(asked.headers)), headers={"Allow": "GET, HEAD"}))
        if asked.path == ROOT:
            return Answer(302, b"", "", {**SAFE, "Location": ROOT + "/"})
        return self.page.answer(asked, asked.path.removeprefix(ROOT + "/"), self.platform.dice.hex(16))


def _read_json(body: bytes, kind: str) -> dict[str, Any]:
    """The object that a body is; {} for a body that is none, and for one of another type, which the door reads by itself."""
    if not body or kind.partition(";")[0].strip().lower() != "application/json":
        return {}
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        raise Problem(20001, f"The request body is not JSON: {why}", 400) from None
    if not isinstance(found, dict):
        raise Problem(20001, "The request body is JSON, but not an object", 400)
    return found


def _written(said: Said) -> Answer:
    if isinstance(said, Answer):
        for name, value in DATA.items():
            said.headers.setdefault(name, value)
        return said
    reply = said if isinstance(said, Reply) else Reply(204 if said is None else 200, said)
    headers = {**DATA, **reply.headers}
    if reply.body is None:
        return Answer(reply.status, b"", "", headers)
    if isinstance(reply.body, bytes):
        return Answer(reply.status, reply.body, reply.content_type, headers)
    return Answer(reply.status, write_json(reply.body), JSON, headers)

"""Operations that are not one of the five verbs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .dialects import Mount
from .request import Reply, Request

Handler = Callable[[Request], Awaitable[Reply]]
ROUTES: list[Route] = []


@dataclass(frozen=True)
class Route:
    """`open`: answered without credentials (the caller is empty). `longest`: octets of body accepted."""

    method: str
    mount: Mount
    handler: Handler
    open: bool = False
    longest: int | None = None


def route(method: str, mount: Mount, *, open: bool = False, longest: int | None = None) -> Callable[[Handler], Handler]:
    """Serve `method` at the mount's path itself (which may end in a name in braces)."""

    def keep(handler: Handler) -> Handler:
        ROUTES.append(Route(method, mount, handler, open, longest))
        return handler

    return keep

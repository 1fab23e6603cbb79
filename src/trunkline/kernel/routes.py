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
    """`open`: answered without credentials (the caller is empty). `longest`: octets of body accepted.

    `formats`: path endings of the 2010 API that it answers ("" is none); empty means json, xml and none.
    """

    method: str
    mount: Mount
    handler: Handler
    open: bool = False
    longest: int | None = None
    formats: frozenset[str] = frozenset()


def route(
    method: str, mount: Mount, *, open: bool = False, longest: int | None = None, formats: str | None = None
) -> Callable[[Handler], Handler]:
    """Serve `method` at the mount's path itself (which may end in a name in braces). `formats`: endings apart by commas, e.g. ",wav"."""

    def keep(handler: Handler) -> Handler:
        endings = frozenset() if formats is None else frozenset(formats.split(","))
        ROUTES.append(Route(method, mount, handler, open, longest, endings))
        return handler

    return keep

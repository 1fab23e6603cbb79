"""From the names in a path to rows: parents first, then the row itself, and only what the asker may see.

The five verbs use it, and so does every route of a product that stands below a declared resource.
"""

from __future__ import annotations

from typing import Any

from .codec import cache
from .fields import Parent
from .ports import Condition
from .reactions import FINDERS, VIEWS
from .request import Request
from .resource import Resource


def parents(kind: type[Resource], request: Request) -> dict[str, str]:
    """The fields of `kind` that the path and, where it is its own, the mount give, but for its own key and the account."""
    named = {n: v for n, v in request.path.items() if n in kind.by_name and n != request.mount.key and n != "account_sid"}
    return {**named, **(request.mount.fixed if request.mount in kind.mounts else {})}


def view(kind: type[Resource], request: Request) -> tuple[Condition, ...]:
    """Conditions under which this request sees rows of `kind`; none for most kinds."""
    found: tuple[Condition, ...] = ()
    for base, condition in VIEWS:
        if issubclass(kind, base):
            found += condition(request)
    return found


async def find_row(kind: type[Resource], key: str, request: Request) -> Any:
    """A row of the request's account by its SID, by a field that also names it (`also`), or by the kind's own finder; else None.

    None too for a row below other parents than the path names, and for one that the request does not see.
    """
    above = parents(kind, request)
    row: Any = await request.work.fetch(kind, key, request.account_sid)
    for name in kind.also:
        if row is None:
            others = {n: v for n, v in above.items() if n != name}
            row = await request.work.find(kind, account_sid=request.account_sid, **{name: key}, **others)
    if row is None and (finder := FINDERS.get(kind)) is not None:
        row = await finder(key, request.account_sid, request.work)
    if row is None or any(getattr(row, n) != v for n, v in above.items()):
        return None
    return row if all(c.holds(getattr(row, c.column)) for c in view(kind, request)) else None


async def require_parents(kind: type[Resource], request: Request) -> None:
    """404 below something that is not there or is another account's; names in the path become SIDs."""
    for name, owner in _owners(kind):
        if name in request.path:
            found = await find_row(owner, request.path[name], request)
            if found is None:
                raise request.missing()
            request.path[name] = found.sid


@cache
def _owners(kind: type[Resource]) -> tuple[tuple[str, type[Resource]], ...]:
    """The fields of `kind` that name a parent, and the parent's kind."""
    return tuple((c.name, owner.kind) for c in kind.columns if (owner := c.mark(Parent)) is not None)


async def require_row(kind: type[Resource], request: Request) -> Any:
    """The row that the path names, or 404."""
    await require_parents(kind, request)
    row = await find_row(kind, request.path[request.mount.key], request)
    if row is None:
        raise request.missing()
    return row

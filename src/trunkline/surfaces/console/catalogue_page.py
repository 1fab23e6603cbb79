"""What there is, for pages that derive: every declared resource with its fields, filters and states, and every further operation."""

from __future__ import annotations

import hashlib
import inspect
import zlib
from functools import cache
from typing import Any

from trunkline.kernel import catalogue
from trunkline.kernel.codec import filters
from trunkline.kernel.dialects import FIVE_VERBS, Mount
from trunkline.kernel.fields import Create, Parent, Update
from trunkline.kernel.request import Reply
from trunkline.kernel.resource import Column, Resource
from trunkline.kernel.routes import Route
from trunkline.surfaces.rest.write_reply import JSON, write_json

from .doors import Visit, door

_VERBS = FIVE_VERBS.split()
_LEGACY = ("api", "The 2010 API")


@door("GET", "/console/api/catalogue")
async def show_catalogue(visit: Visit) -> Reply:
    """Known by its tag, since it changes with the version only."""
    octets, tag = _written()
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if tag in visit.asked.headers.get("if-none-match", ""):
        return Reply(304, None, headers=headers)
    if "gzip" in visit.asked.headers.get("accept-encoding", ""):
        return Reply(200, octets, JSON, {**headers, "Content-Encoding": "gzip"})
    return Reply(200, zlib.decompress(octets, 31), JSON, headers)


@cache
def _written() -> tuple[bytes, str]:
    """Packed by gzip, and its tag."""
    text = write_json(describe())
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(text) + packer.flush(), f'W/"{hashlib.sha256(text).hexdigest()[:20]}"'


def describe() -> dict[str, Any]:
    """All products by the name that stands in their addresses, in the order of their titles."""
    titles = {s.name: s.title for s in catalogue.slices() if s.home in ("products", "foundations")}
    kinds: dict[str, list[dict[str, Any]]] = {}
    operations: dict[str, list[dict[str, Any]]] = {}
    for kind in catalogue.resources():
        if kind.mounts:
            kinds.setdefault(kind.mounts[0].product, []).append(_kind(kind, titles))
    for route in catalogue.routes():
        operations.setdefault(route.mount.product, []).append(_operation(route, titles))
    named = {name: titles.get(name, name.replace("_", " ").capitalize()) for name in kinds.keys() | operations.keys()} | dict([_LEGACY])
    return {
        "products": [
            {
                "name": name,
                "title": named[name],
                "kinds": sorted(kinds.get(name, ()), key=lambda k: (k["name"], k["path"])),
                "operations": sorted(operations.get(name, ()), key=lambda o: (o["path"], o["method"])),
            }
            for name in sorted(named, key=lambda n: named[n].lower())
        ]
    }


def _slice(module: str) -> str:
    """trunkline.products.messaging.resources.message is messaging's."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 else parts[-1]


def _place(mount: Mount) -> dict[str, Any]:
    verbs = [v for v in _VERBS if v in mount.verbs]
    return {"product": mount.product, "path": mount.path, "key": mount.key, "list_key": mount.list_key, "verbs": verbs}


def _kind(kind: type[Resource], titles: dict[str, str]) -> dict[str, Any]:
    """`mounts` are its further places; `slice` is the part of Trunkline that declares it, with its title."""
    home = _slice(kind.__module__)
    return {
        "name": kind.__name__,
        "title": kind.title,
        "prefix": kind.prefix,
        **_place(kind.mounts[0]),
        "mounts": [_place(mount) for mount in kind.mounts[1:]],
        "slice": home,
        "slice_title": titles.get(home, home),
        "states": sorted(kind.lifecycle.states) if kind.lifecycle else None,
        "newest_first": kind.newest_first,
        "tagged": bool(kind.tagged),
        "doc": inspect.cleandoc(kind.__doc__ or "") if "(" not in (kind.__doc__ or "(")[: len(kind.__name__) + 1] else "",
        "fields": [_field(c, kind) for c in kind.columns if _told(c, kind)],
    }


def _told(column: Column, kind: type[Resource]) -> bool:
    """Whether somebody who asks sees it, gives it or filters by it."""
    given = any(column.mark(mark) is not None for mark in (Create, Update))
    return not column.hidden or given or any(column is filtered for filtered, _ in filters(kind).values())


def _field(column: Column, kind: type[Resource]) -> dict[str, Any]:
    """`write_only`: an instruction or a secret, given but never shown. `parent`: the kind whose SID it holds."""
    schema, parent = column.form.schema, column.mark(Parent)
    words = schema.get("enum") or (sorted(kind.lifecycle.states) if column.name == "status" and kind.lifecycle else None)
    found: dict[str, Any] = {
        "name": column.wire,
        "type": "moment" if column.form.moment else schema.get("format") or schema.get("type") or "json",
        "moment": column.form.moment,
        "privacy": column.privacy.name.lower() if column.privacy else None,
        "create": _mark(column, column.mark(Create)),
        "update": _mark(column, column.mark(Update)),
        "filter": [{"parameter": p, "operator": o} for p, (c, o) in filters(kind).items() if c is column] or None,
        "choices": list(words) if words else None,
        "many": column.form.many,
        "optional": column.optional,
        "write_only": column.hidden,
        "parent": parent.kind.__name__ if parent else None,
    }
    return {name: value for name, value in found.items() if value not in (None, False)}


def _mark(column: Column, mark: Create | Update | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    needed = mark.required if isinstance(mark, Create) else None
    codes = {needed, mark.longest[1] if mark.longest else None, mark.invalid} - {None}
    return {
        "required": needed is not None,
        "longest": mark.longest[0] if mark.longest else None,
        "name": column.parameter(mark),
        "codes": sorted(c for c in codes if c is not None),
    }


def _operation(route: Route, titles: dict[str, str]) -> dict[str, Any]:
    home = _slice(getattr(route.handler, "__module__", ""))
    return {
        "method": route.method,
        "path": route.mount.path,
        "doc": inspect.cleandoc(route.handler.__doc__ or ""),
        "open": route.open,
        "slice": home,
        "slice_title": titles.get(home, home),
    }

"""From host and path to an operation.

A product is found by the host's first label (messaging.twilio.com, messaging.localhost) or by a path prefix (/messaging/v1/…); the 2010
API also stands at the root and under /api/laml. What is published but not built is known too, so that it can be answered honestly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources

from trunkline.kernel.dialects import Mount, pascal
from trunkline.kernel.resource import Resource
from trunkline.kernel.routes import Handler, Route

_LEGACY = "/2010-04-01"
_ALIAS = "/api/laml"
_MOST_KNOWN = 1024
_LONGEST_KNOWN = 256
# Endings that the 2010 API takes off the last segment of a path.
_FORMATS = frozenset({"json", "xml", "csv", "html", "wav", "mp3"})


@dataclass(frozen=True, slots=True)
class Operation:
    """`verb` is one of the five, or route. `formats`: path endings that it answers ("" is none); empty means json, xml and none."""

    verb: str
    mount: Mount
    kind: type[Resource] | None = None
    handler: Handler | None = None
    open: bool = False
    longest: int | None = None
    formats: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """As the contract names operations: CreateMessage, ListMessage, FetchAccount."""
        if self.kind is not None:
            return self.verb.capitalize() + self.kind.title.replace(" ", "")
        return "" if self.handler is None else pascal(self.handler.__name__)


@dataclass(slots=True)
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    any: _Node | None = None
    operations: dict[str, list[tuple[Operation, tuple[str, ...]]]] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A product and the path inside it; `root` is what was taken off the front."""

    product: str
    root: str
    path: str


@dataclass(slots=True)
class Found:
    operation: Operation
    path: dict[str, str]
    format: str


@dataclass(frozen=True, slots=True)
class Missing:
    """`methods`: those that the path has; `published`: the operation that the contract has here and we have not built."""

    methods: tuple[str, ...] = ()
    published: str = ""
    format: str = ""


def published_operations() -> Iterator[tuple[str, str, str, str]]:
    """(product, method, path, operationId) of every operation in the published contract."""
    text = resources.files(__package__).joinpath("published_operations.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            product, method, path, operation = line.split()
            yield product, method, path, operation


class Router:
    def __init__(self, kinds: Iterable[type[Resource]], routes: Iterable[Route], published: Iterable[tuple[str, str, str, str]]) -> None:
        self._roots: dict[str, _Node] = {}
        self._known: dict[tuple[str, str, str], tuple[Place, Found | Missing]] = {}
        for route in routes:
            operation = Operation("route", route.mount, None, route.handler, route.open, route.longest, route.formats)
            self._add(route.mount.product, route.mount.path, route.method, operation)
        for kind in kinds:
            for mount in kind.mounts:
                own = mount.path + ("/{" + mount.key + "}" if mount.key else "")
                for verb, method, path in (
                    ("list", "GET", mount.path), ("create", "POST", mount.path),
                    ("fetch", "GET", own), ("update", "POST", own), ("delete", "DELETE", own),
                ):  # fmt: skip
                    if verb in mount.verbs:
                        self._add(mount.product, path, method, Operation(verb, mount, kind))
        for product, method, path, name in published:
            node, _ = self._node(product, path)
            node.published[method] = name

    def _node(self, product: str, path: str) -> tuple[_Node, tuple[str, ...]]:
        node = self._roots.setdefault(product, _Node())
        names = []
        for part in self._split(path)[0]:
            if part.startswith("{"):
                names.append(part[1 : part.index("}")])
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.words.setdefault(part, _Node())
        return node, tuple(names)

    def _add(self, product: str, path: str, method: str, operation: Operation) -> None:
        node, names = self._node(product, path)
        node.operations.setdefault(method, []).append((operation, names))

    @staticmethod
    def _split(path: str) -> tuple[list[str], str]:
        parts = path.split("/")[1:]
        ending = ""
        if path.startswith(_LEGACY):
            last, dot, word = parts[-1].rpartition(".")
            if dot and word in _FORMATS:
                parts[-1], ending = last, word
        return parts, ending

    @property
    def products(self) -> Mapping[str, _Node]:
        return self._roots

    def place(self, host: str, path: str) -> Place | None:
        """Which product is asked; None when neither host nor path names one."""
        if path.startswith(_LEGACY):
            return Place("api", "", path)
        label, dot, _ = host.lower().partition(".")
        if dot and label in self._roots:
            return Place(label, "", path)
        if path.startswith(_ALIAS + _LEGACY):
            return Place("api", _ALIAS, path[len(_ALIAS) :])
        first, slash, rest = path[1:].partition("/")
        if slash and first in self._roots:
            return Place(first, f"/{first}", f"/{rest}")
        return None

    def find(self, host: str, path: str, method: str) -> tuple[Place, Found | Missing] | None:
        """The place that was asked and what stands there; None when neither host nor path names a product.

        What was found is remembered, since clients ask the same collections again and again; its `path` is the asker's to write.
        """
        known = self._known.get((host, path, method))
        if known is None:
            if (place := self.place(host, path)) is None:
                return None
            known = place, self._look_up(place, method)
            if isinstance(known[1], Found) and known[1].operation.verb in ("create", "list") and len(path) <= _LONGEST_KNOWN:
                if len(self._known) >= _MOST_KNOWN:
                    del self._known[next(iter(self._known))]
                self._known[host, path, method] = known
        place, found = known
        return place, found if isinstance(found, Missing) else Found(found.operation, found.path.copy(), found.format)

    def _look_up(self, place: Place, method: str) -> Found | Missing:
        parts, ending = self._split(place.path)
        root = self._roots[place.product]
        values: list[str] = []
        node = self._walk(root, parts, 0, values, method)
        if node is None:
            values.clear()
            node = self._walk(root, parts, 0, values, None)
            if node is None:
                return Missing(format=ending)
            return Missing(tuple(sorted(node.operations)), node.published.get(method, ""), ending)
        for operation, names in node.operations[method]:
            if ending in (operation.formats or ("json", "xml", "")):
                return Found(operation, dict(zip(names, values, strict=True)), ending)
        return Missing(format=ending)

    def _walk(self, node: _Node, parts: list[str], at: int, values: list[str], method: str | None) -> _Node | None:
        """A literal word wins over a name; back off where it leads nowhere."""
        if at == len(parts):
            if method is not None:
                return node if method in node.operations else None
            return node if node.operations or node.published else None
        part = parts[at]
        if (word := node.words.get(part)) is not None and (found := self._walk(word, parts, at + 1, values, method)) is not None:
            return found
        if node.any is not None and part:
            values.append(part)
            if (found := self._walk(node.any, parts, at + 1, values, method)) is not None:
                return found
            values.pop()
        return None

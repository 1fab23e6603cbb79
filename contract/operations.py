"""The operations of the published documents, flattened: one record an operation, its parameters and schemas resolved.

`product` is the first label of the host that serves the operation (`messaging` of messaging.twilio.com), which is also
the path prefix under which a Trunkline server answers it; the 2010-04-01 API (`api`) stands at the root.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from contract.documents import Document, load_documents

METHODS = ("get", "post", "put", "patch", "delete")
ROOT_PRODUCT = "api"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter in the path, the query, a header or the form; `schema` may hold references into the document."""

    name: str
    place: str
    required: bool
    schema: dict[str, Any]
    example: Any = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `body_type` is the media type it takes, "" when it takes none."""

    document: Document = field(repr=False)
    product: str
    method: str
    path: str
    operation_id: str
    parameters: tuple[Parameter, ...] = field(repr=False)
    body_type: str
    body_schema: dict[str, Any] | None = field(repr=False)
    responses: dict[str, dict[str, Any] | None] = field(repr=False)

    @property
    def version(self) -> str:
        """The first segment of the path: `v1`, `2010-04-01`; the preview products have a name there instead."""
        return self.path.split("/")[1]

    @property
    def key(self) -> str:
        """Unique among all operations: `messaging v1 CreateService`."""
        return f"{self.product} {self.version} {self.operation_id}"

    @property
    def address(self) -> str:
        """The path under a server's URL, templates kept: `/messaging/v1/Services`, `/2010-04-01/Accounts.json`."""
        return self.path if self.product == ROOT_PRODUCT else f"/{self.product}{self.path}"

    @property
    def success_statuses(self) -> tuple[int, ...]:
        """The promised statuses below 400; a document that names none promises a 200."""
        found = tuple(sorted(int(status) for status in self.responses if status.isdigit() and int(status) < 400))
        return found or (200,)

    def success_schema(self, status: int) -> dict[str, Any] | None:
        """The schema of the answer with this status, None when it has no JSON body."""
        return self.responses.get(str(status))


def load_operations(documents: list[Document] | None = None) -> list[Operation]:
    """Every operation of the documents, sorted by product, path and method."""
    found = [one for document in documents or load_documents() for one in operations_of(document)]
    return sorted(found, key=lambda one: (one.product, one.path, one.method))


def operations_of(document: Document) -> Iterator[Operation]:
    """The operations of one document, in its own order."""
    for path, item in document.body["paths"].items():
        servers = item.get("servers") or document.body["servers"]
        product = (urlsplit(servers[0]["url"]).hostname or "").split(".")[0]
        for method in METHODS:
            if method in item:
                yield _operation(document, product, method, path, item)


def resolve(document: Document, node: dict[str, Any]) -> dict[str, Any]:
    """Follow `$ref` until a node that is not a reference; references point into the same document only.

    OpenAPI 3.0 ignores what stands beside a reference, but these documents mean it: `nullable` there is kept.
    """
    nullable = False
    while "$ref" in node:
        nullable = nullable or bool(node.get("nullable"))
        found: Any = document.body
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        node = found
    return {**node, "nullable": True} if nullable else node


def _operation(document: Document, product: str, method: str, path: str, item: dict[str, Any]) -> Operation:
    raw = item[method]
    parameters: dict[tuple[str, str], Parameter] = {}
    for node in (*item.get("parameters", ()), *raw.get("parameters", ())):
        one = _parameter(resolve(document, node))
        parameters[one.place, one.name] = one
    body_type, body_schema = _content(resolve(document, raw.get("requestBody", {})))
    if body_type.endswith("x-www-form-urlencoded") and body_schema is not None:
        body = resolve(document, body_schema)
        required = body.get("required", ())
        for name, schema in body.get("properties", {}).items():
            parameters["form", name] = Parameter(name, "form", name in required, schema, schema.get("example"))
    return Operation(
        document=document,
        product=product,
        method=method.upper(),
        path=path,
        operation_id=raw["operationId"],
        parameters=tuple(parameters.values()),
        body_type=body_type,
        body_schema=body_schema,
        responses={status: _content(resolve(document, node))[1] for status, node in raw["responses"].items()},
    )


def _parameter(node: dict[str, Any]) -> Parameter:
    schema = node.get("schema", {})
    example = node.get("example", schema.get("example"))
    return Parameter(node["name"], node["in"], bool(node.get("required")), schema, example)


def _content(node: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """The first media type of a request body or response and its schema; ("", None) when it has no body."""
    for media_type, content in node.get("content", {}).items():
        return media_type, content.get("schema")
    return "", None

"""Compares each declared resource with the published schema of the place where it is mounted (`python -m contract.declarations`).

A *fault* makes our answers differ from Twilio's: a property missing or made up, another type, another date format, another key of
the list, a verb or a parameter that the contract does not have. A *gap* is a published parameter that we do not read yet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from contract.documents import ContractUnavailable
from contract.instances import Index
from contract.operations import Operation, load_operations, resolve
from trunkline.kernel.catalogue import resources
from trunkline.kernel.dialects import Mount
from trunkline.kernel.fields import Create, Update
from trunkline.kernel.resource import Column, Resource

_METHODS = {"list": "GET", "create": "POST", "fetch": "GET", "update": "POST", "delete": "DELETE"}
_ON_COLLECTION = frozenset({"list", "create"})
# Where a property of the contract is of no type, any fits; a number may be shown as an integer.
_FITS = {"number": {"number", "integer"}, "object": {"object"}, "array": {"array"}}

# Properties that an answer has without a column, by resource, and how it comes by them; driving the server proves it.
SHOWN_WITHOUT_COLUMN: dict[tuple[str, str], str] = {
    ("Account", "auth_token"): "sealed at rest, and opened only for the answer",
}

# States that an answer shows only where a parameter asks for them, and only at the addresses that have this parameter.
SEEN_ON_REQUEST: dict[tuple[str, str], str] = {
    ("Recording", "deleted"): "with IncludeSoftDeleted=true, which the account's recordings have, and those of a call do not",
}

# Addresses of our own inside a product of Twilio's, by their beginning, with why they stand there.
OURS: dict[str, str] = {
    "/messaging/v3/OptOuts": "the contract names these resources, and the library has their hosts, but no operation is published",
}

# Parameters of a create whose need depends on the mount, which an action judges: by resource and parameter, with how.
JUDGED_BY_AN_ACTION: dict[tuple[str, str], str] = {
    ("IncomingPhoneNumber", "AreaCode"): "refused with 21457 in the lists of one sort, as Twilio's error dictionary says",
    ("IncomingPhoneNumber", "PhoneNumber"): "required in the lists of one sort (21421); elsewhere AreaCode may stand for it",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a declaration and the contract differ, at one mount."""

    kind: Literal["fault", "gap"]
    resource: str
    address: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind}  {self.resource} at {self.address}: {self.message}"


def differences(index: Index, declared: tuple[type[Resource], ...]) -> list[Difference]:
    """All differences; mounts of products that the contract does not know (our own) are left out."""
    products = {one.product for one in index.by_key.values()}
    found = []
    for kind in declared:
        for mount in kind.mounts:
            if mount.product in products:
                address = mount.path if mount.product == "api" else f"/{mount.product}{mount.path}"
                if address.startswith(tuple(OURS)):
                    continue
                found += [Difference(sort, kind.__name__, address, text) for sort, text in _compare(index, kind, mount)]
    return found


def _compare(index: Index, kind: type[Resource], mount: Mount) -> Iterator[tuple[Literal["fault", "gap"], str]]:
    operations = {verb: _operation(index, mount, verb) for verb in _METHODS}
    for verb in sorted(mount.verbs):
        if operations[verb] is None:
            yield "fault", f"the contract has no {verb} here"
    # What is only listed here, and shown whole by another mount, is held against what the list shows.
    shown = None if mount.verbs == {"list"} else operations["fetch"] or operations["create"]
    if shown is not None and (schema := shown.success_schema(shown.success_statuses[0])):
        for text in _properties(shown, resolve(shown.document, schema), kind, mount):
            yield "fault", text
    listed = operations["list"]
    if listed is not None and "list" in mount.verbs:
        page = resolve(listed.document, listed.success_schema(200) or {}).get("properties", {})
        if mount.list_key not in page:
            yield "fault", f"the list's key is {mount.list_key}, and the contract has {', '.join(page)}"
        elif shown is None:
            member = resolve(listed.document, resolve(listed.document, page[mount.list_key])["items"])
            for text in _properties(listed, member, kind, mount):
                yield "fault", text
    for verb, mark in (("create", Create), ("update", Update)):
        operation = operations[verb]
        if operation is not None and verb in mount.verbs:
            yield from _parameters(operation, kind, verb, mark, mount)


def _operation(index: Index, mount: Mount, verb: str) -> Operation | None:
    path = mount.path if verb in _ON_COLLECTION else f"{mount.path}/{{}}"
    return index.find(mount.product, _METHODS[verb], path)


def _properties(operation: Operation, schema: dict[str, Any], kind: type[Resource], mount: Mount) -> Iterator[str]:
    published = _published(operation, schema)
    columns = {one.wire: one for one in kind.columns if not one.hidden and one.name not in mount.without}
    own = {"uri" if mount.dialect.legacy else "url"}
    if mount.links:
        own.add("subresource_uris" if mount.dialect.legacy else "links")
    own |= {name for resource, name in SHOWN_WITHOUT_COLUMN if resource == kind.__name__}
    if missing := [name for name in published if name not in columns and name not in own]:
        yield f"missing properties: {', '.join(missing)}"
    if extra := [name for name in sorted({*columns, *own}) if name not in published]:
        yield f"properties that the contract does not have: {', '.join(extra)}"
    for name, column in columns.items():
        if name in published:
            yield from _column(resolve(operation.document, published[name]), column, kind, mount)


def _published(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema's properties; of a schema that is one of several, those of all."""
    found = dict(schema.get("properties", {}))
    for one in schema.get("oneOf", ()):
        found |= resolve(operation.document, one).get("properties", {})
    return found


def _column(published: dict[str, Any], column: Column, kind: type[Resource], mount: Mount) -> Iterator[str]:
    name, wanted = column.wire, published.get("type")
    kind_on_wire = column.form.schema.get("type")
    if wanted and kind_on_wire and kind_on_wire not in _FITS.get(wanted, {wanted}):
        yield f"{name} is {kind_on_wire}, the contract says {wanted}"
    if column.optional and not published.get("nullable"):
        yield f"{name} may be null here, and not in the contract"
    if column.form.moment and published.get("format") not in (mount.dialect.date_format, None):
        yield f"{name} is written as {mount.dialect.date_format}, the contract says {published.get('format')}"
    words = set(column.form.schema.get("enum", ()))
    if name == "status" and kind.lifecycle is not None:
        words = {one for one in kind.lifecycle.states if (kind.__name__, one) not in SEEN_ON_REQUEST}
    if (known := set(published.get("enum", ()))) and (strange := sorted(words - known)):
        yield f"{name} has words that the contract does not have: {', '.join(strange)}"


def _parameters(
    operation: Operation, kind: type[Resource], verb: str, mark: type[Create | Update], mount: Mount
) -> Iterator[tuple[Literal["fault", "gap"], str]]:
    published = {one.name: one for one in operation.parameters if one.place == "form"}
    own = [column for column in kind.columns if column.name not in mount.fixed]  # what a mount fixes nobody can give there
    read = {column.parameter(given): given for column in own if (given := column.mark(mark)) is not None}
    judged = {name for resource, name in JUDGED_BY_AN_ACTION if resource == kind.__name__}
    if operation.body_type.endswith("json"):
        return
    if strange := sorted(read.keys() - published.keys() - judged):
        yield "fault", f"{verb} reads parameters that the contract does not have: {', '.join(strange)}"
    if unread := sorted(published.keys() - read.keys()):
        yield "gap", f"{verb} does not read {', '.join(unread)}"
    for name, given in read.items():
        required = isinstance(given, Create) and given.required is not None
        if name in published and required != published[name].required and verb == "create" and name not in judged:
            yield "fault", f"{name} is {'' if required else 'not '}required by {verb}, against the contract"


def main() -> int:
    """Print the differences, faults first; exit status 1 when there is a fault, 2 without the documents."""
    try:
        found = differences(Index(load_operations()), resources())
    except ContractUnavailable as error:
        print(error, file=sys.stderr)
        return 2
    for one in sorted(found, key=lambda one: (one.kind, one.resource, one.address)):
        print(one)
    return 1 if any(one.kind == "fault" for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Finds or makes what an operation needs first: the things that its path and its parameters name.

A path parameter stands for a member of the collection before it (`/Services/{ServiceSid}`): the driver creates one there
if the contract has a POST for it, else takes the first of its list, else one of the same SID prefix made elsewhere.
What cannot be had is replaced by a well-formed value, and `Located.problem` says why.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from contract.certificate import certificate
from contract.client import Client, Reply, Request
from contract.examples import ANY_NUMBER_PARAMETERS, EXAMPLES, NOTHING, OWNED_NUMBER_PARAMETERS, PATH_VALUES
from contract.far_end import LINK_PARENT, FarEnd
from contract.operations import Operation, Parameter, resolve
from contract.synthesis import SID_PATTERN, Synthesis
from contract.world import World

_TEMPLATE = re.compile(r"\{([^}]*)\}")
_IDENTIFIERS = ("unique_name", "uniqueName", "identity", "name", "friendly_name", "number", "iso_country")


@dataclass(frozen=True, slots=True)
class Located:
    """A path with every parameter filled in; `instance` is the answer that made its last one, when one was made."""

    path: str
    problem: str = ""
    instance: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A member of a collection: the answer that shows it, or why there is none."""

    answer: dict[str, Any] | None
    problem: str = ""


class Index:
    """The operations by key, by address and by the SID prefix of what they create; the same for every product's driver."""

    def __init__(self, operations: list[Operation]) -> None:
        self.by_key = {one.key: one for one in operations}
        self.by_address = {(one.product, one.method, template(one.path)): one for one in operations}
        self.makers: dict[str, list[Operation]] = defaultdict(list)
        for one in sorted(operations, key=lambda one: one.path.count("{")):
            if one.method == "POST" and not _is_member(one.path) and (prefix := created_prefix(one)):
                self.makers[prefix].append(one)

    def at(self, operation: Operation, method: str, path: str | None = None) -> Operation | None:
        """The operation of the same product with another method, at the same or another (template) path."""
        return self.find(operation.product, method, path or operation.path)

    def find(self, product: str, method: str, path: str) -> Operation | None:
        """The operation at an address, whatever its parameters are called."""
        return self.by_address.get((product, method, template(path)))


class Instances:
    """Things on the server, made once and shared, or made fresh for an operation that would spoil them."""

    def __init__(self, index: Index, client: Client, world: World, synthesis: Synthesis) -> None:
        self._index, self._client, self._world, self._synthesis = index, client, world, synthesis
        self._shared: dict[str, Found] = {}
        self._under_way: set[str] = set()
        self._far_end = FarEnd(client, world, synthesis, self._available_number)

    def locate(self, operation: Operation, *, fresh: bool = False) -> Located:
        """The concrete address of an operation; with `fresh` its last member is made for it alone."""
        segments = operation.path.split("/")
        special = EXAMPLES.get(operation.key, NOTHING).parents
        last = max((i for i, one in enumerate(segments) if "{" in one), default=-1)
        problem, instance = "", None
        found: Found | None
        for i, segment in enumerate(segments):
            match = _TEMPLATE.search(segment)
            if match is None:
                continue
            collection = "/".join(segments[:i])
            parameter = next(one for one in operation.parameters if (one.place, one.name) == ("path", match[1]))
            if match[1] in special:
                found = self._special(operation, i, collection, special[match[1]])
                value = str((found.answer or {}).get("sid") or self._synthesis.sid("AA"))
            else:
                value, found = self._member(operation, i, collection, parameter, fresh=fresh and i == last)
            segments[i] = segment.replace(match[0], value)
            if found is not None:
                problem = problem or found.problem
                instance = found.answer if i == last else instance
        return Located(self._address(operation, "/".join(segments)), problem, instance)

    def stock(self, operation: Operation, located: Located) -> None:
        """Before a list is driven: see to a member that only the far end can make, lest an empty list pass for proof."""
        known = _at_far_end(operation, operation.path)
        if self._far_end.knows(known) and self.shared(located.path) is None:
            self._shared[_bare(located.path)] = Found(*self._far_end.make(known))

    def share(self, operation: Operation, located: Located, answer: Any) -> None:
        """Keep what a driven POST made, for the operations that need a member of its collection."""
        if isinstance(answer, dict):
            self._shared.setdefault(_bare(located.path), Found(answer))

    def shared(self, path: str) -> dict[str, Any] | None:
        """What was made by a POST to this collection and is kept; None when nothing was."""
        found = self._shared.get(_bare(path))
        return found.answer if found is not None else None

    def request(self, operation: Operation, path: str, *, optional: bool) -> tuple[Request, dict[str, Any]]:
        """The request for an operation, and the plain values in it which the answer should show again."""
        example = EXAMPLES.get(operation.key, NOTHING)
        request = Request(operation.method, path)
        sent: dict[str, Any] = {}
        extras = self.optional_names(operation) if optional and not example.plain else ()
        for one in operation.parameters:
            if one.place == "path" or not (one.required or one.name in extras or one.name in example.values):
                continue
            value = self._fill(example.values[one.name]) if one.name in example.values else self._value(operation, one)
            text = value if isinstance(value, str) else _form_text(value)
            if one.place == "query":
                request.query.append((one.name, text))
            elif one.place == "header":
                request.headers[one.name] = text
            else:
                request.form = [*(request.form or ()), *((one.name, each) for each in _texts(value))]
                if not isinstance(value, list | dict) and one.name not in example.unechoed:
                    sent[one.name] = value
        if operation.body_type.endswith("json") and operation.body_schema is not None:
            body = self._synthesis.object(operation.document, operation.body_schema)
            request.json_body = body | {name: self._fill(value) for name, value in example.values.items()}
            sent = {
                name: value
                for name, value in request.json_body.items()
                if not isinstance(value, list | dict) and name not in example.unechoed
            }
        elif request.form is None and operation.method in ("POST", "PUT", "PATCH"):
            request.form = []
        return request, sent

    def optional_names(self, operation: Operation) -> frozenset[str]:
        """Optional form parameters that are simple values and shown again by the answer: safe to send, and worth it."""
        shown = {squeezed(name) for name in _answer_properties(operation)}
        names = {one.name for one in operation.parameters if one.place == "query" and one.name == "PageSize"}
        for one in operation.parameters:
            schema = resolve(operation.document, one.schema)
            simple = schema.get("type") in ("string", "boolean") and not schema.get("pattern")
            risky = schema.get("format") in ("date-time", "date", "phone-number") or one.name.endswith("Sid")
            if one.place == "form" and simple and not risky and one.name != "Status" and squeezed(one.name) in shown:
                names.add(one.name)
        return frozenset(names)

    def create(self, maker: Operation, path: str) -> tuple[Reply, str]:
        """Send a POST with the required parameters (or those of its example) to a concrete address."""
        request, _ = self.request(maker, path, optional=False)
        reply = self._client.send(request)
        return reply, "" if reply.ok else f"needs {maker.operation_id}, which answers {reply.summary()}"

    def _special(self, operation: Operation, position: int, collection: str, values: dict[str, Any]) -> Found:
        """A member made with the values that an example asks for, shared by all examples that ask for the same."""
        maker = self._index.at(operation, "POST", "/".join(operation.path.split("/")[:position]))
        if maker is None:
            return Found(None, f"nothing makes a member of {collection}")
        key = f"{_bare(self._address(maker, collection))} {values}"
        if key not in self._shared:
            form = [(name, text) for name, value in values.items() for text in _texts(self._fill(value))]
            reply = self._client.send(Request("POST", self._address(maker, collection), form=form))
            ok = reply.ok and isinstance(reply.body, dict)
            problem = f"needs {maker.operation_id}, which answers {reply.summary()}"
            self._shared[key] = Found(reply.body) if ok else Found(None, problem)
        return self._shared[key]

    def _member(
        self, operation: Operation, position: int, collection: str, parameter: Parameter, *, fresh: bool
    ) -> tuple[str, Found | None]:
        own_collection = "/".join(operation.path.split("/")[:position])
        maker = self._index.at(operation, "POST", own_collection)
        name = parameter.name
        if name == "AccountSid" and (not fresh or maker is None):
            return self._world.account_sid, None
        example = EXAMPLES.get(operation.key, NOTHING)
        fixed = self._fill(example.at.get(name)) or PATH_VALUES.get(f"{operation.product} {name}", PATH_VALUES.get(name))
        if fixed is not None:
            return fixed, None
        if maker is None and f"{operation.product} {name}" in OWNED_NUMBER_PARAMETERS and self._world.numbers:
            return self._world.numbers[0], None
        if maker is None and name in ANY_NUMBER_PARAMETERS and self._world.handsets:
            return self._world.handsets[0], None
        found = self._find(operation, own_collection, collection, parameter, fresh=fresh)
        value = identifier(operation, parameter, found.answer) if found.answer is not None else None
        if value is None:
            problem = found.problem or f"no {name} among the properties of what {own_collection} answers"
            found = replace(found, answer=None, problem=problem)
            value = str(self._synthesis.value(operation.document, name, parameter.schema, parameter.example))
        return value, found

    def _find(self, operation: Operation, own_collection: str, collection: str, parameter: Parameter, *, fresh: bool) -> Found:
        key = _bare(self._address(operation, collection))
        if not fresh and key in self._shared:
            return self._shared[key]
        if key in self._under_way:
            return Found(None, f"needs itself: {own_collection}")
        self._under_way.add(key)
        try:
            # Where the collection refuses a second member, the one that it has is meant, and none of another collection.
            found = self._make_or_list(operation, own_collection, collection, parameter, elsewhere=not (fresh and key in self._shared))
        finally:
            self._under_way.discard(key)
        if found.answer is None and fresh and key in self._shared:
            return self._shared[key]
        self._shared.setdefault(key, found)
        return found

    def _make_or_list(self, operation: Operation, own_collection: str, collection: str, parameter: Parameter, *, elsewhere: bool) -> Found:
        problem = f"nothing makes a member of {own_collection}"
        if self._far_end.knows(known := _at_far_end(operation, own_collection)):
            return Found(*self._far_end.make(known))
        if maker := self._index.at(operation, "POST", own_collection):
            reply, problem = self.create(maker, self._address(maker, collection))
            if isinstance(reply.body, dict) and reply.ok:
                return Found(reply.body)
        elif lister := self._index.at(operation, "GET", own_collection):
            request, _ = self.request(lister, self._address(lister, collection), optional=False)
            reply = self._client.send(request)
            if reply.ok and (items := items_of(reply.body)):
                return Found(items[0])
            problem = f"{lister.operation_id} {'has no members' if reply.ok else 'answers ' + reply.summary()}"
        pattern = SID_PATTERN.fullmatch(resolve(operation.document, parameter.schema).get("pattern", ""))
        if elsewhere and pattern and (made := self._made_elsewhere(operation, pattern[1])):
            return made
        return Found(None, problem)

    def _made_elsewhere(self, operation: Operation, prefix: str) -> Found | None:
        makers = self._index.makers.get(prefix, [])
        for maker in sorted(makers, key=lambda one: (one.product != operation.product, one.version != operation.version)):
            key = f"{maker.product}{template(maker.path)}"
            if key in self._under_way:
                continue
            if key not in self._shared:
                self._under_way.add(key)
                located = self.locate(maker)
                reply, problem = self.create(maker, located.path)
                self._under_way.discard(key)
                ok = reply.ok and isinstance(reply.body, dict)
                self._shared[key] = Found(reply.body) if ok else Found(None, problem)
            if self._shared[key].answer is not None:
                return self._shared[key]
        return None

    def _value(self, operation: Operation, parameter: Parameter) -> Any:
        schema = resolve(operation.document, parameter.schema)
        pattern = SID_PATTERN.fullmatch(schema.get("pattern", ""))
        if pattern and pattern[1] == "AC":
            return self._world.account_sid
        if pattern and (made := self._made_elsewhere(operation, pattern[1])) and made.answer is not None:
            return str(made.answer["sid"])
        if schema.get("format") == "phone-number" or squeezed(parameter.name) in ("to", "phonenumber", "number"):
            return self._fill("$handset" if parameter.name == "To" else "$number")
        return self._synthesis.value(operation.document, parameter.name, parameter.schema, parameter.example)

    def _fill(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._fill(one) for one in value]
        if isinstance(value, dict):
            return {name: self._fill(one) for name, one in value.items()}
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        word, *rest = value[1:].split(" ")
        if word == "number":
            return self._world.numbers[0] if self._world.numbers else "+15557770001"
        if word == "handset":
            return self._world.handsets[0] if self._world.handsets else "+15551230001"
        if word == "account_sid":
            return self._world.account_sid
        if word == "unique":
            return self._synthesis.unique(rest[0] if rest else "u")
        if word == "json":
            return json.dumps({"made": self._synthesis.unique()})
        if word == "media_url":
            return self._world.media_url
        if word == "bought_number":
            return self._bought_number()
        if (make := self._far_end.words.get(word)) is not None:
            return (make()[0] or {}).get("sid") or self._synthesis.sid("AA")
        if word == "linked":
            return self._linked_service().get(rest[0]) or self._synthesis.sid("AA")
        if word == "certificate":
            return certificate(f"*{LINK_PARENT}")
        if word == "available_number":
            return self._available_number(*rest)
        if word == "shown":
            return self._shown(self._index.by_key[" ".join(rest[1:])]).get(rest[0]) or self._synthesis.sid("AA")
        raise ValueError(f"an example holds {value!r}, which the driver does not know")

    def _shown(self, maker: Operation) -> dict[str, Any]:
        key = f"shown by {maker.key}"
        if key not in self._shared:
            reply, problem = self.create(maker, self.locate(maker).path)
            self._shared[key] = Found(reply.body if reply.ok and isinstance(reply.body, dict) else None, problem)
        return self._shared[key].answer or {}

    def _linked_service(self) -> dict[str, Any]:
        """Made once, for all who ask; empty when the far end could not."""
        if "linked service" not in self._shared:
            self._shared["linked service"] = Found(self._far_end.linked_service()[0])
        return self._shared["linked service"].answer or {}

    def _bought_number(self) -> str:
        """The SID of a number that nobody else was told of."""
        path = f"/2010-04-01/Accounts/{self._world.account_sid}/IncomingPhoneNumbers.json"
        reply = self._client.send(Request("POST", path, form=[("PhoneNumber", self._available_number())]))
        return str(reply.body["sid"]) if reply.ok and isinstance(reply.body, dict) else self._synthesis.sid("PN")

    def _available_number(self, kind: str = "Local", country: str = "US") -> str:
        path = f"/2010-04-01/Accounts/{self._world.account_sid}/AvailablePhoneNumbers/{country}/{kind}.json"
        reply = self._client.send(Request("GET", path, [("PageSize", "50")]))
        offered = items_of(reply.body) if reply.ok else []
        # Another product's driver may buy at the same time, so each takes its own place in the list.
        place = int(self._synthesis.sid("")[:4], 16)
        return str(offered[place % len(offered)]["phone_number"]) if offered else "+14155550100"

    @staticmethod
    def _address(operation: Operation, path: str) -> str:
        suffix = ".json" if operation.path.endswith(".json") and not path.endswith(".json") else ""
        return replace(operation, path=path + suffix).address


def template(path: str) -> str:
    """A path with its parameters unnamed and without the `.json` of the 2010-04-01 API."""
    return _TEMPLATE.sub("{}", path.removesuffix(".json"))


def squeezed(name: str) -> str:
    """A name without the ways of writing it: `FriendlyName`, `friendly_name` and `friendlyName` are one."""
    return name.replace("_", "").lower()


def items_of(body: Any) -> list[dict[str, Any]]:
    """The members that a list answers: the first property that is a list of objects."""
    if isinstance(body, dict):
        for value in body.values():
            if isinstance(value, list) and all(isinstance(one, dict) for one in value):
                return value
    return []


def identifier(operation: Operation, parameter: Parameter, answer: dict[str, Any]) -> str | None:
    """The value of an answer that stands for its thing in a path."""
    pattern = resolve(operation.document, parameter.schema).get("pattern")
    by_name = {squeezed(name): value for name, value in answer.items()}
    candidates = [by_name.get("sid"), by_name.get(squeezed(parameter.name)), by_name.get("id")]
    if pattern:
        candidates += answer.values()
        return next((one for one in candidates if isinstance(one, str) and re.search(pattern, one)), None)
    candidates.insert(0, candidates.pop(1))
    candidates += [answer.get(name) for name in _IDENTIFIERS]
    return next((str(one) for one in candidates if isinstance(one, str | int) and one != ""), None)


def created_prefix(operation: Operation) -> str:
    """The SID prefix of what a POST makes, by the schema of its answer; "" when it has none."""
    schema = resolve(operation.document, _answer_properties(operation).get("sid", {}))
    match = SID_PATTERN.fullmatch(schema.get("pattern") or "")
    return match[1] if match else ""


def _answer_properties(operation: Operation) -> dict[str, Any]:
    schema = operation.success_schema(operation.success_statuses[0])
    properties = resolve(operation.document, schema).get("properties", {}) if schema else {}
    return dict(properties)


def _at_far_end(operation: Operation, collection: str) -> str:
    return f"{operation.product} {template(collection)}"


def _is_member(path: str) -> bool:
    return path.removesuffix(".json").endswith("}")


def _bare(address: str) -> str:
    return address.removesuffix(".json")


def _form_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def _texts(value: Any) -> list[str]:
    """A form's values for one parameter: a list repeats it."""
    return [_form_text(one) for one in value] if isinstance(value, list) else [_form_text(value)]

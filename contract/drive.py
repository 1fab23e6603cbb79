"""Drives every operation of the contract against a running server over HTTP, and says of each how it answered.

Four outcomes: `done` (the promised status, valid against the schema, and what was sent is there again), `not built` (501
with a body that names the operation), `unproven` (built, but it needs a thing that nothing over the wire can make yet:
`contract/unproven.py`) and `wrong` (all else, with the reason). An answer is not taken on its word: what a
POST made must be there when fetched and listed, what was deleted must be gone, and a SID that nothing has must get a 404.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Literal

from contract.client import Client, Reply, Request
from contract.examples import EXAMPLES, NOTHING
from contract.instances import Index, Instances, Located, identifier, items_of, squeezed
from contract.operations import Operation, Parameter, resolve
from contract.schemas import Judge
from contract.served_image import served_image
from contract.synthesis import SID_PATTERN, Synthesis
from contract.unproven import EMPTY_LIST, UNPROVEN
from contract.world import World

Outcome = Literal["done", "not built", "unproven", "wrong"]
_AT_ONCE = 8
_PATIENCE = 5.0
# Creates first, so that reads find something; changes after reads; deletions last.
_ORDER = {"POST to collection": 0, "GET": 1, "PUT": 2, "PATCH": 2, "POST": 2, "DELETE": 3}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one operation answered; `notes` are remarks that do not decide, such as undocumented properties.

    `status` is the HTTP status of the answer that was judged, 0 when none came.
    """

    operation: Operation
    outcome: Outcome
    reason: str = ""
    notes: tuple[str, ...] = ()
    status: int = 0


class Wrong(Exception):
    """An answer that breaks the contract; the message is the reason."""


def drive(world: World, operations: list[Operation], only: Iterable[Operation] | None = None) -> list[Verdict]:
    """Drive the operations of `only` (all by default), product by product, several products at once.

    `operations` is the whole contract, because things of other products may be needed. A crash of the driver itself is
    raised, not counted.
    """
    index, run = Index(operations), secrets.token_hex(4)
    by_product: dict[str, list[Operation]] = {}
    for one in operations if only is None else only:
        by_product.setdefault(one.product, []).append(one)
    with served_image() as picture, ThreadPoolExecutor(_AT_ONCE) as pool:
        world = replace(world, media_url=picture)
        found = pool.map(lambda item: ProductDriver(world, index, item[0], run).drive(item[1]), by_product.items())
        return [verdict for verdicts in found for verdict in verdicts]


class ProductDriver:
    """Drives the operations of one product, one after another on one connection."""

    def __init__(self, world: World, index: Index, product: str, run: str) -> None:
        self._world, self._index = world, index
        self._client = Client(world.api_url, world.account_sid, world.auth_token)
        self._synthesis = Synthesis(product, run)
        self._instances = Instances(index, self._client, world, self._synthesis)
        self._judges: dict[str, Judge] = {}

    def drive(self, operations: list[Operation]) -> list[Verdict]:
        """A verdict for each operation, in the order in which they were driven."""
        try:
            return [self._verdict(one) for one in sorted(operations, key=_when)]
        finally:
            self._client.close()

    def _verdict(self, operation: Operation) -> Verdict:
        problem, notes, status = "", [], 0
        try:
            located = self._instances.locate(operation, fresh=_spoils(operation))
            problem = located.problem
            if operation.method == "GET" and last_parameter(operation) is None:
                self._instances.stock(operation, located)
            reply, sent, remark = self._ask(operation, located)
            status = reply.status
            if remark:
                notes.append(remark)
            if reply.status == 501:
                if not _names(reply, operation):
                    raise Wrong(f"501 does not name the operation: {reply.text[:120]}")
                return Verdict(operation, "not built", status=status)
            if operation.key in UNPROVEN and (is_missing(reply) or (problem and reply.ok)):
                return Verdict(operation, "unproven", UNPROVEN[operation.key], status=status)
            notes += self._check(operation, located, reply, sent)
            if problem and not EXAMPLES.get(operation.key, NOTHING).prepared_by:
                raise Wrong(f"answers {status} although its path names what is not there")
            if operation.operation_id.startswith("List") and [] in reply.body.values():
                return Verdict(operation, "unproven", UNPROVEN.get(operation.key, EMPTY_LIST), tuple(notes), status)
        except Wrong as error:
            return Verdict(operation, "wrong", f"{error} ({problem})" if problem else str(error), tuple(notes), status)
        except OSError as error:
            return Verdict(operation, "wrong", f"connection: {error}")
        return Verdict(operation, "done", notes=tuple(notes), status=status)

    def _ask(self, operation: Operation, located: Located) -> tuple[Reply, dict[str, Any], str]:
        """Send with optional parameters; where these are refused, once more with the required ones only."""
        client, path = self._client, located.path
        example = EXAMPLES.get(operation.key, NOTHING)
        if example.once:
            self._await(path, example.once)
        if example.prepared_by:
            first = self._index.by_key[example.prepared_by]
            below = first.path.count("/") > operation.path.count("/")
            before, _ = self._instances.request(first, f"{path}/{self._synthesis.unique()}" if below else path, optional=False)
            client.send(before)
        if example.as_subaccount:
            client = self._subaccount(operation)
        request, sent = self._instances.request(operation, path, optional=True)
        reply, remark = client.send(request), ""
        if 400 <= reply.status < 500 and not example.plain and self._instances.optional_names(operation):
            remark = f"refused with optional parameters: {reply.summary()}"
            request, sent = self._instances.request(operation, path, optional=False)
            reply = client.send(request)
            if not reply.ok:
                remark = ""
        if client is not self._client:
            client.close()
        return reply, sent, remark

    def _await(self, path: str, statuses: tuple[str, ...]) -> None:
        """Wait until the member at this address has one of the statuses, or for `_PATIENCE` seconds at the most."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            reply = self._client.send(Request("GET", path))
            if not reply.ok or (isinstance(reply.body, dict) and reply.body.get("status") in statuses):
                return
            time.sleep(0.02)

    def _check(self, operation: Operation, located: Located, reply: Reply, sent: dict[str, Any]) -> list[str]:
        """Raise `Wrong` unless the answer and its after-effects are as promised; returns remarks."""
        if reply.status not in operation.success_statuses:
            promised = "/".join(map(str, operation.success_statuses))
            raise Wrong(f"{reply.summary() or 'no answer'} (promised {promised})")
        schema = operation.success_schema(reply.status)
        notes: list[str] = []
        if schema is None:
            if reply.body not in (None, {}) and reply.status == 204:
                raise Wrong("204 with a body")
        elif reply.body is None:
            raise Wrong(f"no JSON where the contract has some: {reply.media_type} {reply.text[:80]!r}")
        else:
            judge = self._judges.setdefault(operation.document.name, Judge(operation.document))
            if faults := judge.faults(schema, reply.body):
                raise Wrong(faults)
            if found := judge.undocumented(schema, reply.body):
                notes.append(f"undocumented: {', '.join(found)}")
        if isinstance(reply.body, dict):
            echo(sent, reply.body)
        self._check_effects(operation, located, reply)
        return notes

    def _check_effects(self, operation: Operation, located: Located, reply: Reply) -> None:
        member = last_parameter(operation)
        if operation.method == "POST" and member is None and not EXAMPLES.get(operation.key, NOTHING).makes_no_member:
            self._instances.share(operation, located, reply.body)
            self._check_fetch(operation, located, reply)
        elif operation.method == "GET" and member is None:
            self._check_listed(operation, located, reply)
        elif operation.method == "GET" and member is not None:
            self._check_unknown(operation, located, member)
        elif operation.method == "DELETE" and (fetch := self._index.at(operation, "GET")):
            asked, _ = self._instances.request(fetch, located.path, optional=False)
            again = self._client.send(asked)
            if again.status not in (404, 410, 501):
                raise Wrong(f"not gone after {operation.operation_id}: {fetch.operation_id} answers {again.summary()}")

    def _check_fetch(self, operation: Operation, located: Located, reply: Reply) -> None:
        """What a POST to a collection made must be fetched under its own identifier with the same name and SID."""
        fetch = self._index.at(operation, "GET", f"{operation.path.removesuffix('.json')}/{{}}")
        member = last_parameter(fetch) if fetch is not None else None
        if fetch is None or member is None or not isinstance(reply.body, dict):
            return
        value = identifier(fetch, member, reply.body)
        if value is None:
            raise Wrong(f"the answer has no {member.name} to fetch it by")
        bare = located.path.removesuffix(".json")
        again = self._client.send(Request("GET", f"{bare}/{value}" + (".json" if bare != located.path else "")))
        if again.status == 501:
            return
        if not again.ok or not isinstance(again.body, dict):
            raise Wrong(f"made, but {fetch.operation_id} answers {again.summary()}")
        for name in ("sid", "friendly_name", "unique_name", "account_sid"):
            if name in reply.body and name in again.body and reply.body[name] != again.body[name]:
                raise Wrong(f"{name} was {reply.body[name]!r} when made, {again.body[name]!r} when fetched")

    def _check_listed(self, operation: Operation, located: Located, reply: Reply) -> None:
        """A list of one page must hold what was made in its collection before; what is found by a parameter must be it."""
        made = self._instances.shared(located.path)
        found = isinstance(reply.body, dict) and "sid" in reply.body and operation.operation_id.startswith("Fetch")
        items = [reply.body] if found and isinstance(reply.body, dict) else items_of(reply.body)
        if made is None or "sid" not in made or _has_next_page(reply.body) or (items and "sid" not in items[0]):
            return
        if all(one.get("sid") != made["sid"] for one in items):
            raise Wrong(f"{made['sid']} was made here and is not in the list of {len(items)}")

    def _check_unknown(self, operation: Operation, located: Located, member: Parameter) -> None:
        pattern = SID_PATTERN.fullmatch(resolve(operation.document, member.schema).get("pattern", ""))
        if pattern is None or member.name == "AccountSid":
            return
        parent, _, last = located.path.rpartition("/")
        other = self._synthesis.sid(pattern[1]) + (".json" if last.endswith(".json") else "")
        reply = self._client.send(Request("GET", f"{parent}/{other}"))
        if reply.ok:
            raise Wrong(f"answers {reply.status} for {other}, which nothing has")

    def _subaccount(self, operation: Operation) -> Client:
        """The credentials of a new subaccount; it has a secondary token, unless the operation makes just that."""
        form = [("FriendlyName", self._synthesis.unique("sub"))]
        reply = self._client.send(Request("POST", "/2010-04-01/Accounts.json", form=form))
        if not reply.ok or not isinstance(reply.body, dict):
            raise Wrong(f"needs a subaccount, and CreateAccount answers {reply.summary()}")
        if "auth_token" not in reply.body:
            raise Wrong("needs a subaccount's credentials, and CreateAccount shows no auth_token")
        client = Client(self._world.api_url, reply.body["sid"], reply.body["auth_token"])
        if not operation.operation_id.startswith("Create"):
            client.send(Request("POST", "/accounts/v1/AuthTokens/Secondary", form=[]))
        return client


def is_missing(reply: Reply) -> bool:
    """Whether the answer is Twilio's 404 for a thing that is not there."""
    return reply.status == 404 and isinstance(reply.body, dict) and reply.body.get("code") == 20404


def echo(sent: dict[str, Any], answer: dict[str, Any]) -> None:
    """Raise `Wrong` for a sent value that the answer shows under the same name with another content."""
    shown = {squeezed(name): (name, value) for name, value in answer.items()}
    for parameter, value in sent.items():
        if squeezed(parameter) not in shown:
            continue
        name, found = shown[squeezed(parameter)]
        if isinstance(found, dict | list):
            continue
        if _plain(found) != _plain(value):
            raise Wrong(f"{parameter}={value!r} was sent, {name} is {found!r}")


def last_parameter(operation: Operation) -> Parameter | None:
    """The parameter that ends the path of a member's operation; None for a collection, a singleton or a verb."""
    match = re.search(r"\{([^}]*)\}(\.json)?$", operation.path)
    if match is None:
        return None
    return next(one for one in operation.parameters if (one.place, one.name) == ("path", match[1]))


def _plain(value: Any) -> str:
    return str(value).lower().rstrip("/") if value is not None else ""


def _names(reply: Reply, operation: Operation) -> bool:
    return isinstance(reply.body, dict) and re.search(rf"\b{operation.operation_id}\b", str(reply.body)) is not None


def _has_next_page(body: Any) -> bool:
    if not isinstance(body, dict):
        return False
    meta = body.get("meta")
    return bool(body.get("next_page_uri") or (isinstance(meta, dict) and meta.get("next_page_url")))


def _spoils(operation: Operation) -> bool:
    """Whether the operation changes or removes the member that its path names."""
    return operation.method != "GET" and last_parameter(operation) is not None


def _when(operation: Operation) -> tuple[int, int, str]:
    collection = operation.method == "POST" and last_parameter(operation) is None
    return _ORDER["POST to collection" if collection else operation.method], operation.path.count("/"), operation.path

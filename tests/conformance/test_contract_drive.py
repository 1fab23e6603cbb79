"""The driver against a small server that lies in every way it must find out."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from contract.documents import Document
from contract.drive import drive
from contract.operations import load_operations
from contract.unproven import UNPROVEN
from contract.world import World

_SID = "^XA[0-9a-fA-F]{32}$"
_THING = {
    "type": "object",
    "properties": {"sid": {"type": "string", "pattern": _SID}, "friendly_name": {"type": "string"}},
}
_FORM = {
    "content": {
        "application/x-www-form-urlencoded": {"schema": {"required": ["FriendlyName"], "properties": {"FriendlyName": {"type": "string"}}}}
    }
}


def _answer(status: int, schema: dict[str, Any] | None) -> dict[str, Any]:
    return {str(status): {"content": {"application/json": {"schema": schema}}} if schema else {}}


_PAGE = {"type": "object", "properties": {"things": {"type": "array", "items": {"$ref": "#/components/schemas/thing"}}}}
_MEMBER = [{"name": "Sid", "in": "path", "required": True, "schema": {"type": "string", "pattern": _SID}}]
_DOCUMENT = Document(
    "thing_v1",
    {
        "servers": [{"url": "https://thing.twilio.com"}],
        "components": {"schemas": {"thing": _THING}},
        "paths": {
            "/v1/Things": {
                "post": {"operationId": "CreateThing", "requestBody": _FORM, "responses": _answer(201, _THING)},
                "get": {"operationId": "ListThing", "responses": _answer(200, _PAGE)},
            },
            "/v1/Things/{Sid}": {
                "parameters": _MEMBER,
                "get": {"operationId": "FetchThing", "responses": _answer(200, _THING)},
                "post": {"operationId": "UpdateThing", "requestBody": _FORM, "responses": _answer(200, _THING)},
                "delete": {"operationId": "DeleteThing", "responses": _answer(204, None)},
            },
        },
    },
)
_NAMES = {
    ("POST", False): "CreateThing",
    ("GET", False): "ListThing",
    ("GET", True): "FetchThing",
    ("POST", True): "UpdateThing",
    ("DELETE", True): "DeleteThing",
}


class _Server(ThreadingHTTPServer):
    """Keeps things honestly, except for what `lie` says."""

    lie = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.things: dict[str, dict[str, Any]] = {}

    def answer(self, method: str, path: str, form: dict[str, list[str]]) -> tuple[int, Any]:
        sid = match[1] if (match := re.fullmatch(r"/thing/v1/Things/(\w+)", path)) else ""
        name = _NAMES[method, bool(sid)]
        if self.lie == "bare" and name == "CreateThing":
            return 501, {"code": 20501, "message": "CreateThing is not built"}
        if self.lie == "unbuilt":
            return 501, {"code": 20501, "message": f"{name} is not built"}
        if self.lie == "nameless":
            return 501, {"code": 20501, "message": "not built"}
        if self.lie == "empty":
            return (204, None) if name == "DeleteThing" else (201 if name == "CreateThing" else 200, {})
        if self.lie == "body after 204" and name == "DeleteThing":
            return 204, {}
        if name == "CreateThing":
            return 201, self._create(form["FriendlyName"][0])
        if name == "ListThing":
            return 200, {"things": [] if self.lie == "unlisted" else list(self.things.values())}
        if sid not in self.things:
            made_up = {"sid": sid, "friendly_name": "made up"}
            return (200, made_up) if self.lie == "any SID" else (404, {"code": 20404})
        if name == "UpdateThing":
            self.things[sid]["friendly_name"] = "same" if self.lie == "deaf" else form["FriendlyName"][0]
        elif name == "DeleteThing":
            if self.lie != "undeleted":
                del self.things[sid]
            return 204, None
        return 200, self.things[sid]

    def _create(self, friendly_name: str) -> dict[str, Any]:
        thing = {"sid": f"XA{len(self.things) + 1:032x}", "friendly_name": friendly_name}
        if self.lie != "forgetful":
            self.things[thing["sid"]] = thing
        return thing


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        status, body = self.server.answer(self.command, self.path.split("?")[0], form)
        raw = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_POST = do_DELETE = do_GET  # noqa: N815 - the names are the base class's

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[_Server]:
    found = _Server()
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()


def _outcomes(server: _Server) -> tuple[dict[str, str], str]:
    world = World(f"http://127.0.0.1:{server.server_address[1]}", "AC" + "0" * 32, "token", (), ())
    verdicts = drive(world, load_operations([_DOCUMENT]))
    return {one.operation.operation_id: one.outcome for one in verdicts}, " ".join(one.reason for one in verdicts)


def test_an_honest_server_is_done(server: _Server) -> None:
    outcomes, reasons = _outcomes(server)
    assert (set(outcomes.values()), reasons.strip()) == ({"done"}, "")
    assert len(outcomes) == 5


def test_a_501_counts_as_not_built_only_when_it_names_the_operation(server: _Server) -> None:
    server.lie = "unbuilt"
    assert set(_outcomes(server)[0].values()) == {"not built"}
    server.lie = "nameless"
    assert set(_outcomes(server)[0].values()) == {"wrong"}


@pytest.mark.parametrize(
    ("lie", "caught", "reason"),
    [
        ("empty", "CreateThing", "missing properties: sid, friendly_name"),
        ("empty", "FetchThing", "missing properties"),
        ("any SID", "FetchThing", "which nothing has"),
        ("unlisted", "ListThing", "not in the list"),
        ("deaf", "UpdateThing", "FriendlyName="),
        ("undeleted", "DeleteThing", "not gone after DeleteThing"),
        ("body after 204", "DeleteThing", "perhaps a body after a 204"),
        ("forgetful", "CreateThing", "made, but FetchThing answers 404"),
    ],
)
def test_a_lie_is_found_out(server: _Server, lie: str, caught: str, reason: str) -> None:
    server.lie = lie
    outcomes, reasons = _outcomes(server)
    assert outcomes[caught] == "wrong"
    assert reason in reasons


def test_a_list_without_members_and_a_thing_that_cannot_be_made_are_not_done(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.lie = "bare"
    assert _outcomes(server)[0] == {
        "CreateThing": "not built", "ListThing": "unproven", "FetchThing": "wrong", "UpdateThing": "wrong", "DeleteThing": "wrong",
    }  # fmt: skip
    monkeypatch.setitem(UNPROVEN, "thing v1 FetchThing", "nothing makes one")
    outcomes, reasons = _outcomes(server)
    assert outcomes["FetchThing"] == "unproven"
    assert "nothing makes one" in reasons
    server.lie = ""
    assert _outcomes(server)[0]["FetchThing"] == "done"

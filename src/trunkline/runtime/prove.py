"""The proof that `trunkline up` gives of itself: a text to a handset, its answer, the app's reply, each line as it happens."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import msgspec

from trunkline.foundations.webhooks.ports import Outgoing, WebCaller

from .all_in_one import Node
from .echo_app import PATH
from .first_start import Credentials

_PATIENCE = 20.0


class NotProved(Exception):
    """A step did not happen; its text says which."""


class _Client:
    """Asks the API over HTTP, as an app would."""

    def __init__(self, node: Node, credentials: Credentials) -> None:
        pair = f"{credentials.account_sid}:{credentials.auth_token}".encode()
        self._authorization = f"Basic {base64.b64encode(pair).decode()}"
        self._url, self._caller = credentials.api_url, node.platform.ports[WebCaller]

    async def ask(self, method: Any, path: str, **parameters: str) -> Any:
        headers = (("Authorization", self._authorization), ("Content-Type", "application/x-www-form-urlencoded"))
        answer = await self._caller.call(Outgoing(method, self._url + path, headers, urlencode(parameters).encode()))
        body = msgspec.json.decode(answer.body)
        if answer.status >= 400:
            raise NotProved(f"{method} {path} answered {answer.status}: {body['message']}")
        return body


async def prove(node: Node, credentials: Credentials, number: str, handset: str, say: Callable[[str], None]) -> None:
    """`number` answers through the echo app, `handset` is reachable. Raises NotProved."""
    client = _Client(node, credentials)
    begun = time.perf_counter()

    def line(what: str, sid: str, words: str) -> None:
        say(f"  {(time.perf_counter() - begun) * 1000:7.1f} ms  {what:<34} {sid:<34}  {words}")

    messages = f"/2010-04-01/Accounts/{credentials.account_sid}/Messages"
    sent = await client.ask(
        "POST", f"{messages}.json", To=handset, From=number, Body="Hello from Trunkline. Answer me!",
        StatusCallback=credentials.api_url + PATH + "/status",
    )  # fmt: skip
    line("POST Messages: 201", sent["sid"], f"{sent['status']}, {number} to {handset}")
    seen = set()
    async for told in _callbacks(node, sent["sid"]):
        seen.add(told)
        line(f"status callback: {told}", sent["sid"], "")
        if told == "delivered":
            break
    if "delivered" not in seen:
        raise NotProved("the text was not delivered")
    answered = await client.ask("POST", f"/network/v1/Handsets/{handset}/Messages", To=number, Body="Hello yourself")
    line("the handset answers", str(answered.get("message_sid") or answered["sid"]), f"{handset} to {number}: Hello yourself")
    asked = await _until(lambda: _webhook(node, begun))
    line("webhook: the echo app is asked", asked["MessageSid"], "it replies with TwiML")
    reply = await _until(lambda: _reply(client, handset, "You said: Hello yourself", answered["sid"]))
    line("the reply is on the handset", str(reply.get("message_sid") or reply["sid"]), reply["body"])


async def _callbacks(node: Node, sid: str) -> Any:
    told = 0
    deadline = time.perf_counter() + _PATIENCE
    while time.perf_counter() < deadline:
        states = [p["MessageStatus"] for _, path, p in node.door.echo.heard if path != PATH and p.get("MessageSid") == sid]
        for state in states[told:]:
            yield state
        told = len(states)
        await asyncio.sleep(0.002)


async def _webhook(node: Node, since: float) -> dict[str, str] | None:
    return next((p for at, path, p in node.door.echo.heard if path == PATH and at > since), None)


async def _reply(client: _Client, handset: str, body: str, since: str) -> Any:
    """The text that came after the one named: an earlier start's proof has left the same words there."""
    held = await client.ask("GET", f"/network/v1/Handsets/{handset}/Messages?After={since}")
    return next((m for m in held["messages"] if m["body"] == body), None)


async def _until(check: Callable[[], Any]) -> Any:
    deadline = time.perf_counter() + _PATIENCE
    while time.perf_counter() < deadline:
        if (found := await check()) is not None:
            return found
        await asyncio.sleep(0.005)
    raise NotProved(f"nothing came within {_PATIENCE:.0f} s")

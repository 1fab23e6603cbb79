"""What is not one of the five verbs: how a carrier is, which route a text would take, and one text through one carrier."""

from __future__ import annotations

import asyncio
from typing import Any

from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V, write_iso8601
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route
from trunkline.products.messaging.actions.send_message import send_message
from trunkline.products.messaging.ports import Exchange, HearsByHttp, MessageCarrier
from trunkline.products.messaging.resources.message import Message

from .actions.keep_route import prefix
from .known import known_routes
from .messages import RoutingCarrier
from .resources.carrier import Carrier
from .rules.choose_route import Wanted, choose_route
from .running import RunningCarriers

PATIENCE = 20.0
"""Seconds for which a test call waits for the carrier's answer."""
_ON_THE_WAY = frozenset({"accepted", "scheduled", "queued", "sending"})
_MOST_SEGMENTS = 10


async def _carrier(request: Request) -> Carrier:
    found = await request.work.fetch(Carrier, request.path["carrier_sid"], request.account_sid)
    if found is None:
        raise request.missing()
    return found


def _routing(request: Request) -> RoutingCarrier:
    found: Any = request.work.platform.ports[MessageCarrier]
    if not isinstance(found, RoutingCarrier):
        raise Problem(20501, "This node hands its texts to one carrier, without routes", 501)
    return found


@route("GET", V(1, "network", "/Carriers/{carrier_sid}/Health"))
async def fetch_health(request: Request) -> Reply:
    """How this process sees the carrier, now; `addresses` are to be entered at the provider, where it calls us."""
    carrier = await _carrier(request)
    running = request.work.port(RunningCarriers)
    said: dict[str, Any] = {"state": "down", "words": "switched off", "addresses": {}}
    if carrier.enabled:
        held = await running.of(carrier)
        health = running.health(carrier.sid)
        addresses = held.carrier.addresses if held is not None and isinstance(held.carrier, HearsByHttp) else {}
        said = {"state": health.state, "words": health.words, "addresses": addresses}
    body = {"carrier_sid": carrier.sid, **said, "url": f"{request.at}/v1/Carriers/{carrier.sid}/Health"}
    return Reply(200, body, title="Health")


@route("POST", V(1, "network", "/Routes/DryRun"))
async def dry_run(request: Request) -> Reply:
    """To, From, Channel (sms), NumSegments (1): every route of the account, in the order in which they would be tried, and why."""
    if not request.text("To"):
        raise invalid("To", "is required", 21604)
    segments = request.text("NumSegments", "1")
    if not (segments.isascii() and segments.isdigit() and 1 <= int(segments) <= _MOST_SEGMENTS):
        raise invalid("NumSegments", f"must be between 1 and {_MOST_SEGMENTS}")
    destination, sender = request.text("To").strip(), request.text("From").strip()
    if ":" not in destination:
        destination = prefix("To", destination)
    if sender.isascii() and sender.isdigit() and len(sender) > 6:
        sender = f"+{sender}"  # a form turns a bare + into a space
    wanted = Wanted(destination, sender, request.account_sid, request.text("Channel", "sms"), int(segments))
    ways = await _routing(request).ways(request.work, request.account_sid)
    considered = choose_route(wanted, ways, request.work.now)
    chosen = considered[0] if considered and considered[0].usable else None
    if chosen is not None:
        words = f"{chosen.way.carrier_name} takes it: {chosen.reason}"
    elif considered:
        words = "no route fits: the message would fail with 30006"
    else:
        words = "the account has no routes: the simulated network takes it"
    body = {
        "to": destination, "from": sender or None, "channel": wanted.channel, "explanation": words,
        "route_sid": chosen.way.route_sid if chosen else None, "carrier_sid": chosen.way.carrier_sid if chosen else None,
        "considered": [c.to_data() for c in considered],
    }  # fmt: skip
    return Reply(200, body, title="DryRun")


@route("POST", V(1, "network", "/Carriers/{carrier_sid}/TestMessage"))
async def send_test_message(request: Request) -> Reply:
    """To, From, Body: a real message, judged as any other, that goes to this carrier whatever the routes say; with every PDU or HTTP
    exchange that its hand-over took. 202 when the carrier has not answered within 20 seconds."""
    carrier = await _carrier(request)
    if not carrier.enabled:
        raise Problem(20409, "The carrier is switched off: set Enabled=true first", 409)
    if request.caller.rehearsal:
        raise Problem(20008, "Test credentials cannot send through a carrier", 403)
    await known_routes(request.work).refresh(request.work)
    body = request.text("Body") or "Trunkline test message"
    draft = Message(account_sid=request.account_sid, to=request.text("To"), from_=request.text("From"), body=body)
    message = await send_message(draft, request.work)
    with _routing(request).pinned(message.sid, carrier.sid) as heard:
        await request.work.commit()
        message = await _wait(request, message.sid)
    said = {"message": encoder(Message, Message.mounts[0])(message, ""), "exchanges": [_written(e) for e in heard]}
    return Reply(202 if message.status in _ON_THE_WAY else 201, said, title="TestMessage")


@route("GET", V(1, "network", "/Carriers/{carrier_sid}/Reports/{key}"), open=True)
@route("POST", V(1, "network", "/Carriers/{carrier_sid}/Reports/{key}"), open=True)
async def hear_report(request: Request) -> Reply:
    """What a provider tells of a text; the carrier judges whether the call is genuine."""
    return await (await _listener(request)).hear_report(request)


@route("GET", V(1, "network", "/Carriers/{carrier_sid}/Inbound/{key}"), open=True)
@route("POST", V(1, "network", "/Carriers/{carrier_sid}/Inbound/{key}"), open=True)
async def hear_inbound(request: Request) -> Reply:
    """A text that a provider passes on; the carrier judges whether the call is genuine."""
    return await (await _listener(request)).hear_inbound(request)


async def _listener(request: Request) -> HearsByHttp:
    await known_routes(request.work).refresh(request.work)
    row = known_routes(request.work).carriers.get(request.path["carrier_sid"])
    held = await request.work.port(RunningCarriers).of(row) if row is not None and row.enabled else None
    if held is None or not isinstance(held.carrier, HearsByHttp):
        raise request.missing()
    return held.carrier


async def _wait(request: Request, sid: str) -> Message:
    """The message once its hand-over is over, or as it is when patience is."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        found = await request.work.fetch(Message, sid, request.account_sid)
        assert found is not None  # stored a moment ago by this very request
        if found.status not in _ON_THE_WAY or asyncio.get_running_loop().time() > deadline:
            return found
        await asyncio.sleep(0.02)


def _written(exchange: Exchange) -> dict[str, Any]:
    return {
        "direction": exchange.direction,
        "what": exchange.what,
        "detail": exchange.detail,
        "at": write_iso8601(exchange.at) if exchange.at else None,
    }

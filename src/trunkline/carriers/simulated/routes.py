"""What is not one of the five verbs: a phone's texts, with waiting for the next one, and the clock."""

from __future__ import annotations

import asyncio
from typing import Any

from trunkline.kernel.clock import HOUR, read_duration, to_datetime
from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import invalid
from trunkline.kernel.fields import read_moment
from trunkline.kernel.finding import require_parents
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Condition
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from .actions.send_from_handset import send_from_handset
from .actions.step_clock import mode_of, require_clock, step_clock
from .network import SimulatedNetwork, after
from .recording import record
from .resources.handset import Handset
from .resources.handset_message import HandsetMessage
from .rules.channels import CHANNEL_DATA
from .typing_signs import TypingSigns

LONGEST_WAIT = 50.0  # seconds, below the minute at which proxies give up
_ELSEWHERE = 1.0  # seconds between looks for what another process wrote, while one waits
_HELD = HandsetMessage.mounts[0]
_CLOCK = V(1, "network", "/Clock")


@route("POST", _HELD)
async def send(request: Request) -> Reply:
    """To, Body, MediaUrl (repeatable): the phone sends, and the platform receives.

    Channel (whatsapp, rcs, messenger, viber) sends by that app, where ButtonText and ButtonPayload press a button, Latitude, Longitude,
    Address and Label share a place, and ProfileName is who the app says wrote.
    """
    await require_parents(HandsetMessage, request)
    handset = await request.work.fetch(Handset, request.path["handset_sid"], request.account_sid)
    if handset is None:
        raise request.missing()
    sent = await send_from_handset(
        handset, request.text("To"), request.text("Body"), request.texts("MediaUrl"), request.work,
        channel=request.text("Channel").lower(), data={name: text for name in CHANNEL_DATA if (text := request.text(name))},
    )  # fmt: skip
    await request.work.commit()
    return Reply(201, encoder(HandsetMessage, _HELD)(sent, request.at), title=HandsetMessage.title)


@route("GET", _HELD)
async def list_held(request: Request) -> Reply:
    """What the phone holds, both directions, newest first. After=HM… gives what is newer; with Wait=seconds (50 at most) and nothing newer
    yet, the answer comes with the next text, or empty when the time is over."""
    await require_parents(HandsetMessage, request)
    place = read_place(request.form)
    since, wait = request.text("After"), _wait(request)
    if since and not is_sid(since, "HM"):
        raise invalid("After", "must be the SID of a text on this phone (HM…)")
    where = (*after(since), *_equal(request), *place.condition(True))
    handset_sid = request.path["handset_sid"]
    rows = await _read(request, where, place.order(True), place.size + 1)
    if not rows and wait:
        network = request.work.port(SimulatedNetwork)
        event = network.watch(handset_sid)
        try:
            rows = await _read_with_patience(request, event, wait, where, place.order(True), place.size + 1)
        finally:
            network.leave(handset_sid, event)
    more = len(rows) > place.size
    rows = rows[: place.size]
    if place.before:
        rows.reverse()
    encode = encoder(HandsetMessage, _HELD)
    links = addresses(request.at + request.asked_path, request.form, place, [row.sid for row in rows], more)
    body = _HELD.dialect.page("messages", [encode(row, request.at) for row in rows], place.size, place.number, links)
    return Reply(200, body, title=HandsetMessage.title)


def _equal(request: Request) -> tuple[Condition, ...]:
    named = {"From": "from_", "To": "to", "State": "state", "MessageSid": "message_sid"}
    return tuple(Condition(column, "=", text) for name, column in named.items() if (text := request.text(name)))


def _wait(request: Request) -> float:
    text = request.text("Wait", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise invalid("Wait", "must be a whole number of seconds")
    return min(float(text), LONGEST_WAIT)


async def _read(request: Request, where: Any, order: Any, limit: int) -> list[HandsetMessage]:
    return await request.work.select(
        HandsetMessage, *where, order=order, limit=limit, account_sid=request.account_sid, handset_sid=request.path["handset_sid"]
    )


async def _read_with_patience(request: Request, event: asyncio.Event, wait: float, where: Any, order: Any, limit: int) -> Any:
    """Real seconds, whatever the platform's clock says: it is a socket that waits."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait
    while True:
        event.clear()
        rows = await _read(request, where, order, limit)
        left = deadline - loop.time()
        if rows or left <= 0:
            return rows
        try:
            async with asyncio.timeout(min(left, _ELSEWHERE)):
                await event.wait()
        except TimeoutError:
            continue


@route("GET", V(1, "network", "/Handsets/{handset_sid}/Typing"))
async def fetch_typing(request: Request) -> Reply:
    """`from`: the channel senders that are writing to this phone at this moment."""
    handset = await find_handset(request)
    signs: TypingSigns = request.work.port(TypingSigns)
    at = f"{request.at}/v1/Handsets/{handset.sid}/Typing"
    return Reply(200, {"handset_sid": handset.sid, "from": signs.writing(handset.sid, request.work.now), "url": at}, title="Typing")


async def find_handset(request: Request) -> Handset:
    """By number or SID; 404 when this account has no such phone."""
    key = request.path["handset_sid"]
    work, account_sid = request.work, request.account_sid
    if is_sid(key, Handset.prefix):
        found = await work.fetch(Handset, key, account_sid)
    else:
        found = await work.find(Handset, account_sid=account_sid, phone_number=key)
    if found is None:
        raise request.missing()
    return found


@route("GET", _CLOCK)
async def fetch_clock(request: Request) -> Reply:
    return Reply(200, _written(request), title="Clock")


@route("POST", _CLOCK)
async def set_clock(request: Request) -> Reply:
    """Mode=real (the machine's time), running (from where it stands) or stopped; Advance=PT5M or At=2030-01-01T00:00:00Z moves it
    forward, never back. Every due delay, retry and expiry then comes at once. The clock is the whole platform's, so that in production
    nobody, and in development only main accounts may set it; a restart returns to real time."""
    work = request.work
    await require_clock(work, request.account_sid)
    mode, advance, at = request.text("Mode").lower(), request.text("Advance"), request.text("At")
    if mode not in ("", "real", "stopped", "running"):
        raise invalid("Mode", "must be one of real, stopped, running")
    if not (mode or advance or at):
        raise invalid("Mode", "give Mode, Advance or At")
    if advance and at:
        raise invalid("At", "cannot be given with Advance")
    if mode == "real" and (advance or at):
        raise invalid("Mode", "real time can neither be advanced nor set")
    step_clock(work, request.account_sid, mode, _distance(work.platform, advance, at))
    await work.commit()
    return Reply(200, _written(request), title="Clock")


@route("GET", V(1, "network", "/Recording"))
async def fetch_recording(request: Request) -> Reply:
    """What happened on this account's network since Since (ISO 8601; absent: in the last hour), as a scenario's document with this Name."""
    since = request.text("Since")
    try:
        moment = read_moment(since) if since else request.work.now - HOUR
    except (ValueError, OverflowError):
        raise invalid("Since", "must be an ISO 8601 date-time") from None
    return Reply(200, await record(request.work, request.account_sid, moment, request.text("Name")[:64]), title="Recording")


def _distance(platform: Platform, advance: str, at: str) -> int:
    """Microseconds forward."""
    if advance:
        try:
            return read_duration(advance)
        except ValueError as why:
            raise invalid("Advance", str(why)) from None
    if not at:
        return 0
    try:
        distance = read_moment(at) - platform.clock.now()
    except (ValueError, OverflowError):
        raise invalid("At", "must be an ISO 8601 date-time") from None
    if distance < 0:
        raise invalid("At", "lies in the past: the clock only moves forward")
    return distance


def _written(request: Request) -> dict[str, Any]:
    """`offset` is the seconds by which the clock is ahead of the machine's."""
    clock = request.work.platform.clock
    now = to_datetime(clock.now())
    return {
        "mode": mode_of(request.work.platform),
        "now": now.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "offset": round(clock.offset / 1_000_000, 3),
        "url": f"{request.at}/v1/Clock",
    }

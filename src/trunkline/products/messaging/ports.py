"""What messaging needs from the outside world: a carrier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from trunkline.kernel.errors import Problem
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Handover:
    """A message as a carrier gets it. `media` are URLs of our own storage; `again` says that an earlier hand-over may have gone through
    (the process died before it could settle it), so that the carrier can look for a duplicate or mark it."""

    message_sid: str
    account_sid: str
    from_: str
    to: str
    body: str
    segments: int
    media: tuple[str, ...] = ()
    again: bool = False
    expires: int | None = None  # the moment from which nobody wants it any more
    buttons: tuple[dict[str, str], ...] = ()  # of a template, for a network that shows them


class Refused(Exception):
    """The carrier will not take this message, now or later. `code` is Twilio's 30xxx."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(f"{code} {message}")
        self.code, self.message = code, message


class Unavailable(Exception):
    """The carrier cannot take it now (throttled, disconnected): try again after `delay` microseconds."""

    def __init__(self, delay: int, message: str = "") -> None:
        super().__init__(message)
        self.delay = delay


class MessageCarrier(Protocol):
    async def submit(self, handover: Handover, work: Work) -> str:
        """Hand the message to the network and return the carrier's id for it; raises Refused or Unavailable.

        What the carrier must remember may be staged in `work`: it is committed together with the settlement. Delivery reports come
        back through `actions.record_delivery`, inbound messages through `actions.receive_message`.
        """
        ...


class AcceptGate(Protocol):
    """Somebody who may turn texts away at the API's door; there need be none."""

    async def throttles(self, work: Work, account_sid: str, from_: str, to: str, body: str) -> Problem | None:
        """The refusal (HTTP 429) of this text, or None. Each ask counts as one attempt."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """How a carrier is. `up` carries, `degraded` carries with less than all of its binds, `down` does not; `words` say why, for people."""

    state: Literal["up", "degraded", "down"]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing said to a carrier or by it: a PDU or an HTTP request or answer, decoded, without its secrets. `at` is in microseconds."""

    direction: Literal["sent", "received"]
    what: str
    detail: dict[str, Any]
    at: int = 0


_listening: ContextVar[list[Exchange] | None] = ContextVar("exchanges", default=None)


@contextmanager
def listen() -> Iterator[list[Exchange]]:
    """What the carriers say and hear on behalf of the calls made inside, in order: for the test call of a carrier."""
    heard: list[Exchange] = []
    token = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(token)


def is_listened() -> bool:
    """Whether it is worth writing an Exchange down."""
    return _listening.get() is not None


def tell(exchange: Exchange) -> None:
    """Write it down where somebody listens."""
    heard = _listening.get()
    if heard is not None:
        heard.append(exchange)


class RunningCarrier(MessageCarrier, Protocol):
    """A carrier that was configured and holds connections. `start` returns at once: connecting goes on behind it."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def health(self) -> Health: ...

    async def cancel(self, carrier_id: str, work: Work) -> bool:
        """Ask the network to drop a text that it has not delivered; False where it cannot or would not."""
        ...


@dataclass(frozen=True, slots=True)
class Configured:
    """A carrier as its owner configured it. `origin` gives the address by which the outside reaches us, without a slash at its end."""

    sid: str
    account_sid: str
    settings: dict[str, Any]
    secret: str
    origin: Callable[[], str]


@runtime_checkable
class TakesParts(Protocol):
    """A carrier that takes a long text part by part, so that it may have the beginning only."""

    async def has_begun(self, handover: Handover, work: Work) -> bool:
        """Whether it has taken a part of this very text, from this sender."""
        ...


class CarrierKind(Protocol):
    """A kind of carrier that can be configured (`smpp`, `twilio`, `http`): what its settings are, and how one is opened."""

    def read(self, settings: dict[str, Any], secret: str) -> dict[str, Any]:
        """The settings, checked, with defaults filled in; ValueError with a sentence for people."""
        ...

    def reaches(self, settings: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        """Hosts and ports that settings which were read name; they are guarded again whenever they are connected to."""
        ...

    def open(self, platform: Platform, configured: Configured) -> RunningCarrier: ...


class CarrierKinds(dict[str, CarrierKind]):
    """By name; the wiring fills it."""


class CarrierIds(Protocol):
    """Who remembers which message a carrier's own id means."""

    async def message_of(self, work: Work, carrier_sid: str, carrier_id: str) -> str:
        """The message's SID; "" when the carrier was given none by this name."""
        ...


class TrafficKind(Protocol):
    """Whether an account's texts leave for people's own phones."""

    async def is_real(self, work: Work, account_sid: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class ChannelEntry:
    """A sender of a channel. `type` is the channel's name as Twilio writes it, e.g. WhatsApp; `country` may be ""."""

    sid: str
    address: str
    type: str
    country: str = ""


class ChannelDirectory(Protocol):
    """Who knows the senders of WhatsApp, RCS and the other channels; there need be none."""

    async def find(self, work: Work, account_sid: str, sid: str) -> ChannelEntry | None:
        """The sender XE… of this account, once it may send."""
        ...


class TypingIndicators(Protocol):
    """Who can show a person that we are writing."""

    async def show(self, work: Work, account_sid: str, person: str, ours: str) -> None:
        """Stage it: both are channel addresses, `person` in front of the screen."""
        ...


@runtime_checkable
class HearsByHttp(Protocol):
    """A carrier whose peer calls us by HTTP, without credentials of ours: it judges for itself whether the call is genuine.

    The peer's address ends in a `key` (in `request.path`) that means what the carrier wants. `addresses` are those to be entered at the
    peer, by name (`inbound_url`, `report_url`).
    """

    @property
    def addresses(self) -> dict[str, str]: ...

    async def hear_report(self, request: Request) -> Reply:
        """What became of a text."""
        ...

    async def hear_inbound(self, request: Request) -> Reply:
        """A text from somebody's phone."""
        ...

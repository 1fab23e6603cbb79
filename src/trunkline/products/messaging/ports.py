"""What messaging needs from the outside world: a carrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from trunkline.kernel.errors import Problem
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

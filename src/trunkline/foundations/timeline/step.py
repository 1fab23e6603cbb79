"""A step of a timeline, and who tells which."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from trunkline.kernel.clock import to_datetime
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

R = TypeVar("R", bound=Resource)
Sort = Literal[
    "inbound", "request", "decision", "sender", "media", "route", "hop", "pdu", "state", "callback", "twiml", "charge", "alert"
]  # fmt: skip
# Of steps at the same microsecond, as they follow from each other.
ORDER: tuple[Sort, ...] = (
    "inbound", "request", "decision", "sender", "state", "media", "route", "hop", "pdu", "charge", "callback", "twiml", "alert"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """`path` is a page of the console, or one that stands beside it (/errors/21610)."""

    title: str
    path: str


@dataclass(slots=True)
class Step:
    """`at` in microseconds; `details` is JSON-writable. `replay`: method and path that do it once more."""

    at: int
    kind: Sort
    title: str
    summary: str = ""
    state: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    replay: tuple[str, str] | None = None

    def to_wire(self) -> dict[str, Any]:
        written: dict[str, Any] = {
            "at": to_datetime(self.at).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "kind": self.kind,
            "title": self.title,
            "summary": self.summary,
            "details": {name: value for name, value in self.details.items() if value not in (None, "", [], {})},
            "links": [{"title": link.title, "path": link.path} for link in self.links],
        }
        if self.state:
            written["state"] = self.state
        if self.replay is not None:
            written["replay"] = {"method": self.replay[0], "path": self.replay[1]}
        return written


Teller = Callable[[Any, Work], Awaitable[list[Step]]]
TELLERS: list[tuple[type[Resource], Teller]] = []


def tells(kind: type[R]) -> Callable[[Callable[[R, Work], Awaitable[list[Step]]]], Callable[[R, Work], Awaitable[list[Step]]]]:
    """Register a function that tells steps of a row of `kind`. It reads by index only: a person waits for the page."""

    def keep(teller: Callable[[R, Work], Awaitable[list[Step]]]) -> Callable[[R, Work], Awaitable[list[Step]]]:
        TELLERS.append((kind, teller))
        return teller

    return keep


def error_link(code: int | str) -> Link:
    return Link(f"Error {code}", f"/errors/{code}")

"""Doors: the operations of the console that are not the API's own.

A module of this package declares one with `@door("GET", "/console/api/things/{sid}", role="developer")`; the application finds all modules
of the package by itself. A door takes a Visit and returns what is written as JSON, a Reply (status, headers, octets), an Answer (as it
is, streams too) or None (204).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from trunkline.kernel.errors import Problem, invalid, unauthorized
from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Reply
from trunkline.kernel.work import Work
from trunkline.surfaces.http.exchange import Answer, Asked

from .visitor import ROLES, Visitor

if TYPE_CHECKING:
    from .application import ConsoleApplication

LONGEST_BODY: Final = 256 * 1024
"""Octets of a body that a door takes, unless it says otherwise."""


@dataclass(slots=True)
class Visit:
    """One request at a door. `path` holds the names of the template, `form` the query, `json` the body (an object; {} for none)."""

    asked: Asked
    path: dict[str, str]
    form: Mapping[str, str | list[str]]
    json: dict[str, Any]
    visitor: Visitor | None
    console: ConsoleApplication
    origin: str
    body: bytes = b""

    @property
    def platform(self) -> Platform:
        return self.console.platform

    @property
    def who(self) -> Visitor:
        """The visitor; 20003 with 401 when nobody is signed in, which an open door may find."""
        if self.visitor is None:
            raise unauthorized("Sign in")
        return self.visitor

    @property
    def account_sid(self) -> str:
        return self.who.account_sid

    def work(self) -> Work:
        """A new unit of work in the visitor's name, or in nobody's at an open door."""
        return self.platform.work(self.visitor.caller if self.visitor is not None else None)

    def text(self, name: str, default: str = "") -> str:
        """A parameter of the query; 20001 if it was repeated."""
        value = self.form.get(name, default)
        if isinstance(value, list):
            raise invalid(name, "given more than once")
        return value

    def given(self, name: str, default: str | None = None, longest: int = 1000) -> str:
        """A text of the JSON body; 20001 when it is no text or longer than `longest` characters, or missing and without a default."""
        value = self.json.get(name, default)
        if not isinstance(value, str):
            raise invalid(name, "is required, as a text")
        if len(value) > longest:
            raise invalid(name, f"is longer than {longest} characters")
        return value

    async def rest(self, method: str, path: str, query: str = "", body: bytes = b"", kind: str = "") -> Answer:
        """What the API answers to the visitor; `path` is unquoted and as the API has it."""
        headers = {name: value for name, value in self.asked.headers.items() if name in ("host", "x-forwarded-proto", "user-agent")}
        if kind:
            headers["content-type"] = kind
        return await self.console.rest.answer_as(Asked(method, path, query, headers, body), self.who.caller)


Said = dict[str, Any] | list[Any] | Reply | Answer | None
Opened = Callable[[Visit], Awaitable[Said]]


@dataclass(frozen=True, slots=True)
class Door:
    """`roles`: who may enter, all when empty; the owner always may, and an administrator unless the door is the owner's alone.

    `open`: also for who is not signed in. `confirm`: only within minutes of having proved who one is. `longest`: octets of body taken.
    """

    method: str
    template: str
    opened: Opened
    roles: frozenset[str] = frozenset()
    open: bool = False
    confirm: bool = False
    longest: int = LONGEST_BODY

    def admits(self, role: str) -> bool:
        return not self.roles or role == "owner" or role in self.roles or (role == "admin" and self.roles != {"owner"})


DOORS: list[Door] = []


def door(
    method: str, template: str, *, role: str = "", open: bool = False, confirm: bool = False, longest: int = LONGEST_BODY
) -> Callable[[Opened], Opened]:
    """Serve `method` at `template`, whose names in braces are one segment each, or with a star (`{path*}`, last) the rest of the path.

    `role`: words apart by spaces, see Door.
    """
    roles = frozenset(role.split())
    if unknown := roles - set(ROLES):
        raise ValueError(f"{template}: no such role: {', '.join(sorted(unknown))}")
    if not template.startswith("/console/api/"):
        raise ValueError(f"{template}: doors stand below /console/api/")

    def keep(opened: Opened) -> Opened:
        DOORS.append(Door(method, template, opened, roles, open, confirm, longest))
        return opened

    return keep


@dataclass(slots=True)
class _Place:
    pattern: re.Pattern[str]
    doors: dict[str, Door] = field(default_factory=dict)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\*?\})", template)
    named = (
        "" if not p else f"(?P<{p[1:-2]}>.+)" if p.endswith("*}") else f"(?P<{p[1:-1]}>[^/]+)" if p[0] == "{" else re.escape(p)
        for p in parts
    )
    return re.compile("".join(named), re.DOTALL)


class Doors:
    """Finds a door. A template without names wins over one with, and one without a star over one with."""

    def __init__(self, doors: list[Door]) -> None:
        self._plain: dict[str, dict[str, Door]] = {}
        places: dict[str, _Place] = {}
        for one in doors:
            if "{" not in one.template:
                at = self._plain.setdefault(one.template, {})
            else:
                at = places.setdefault(one.template, _Place(_pattern(one.template))).doors
            for method in (one.method,) if one.method != "ANY" else ("GET", "POST", "PUT", "PATCH", "DELETE"):
                if method in at:
                    raise ValueError(f"{method} {one.template} is declared twice")
                at[method] = one
        self._named = [places[template] for template in sorted(places, key=lambda t: ("*" in t, -t.count("/"), t.count("{"), t))]

    def find(self, method: str, path: str) -> tuple[Door, dict[str, str]]:
        """The door and the names in its path; 20404 where there is none, 20004 where there is one for other methods."""
        others: set[str] = set()
        if (plain := self._plain.get(path)) is not None:
            if method in plain:
                return plain[method], {}
            others.update(plain)
        for place in self._named:
            if (met := place.pattern.fullmatch(path)) is not None:
                if method in place.doors:
                    return place.doors[method], met.groupdict()
                others.update(place.doors)
        if others:
            raise Problem(20004, f"Method not allowed: this takes {', '.join(sorted(others))}", 405)
        raise Problem(20404, f"The requested resource {path} was not found", 404)
